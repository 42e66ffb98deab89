/** A real database of a station, and the real way from it to a hub. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import { pairWithHub } from '../../src/app/uplink/pair.ts';
import { readPaired } from '../../src/app/uplink/pairing-files.ts';
import { Uplink } from '../../src/app/uplink/uplink.ts';
import { systemClock } from '../../src/common/clock.ts';
import { bootId, openStore, type Store } from '../../src/store/index.ts';
import { newRep, newSet } from '../integration/store-samples.ts';
import { tempDir } from '../integration/store-temp.ts';

interface UplinkedOptions {
  url: string;
  code: string;
  bay: string;
  logger?: ConstructorParameters<typeof Uplink>[0]['logger'];
}

/** Paired, and not started yet. */
export async function uplinked({ url, code, bay, logger = pino({ level: 'silent' }) }: UplinkedOptions) {
  const dataDir = tempDir();
  const identity = {
    keyFile: join(dataDir, 'card.key'),
    idFile: join(dataDir, 'controller.id'),
    lastId: null,
    lastIdFile: null,
  };
  const store = await openStore({ file: join(dataDir, 'lockout.sqlite'), identity, tracksChanges: true });
  onTestFinished(() => store.close());
  const controllerId = store.controllerId!;
  await pairWithHub({ url, code, dataDir, controllerId, bays: [bay], version: '1', clock: systemClock });
  const uplink = new Uplink({
    paired: readPaired(dataDir, url),
    dataDir,
    controllerId,
    version: '1',
    bootId: bootId(),
    store: () => store,
    bays: () => [{ bay, name: bay, isUp: true, isLifting: false }],
    clock: systemClock,
    logger,
  });
  onTestFinished(() => uplink.stop());
  return { dataDir, store, controllerId, uplink, bay };
}

/** Ended sets with two reps each. @returns their ids */
export async function liftSets(
  store: Store,
  bay: string,
  count: number,
  change: Parameters<typeof newSet>[0] = {},
): Promise<string[]> {
  const sets = Array.from({ length: count }, () => newSet({ bay, ...change }));
  for (let from = 0; from < count; from += 250) {
    const part = sets.slice(from, from + 250);
    await store.write({ sets: part, reps: part.flatMap(({ id }) => [newRep(id, { bay }), newRep(id, { bay })]) });
  }
  return sets.map(({ id }) => id);
}

export const uniqueBay = () => `bay-${randomBytes(4).toString('hex')}`;
