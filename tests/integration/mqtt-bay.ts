import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { exampleOf } from '../../src/contracts/common.ts';
import { State } from '../../src/contracts/events.ts';
import { BayPublisher, type BayPublisherOptions } from '../../src/mqtt/index.ts';
import { openStore, type Store } from '../../src/store/index.ts';
import { announce, newRep, newSet } from './store-samples.ts';
import { tempDir } from './store-temp.ts';

export interface TestBay {
  store: Store;
  publisher: BayPublisher;
  log: string[];
  commands: [name: string, payload: unknown][];
  /** Writes so many reps with their announcements, one transaction each, and wakes the publisher; returns their ids. */
  lift(reps: number): Promise<string[]>;
}

/** A bay with a real store and a publisher that is not started yet. */
export async function newBay(url: string, options: Partial<BayPublisherOptions> = {}): Promise<TestBay> {
  const store = await openStore({ file: join(tempDir(), 'lockout.db') });
  const log: string[] = [];
  const note = (message: string) => log.push(message);
  const commands: TestBay['commands'] = [];
  const publisher = new BayPublisher({
    url,
    base: 'lockout',
    site: 'gym',
    bay: 'bay-1',
    controllerId: 'c1',
    outbox: store.outbox,
    logger: { info: note, warn: note, error: note },
    onCommand: async (name, payload) => {
      commands.push([name, payload]);
    },
    ...options,
  });
  onTestFinished(async () => {
    await publisher.stop();
    await store.close();
  });
  const set = newSet({ endedAt: null, endReason: null });
  await store.write({ sets: [set] });
  const lift = async (count: number) => {
    const reps = Array.from({ length: count }, () => newRep(set.id));
    for (const rep of reps) {
      await store.write({ reps: [rep], outbox: [announce(rep)] });
      publisher.outboxChanged();
    }
    return reps.map(({ id }) => id);
  };
  return { store, publisher, log, commands, lift };
}

export const newState = (name: string): State => ({ ...exampleOf(State), name });

/** The ids of the reps in the order in which they were first seen. */
export function firstSeen(seen: { topic: string; text: string }[]): string[] {
  const ids = seen.filter(({ topic }) => topic.endsWith('/rep')).map(({ text }) => JSON.parse(text).id as string);
  return [...new Set(ids)];
}
