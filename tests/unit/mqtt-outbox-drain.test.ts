import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { OutboxDrain, type OutboxPort } from '../../src/mqtt/outbox-drain.ts';
import { Repository } from '../../src/store/repository.ts';
import { announce, newRep, newSet } from '../integration/store-samples.ts';
import { tempDir } from '../integration/store-temp.ts';

/** A broker at the end of a line that acknowledges, refuses or goes dead when the test says so. */
class Line {
  readonly connections: string[][] = [[]];
  #waiting: { resolve(): void; reject(error: Error): void }[] = [];

  publish = (payload: string) => {
    this.connections.at(-1)!.push(JSON.parse(payload).id);
    return new Promise<void>((resolve, reject) => this.#waiting.push({ resolve, reject }));
  };
  get waiting() {
    return this.#waiting.length;
  }
  acknowledge(count: number) {
    for (const { resolve } of this.#waiting.splice(0, count)) resolve();
  }
  refuse() {
    this.#waiting.shift()?.reject(new Error('not authorized'));
  }
  cut() {
    for (const { reject } of this.#waiting.splice(0)) reject(new Error('connection closed'));
    this.connections.push([]);
  }
}

const turns = async (count = 20) => {
  for (let i = 0; i < count; i++) await new Promise((resolve) => setImmediate(resolve));
};

function setUp(repository: Repository, failing: { reads: number } = { reads: 0 }) {
  const outbox: OutboxPort = {
    pending: async (bay, limit) => {
      if (failing.reads > 0) {
        failing.reads--;
        throw new Error('the disk is gone');
      }
      return repository.pending(bay, limit);
    },
    delivered: async (seqs) => repository.delivered(seqs),
  };
  const line = new Line();
  const log: string[] = [];
  const note = (message: string) => log.push(message);
  const drain = new OutboxDrain({
    bay: 'bay-1',
    outbox,
    publish: (_topic, payload) => line.publish(payload),
    logger: { info: note, warn: note, error: note },
  });
  return { drain, line, log };
}

const add = (repository: Repository, count: number) => {
  const reps = Array.from({ length: count }, () => newRep(newSet().id));
  repository.write({ outbox: reps.map(announce) });
  return reps.map(({ id }) => id);
};

type Step = { kind: 'add' | 'acknowledge'; count: number } | { kind: 'cut' | 'connect' };
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constantFrom('add' as const, 'acknowledge' as const), count: fc.integer({ min: 1, max: 40 }) }),
  fc.record({ kind: fc.constantFrom('cut' as const, 'connect' as const) }),
);

describe('the drain of the outbox', () => {
  it('delivers all, in order on each connection, over any losses', async () => {
    const repository = new Repository(join(tempDir(), 'a.db'));
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 15 }), async (steps) => {
        const { drain, line } = setUp(repository);
        const written: string[] = [];
        let isUp = false;
        for (const next of steps) {
          if (next.kind === 'add') {
            written.push(...add(repository, next.count));
            drain.wake();
          } else if (next.kind === 'acknowledge') line.acknowledge(next.count);
          else if (next.kind === 'connect' && !isUp) {
            drain.connected();
            isUp = true;
          } else if (next.kind === 'cut' && isUp) {
            drain.disconnected();
            line.cut();
            isUp = false;
          }
          await turns(4);
        }
        if (!isUp) drain.connected();
        for (let i = 0; i < 100 && (repository.count() > 0 || line.waiting > 0); i++) {
          const settled = drain.settle(50);
          await turns(4);
          line.acknowledge(100);
          await settled;
        }

        expect(repository.count()).toBe(0);
        expect([...new Set(line.connections.flat())]).toEqual(written);
        for (const sent of line.connections) {
          const places = sent.map((id) => written.indexOf(id));
          expect(places).toEqual([...places].sort((a, b) => a - b));
          expect(new Set(sent).size).toBe(sent.length);
        }
        expect(drain.redelivered).toBe(line.connections.flat().length - written.length);
        expect(drain.failures).toBe(0);
      }),
      { numRuns: 40 },
    );
  });

  it('keeps a row until its acknowledgement, and has a bounded number under way', async () => {
    const repository = new Repository(join(tempDir(), 'a.db'));
    const { drain, line } = setUp(repository);
    add(repository, 200);
    drain.connected();
    await turns();
    expect(line.waiting).toBe(64);
    expect(drain.inFlight).toBe(64);
    expect(repository.count()).toBe(200);
    line.acknowledge(10);
    await turns();
    expect(repository.count()).toBe(190);
    expect(line.waiting).toBe(64);
  });

  it('deletes a few acknowledged rows together, not with a sync for each', async () => {
    const repository = new Repository(join(tempDir(), 'a.db'));
    const { drain, line } = setUp(repository);
    drain.connected();
    const delivered = vi.spyOn(repository, 'delivered');
    for (let i = 0; i < 5; i++) {
      add(repository, 1);
      drain.wake();
      await turns();
      line.acknowledge(1);
    }
    await expect.poll(() => repository.count()).toBe(0);
    expect(delivered).toHaveBeenCalledTimes(1);
  });

  it('tries again after the store has failed or the broker has refused, and says so once', async () => {
    const repository = new Repository(join(tempDir(), 'a.db'));
    const { drain, line, log } = setUp(repository, { reads: 2 });
    const ids = add(repository, 1);
    drain.connected();
    await expect.poll(() => line.waiting).toBe(1);
    expect(drain.failures).toBe(2);
    line.refuse();
    await expect.poll(() => line.waiting).toBe(1);
    line.acknowledge(1);
    await expect.poll(() => repository.count()).toBe(0);
    expect(log).toEqual([
      expect.stringMatching(/bay-1 wait in the outbox: the disk is gone/),
      expect.stringMatching(/not authorized/),
    ]);
    expect(line.connections[0]).toEqual([...ids, ...ids]);
  });
});
