import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { OutboxDrain, type OutboxPort } from '../../src/mqtt/outbox-drain.ts';
import { RefusedError } from '../../src/mqtt/refused-error.ts';
import { Repository } from '../../src/store/repository.ts';
import { announce, newRep, newSet } from '../integration/store-samples.ts';
import { tempDir } from '../integration/store-temp.ts';

/** A broker at the end of a line that acknowledges, refuses or goes dead when the test says so. */
class Line {
  readonly connections: string[][] = [[]];
  #waiting: { resolve(): void; reject(error: Error): void }[] = [];

  /** Refuses everything on these, as a broker of MQTT 5 does whose ACL denies it. */
  readonly denied = new Set<string>();

  publish = (payload: string, topic: string) => {
    this.connections.at(-1)!.push(JSON.parse(payload).id);
    if (this.denied.has(topic)) return Promise.reject(new RefusedError(topic, 135, 'Publish error: Not authorized'));
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

function setUp(repository: Repository, failing: { reads?: number; deletions?: number } = {}, backlogRateHz = 1e6) {
  const outbox: OutboxPort = {
    pending: async (bay, limit, afterSeq) => {
      if (failing.reads) {
        failing.reads--;
        throw new Error('the disk is gone');
      }
      return repository.pending(bay, limit, afterSeq);
    },
    delivered: async (seqs) => {
      if (failing.deletions) {
        failing.deletions--;
        throw new Error('the disk is full');
      }
      repository.delivered(seqs);
    },
    newest: async (bay) => repository.newest(bay),
  };
  const line = new Line();
  const log: string[] = [];
  const note = (message: string) => log.push(message);
  const drain = new OutboxDrain({
    bay: 'bay-1',
    outbox,
    publish: (topic, payload) => line.publish(payload, topic),
    backlogRateHz,
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

/** The least number of rising sequences that `places` can be put together from. */
function lanesOf(places: readonly number[]): number {
  const ends: number[] = [];
  for (const place of places) {
    const lane = ends.findIndex((end) => end < place);
    ends[lane === -1 ? ends.length : lane] = place;
  }
  return ends.length;
}

describe('the drain of the outbox', () => {
  it('delivers all, what was new and what waited each in order on each connection, over any losses', async () => {
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
        // What is new overtakes a long backlog: the order is that of each lane.
        expect(new Set(line.connections.flat())).toEqual(new Set(written));
        for (const sent of line.connections) {
          const places = sent.map((id) => written.indexOf(id));
          expect(lanesOf(places)).toBeLessThanOrEqual(2);
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
    expect(line.waiting).toBe(16);
    expect(drain.inFlight).toBe(16);
    add(repository, 100);
    drain.wake();
    await turns();
    expect(drain.inFlight).toBe(16 + 64);
    expect(repository.count()).toBe(300);
    line.acknowledge(10);
    await expect.poll(() => repository.count()).toBe(290);
  });

  it('sends what is new at once beside a long backlog, which goes out no faster than it may', async () => {
    const repository = new Repository(join(tempDir(), 'a.db'));
    const { drain, line } = setUp(repository, undefined, 0.001);
    const old = add(repository, 500);
    drain.connected();
    await turns();
    const fresh = add(repository, 3);
    drain.wake();
    await turns();
    expect(line.connections[0]).toEqual([...old.slice(0, 16), ...fresh]);
    for (let i = 0; i < 5; i++) {
      line.acknowledge(100);
      await turns();
    }
    expect(line.connections[0]).toHaveLength(16 + 3);
    await expect.poll(() => repository.count()).toBe(500 - 16);
  });

  it('keeps the order of a short backlog and what is new', async () => {
    const repository = new Repository(join(tempDir(), 'a.db'));
    const { drain, line } = setUp(repository);
    const old = add(repository, 40);
    drain.connected();
    await turns();
    const fresh = add(repository, 10);
    drain.wake();
    await turns();
    expect(line.connections[0]).toEqual([...old, ...fresh]);
  });

  it('keeps what the broker refuses, sends the other topics, and tries again', async () => {
    const repository = new Repository(join(tempDir(), 'a.db'));
    const { drain, line, log } = setUp(repository);
    line.denied.add('rep');
    const reps = add(repository, 30);
    const [rep] = [newRep(newSet().id)];
    repository.write({ outbox: [{ bay: rep.bay, topic: 'set', id: rep.id, payload: rep }] });
    drain.connected();
    await turns();
    expect(line.waiting).toBe(1);
    expect(drain.refused).toBe(30);
    expect(drain.refusal).toMatch(/refuses messages on rep: Not authorized \(135\).*ACL/);
    line.acknowledge(1);
    await expect.poll(() => repository.count()).toBe(30);
    add(repository, 5);
    drain.wake();
    await turns();
    expect(drain.refused).toBe(30); // nothing more is sent there before the next try
    line.denied.clear();
    await expect.poll(() => line.waiting).toBe(35);
    line.acknowledge(35);
    await expect.poll(() => repository.count()).toBe(0);
    expect(drain.refusal).toBe('');
    expect(line.connections[0]!.slice(31, 61)).toEqual(reps);
    expect(log).toHaveLength(1);
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

  it('deletes what could not be deleted at the next try, though nothing new comes', async () => {
    const repository = new Repository(join(tempDir(), 'a.db'));
    const { drain, line } = setUp(repository, { deletions: 1 });
    const ids = add(repository, 2);
    drain.connected();
    await expect.poll(() => line.waiting).toBe(2);
    line.acknowledge(2);
    await expect.poll(() => repository.count()).toBe(0);
    expect(drain.failures).toBe(1);
    expect(line.connections).toEqual([ids]);
  });

  it('sends nothing twice when its rows can’t be deleted, and deletes them as soon as they can be', async () => {
    const repository = new Repository(join(tempDir(), 'a.db'));
    const failing = { deletions: Number.POSITIVE_INFINITY };
    const { drain, line, log } = setUp(repository, failing);
    const ids = add(repository, 3);
    drain.connected();
    await expect.poll(() => line.waiting).toBe(3);
    line.acknowledge(3);
    await expect.poll(() => drain.failures).toBeGreaterThan(0);
    const more = add(repository, 1);
    drain.wake();
    await turns();
    expect(repository.count()).toBe(4);
    failing.deletions = 0;
    await expect.poll(() => line.waiting).toBe(1);
    line.acknowledge(1);
    await expect.poll(() => repository.count()).toBe(0);
    expect(line.connections).toEqual([[...ids, ...more]]);
    expect(log[0]).toMatch(/bay-1 wait in the outbox: the disk is full/);
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
