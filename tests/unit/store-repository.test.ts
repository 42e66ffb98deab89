import { join } from 'node:path';
import fc from 'fast-check';
import { Compile } from 'typebox/compile';
import { describe, expect, it } from 'vitest';
import { Rep, SetEvent } from '../../src/contracts/events.ts';
import { Database } from '../../src/store/database.ts';
import { Repository } from '../../src/store/repository.ts';
import { toStoreError } from '../../src/store/store-error.ts';
import { announce, newRep, newSet } from '../integration/store-samples.ts';
import { tempDir } from '../integration/store-temp.ts';

const isSet = Compile(SetEvent);
const isRep = Compile(Rep);
const openRepository = () => new Repository(join(tempDir(), 'a.db'));

describe('what is written', () => {
  it('is read again, field for field, and valid', () => {
    const repository = openRepository();
    const set = newSet();
    const full = newRep(set.id, {
      flags: ['overshoot'],
      reasons: [{ kind: 'text', params: {}, text: 'said "no", ünïcode' }],
    });
    const bare = newRep(set.id, {
      startedAt: '2026-11-22T17:06:00.000Z',
      memberId: null,
      n: null,
      verdict: 'partial',
      lockoutAt: null,
      endedAt: null,
      concentricS: null,
      holdS: null,
      eccentricS: null,
      romMm: null,
      meanVelocityMps: null,
      meanPropulsiveVelocityMps: null,
      peakVelocityMps: null,
    });
    repository.write({ sets: [set], reps: [bare, full] });

    const stored = repository.getSet(set.id)!;
    expect(stored).toEqual({ set, reps: [full, bare] });
    expect(isSet.Check(stored.set)).toBe(true);
    expect(stored.reps.every((rep) => isRep.Check(rep))).toBe(true);
  });

  it('says that a set has a recording exactly when it has', () => {
    const repository = openRepository();
    const set = newSet({ hasRecording: true });
    repository.write({ sets: [set] });
    expect(repository.getSet(set.id)!.set.hasRecording).toBe(false);
    repository.write({ recordings: [{ setId: set.id, csvGzip: new Uint8Array([0, 1, 255, 0]).subarray(1, 4) }] });
    expect(repository.getSet(set.id)!.set.hasRecording).toBe(true);
    expect(repository.recording(set.id)).toEqual(new Uint8Array([1, 255, 0]));
    expect(repository.recording(newSet().id)).toBeNull();
  });

  it('is the same after it was written twice', () => {
    const repository = openRepository();
    const set = newSet();
    const rep = newRep(set.id);
    const change = {
      sets: [set],
      reps: [rep],
      recordings: [{ setId: set.id, csvGzip: new Uint8Array([7]) }],
      outbox: [announce(rep)],
    };
    repository.write(change);
    const before = [repository.getSet(set.id), repository.pending('bay-1', 10)];
    repository.write(change);
    expect([repository.getSet(set.id), repository.pending('bay-1', 10)]).toEqual(before);
  });

  it('keeps the highest revision, in whatever order they come', () => {
    const revisions = fc.array(fc.record({ revision: fc.integer({ min: 1, max: 20 }), bunch: fc.boolean() }), {
      minLength: 1,
      maxLength: 12,
    });
    const repository = openRepository();
    fc.assert(
      fc.property(revisions, (order) => {
        const set = newSet();
        const rep = newRep(set.id);
        repository.write({ sets: [{ ...set, revision: 0 }] });
        for (const { revision, bunch } of order) {
          const change = {
            sets: [{ ...set, revision, countedReps: revision }],
            reps: [{ ...rep, revision, holdS: revision / 2 }],
          };
          repository.write(bunch ? { sets: [...change.sets, set], reps: [...change.reps, ...change.reps] } : change);
        }
        const bunched = order.some(({ bunch }) => bunch);
        const highest = Math.max(...order.map(({ revision }) => revision));
        const stored = repository.getSet(set.id)!;
        expect(stored.set.revision).toBe(Math.max(highest, bunched ? set.revision : 0));
        expect(stored.reps).toHaveLength(1);
        expect(stored.reps[0]).toMatchObject({ revision: highest, holdS: highest / 2 });
      }),
      { numRuns: 60 },
    );
  });

  it('is all of a change or nothing: a rep without its set takes its announcement and its neighbours with it', () => {
    const repository = openRepository();
    const set = newSet();
    const orphan = newRep(newSet().id);
    const change = { sets: [set], reps: [newRep(set.id), orphan], outbox: [announce(orphan)] };
    expect(() => repository.write(change)).toThrow(/FOREIGN KEY/);
    expect(repository.getSet(set.id)).toBeNull();
    expect(repository.count()).toBe(0);
  });

  it('never reaches libsql as a type that would abort the process or be cut short', () => {
    const repository = openRepository();
    const set = newSet();
    const write = (change: object) => () => repository.write({ sets: [{ ...set, ...change }] });
    const values = { loadKg: [true, undefined, Number.NaN, Number.POSITIVE_INFINITY], bay: ['bay\0-1'] };
    for (const [key, wrong] of Object.entries(values))
      for (const value of wrong)
        expect(write({ [key]: value })).toThrow(
          expect.objectContaining({ code: 'invalid', message: expect.stringContaining('cannot be stored') }),
        );
    expect(repository.getSet(set.id)).toBeNull();
  });
});

describe('sets', () => {
  it('come in pages, newest first, each exactly once', () => {
    const repository = openRepository();
    const sets = Array.from({ length: 23 }, (_, index) => newSet({ bay: index % 3 ? 'bay-1' : 'bay-2' }));
    repository.write({ sets });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), fc.constantFrom(undefined, 'bay-1', 'bay-2'), (limit, bay) => {
        const seen: string[] = [];
        let before: string | null | undefined;
        do {
          const page = repository.listSets({ limit, ...(bay ? { bay } : {}), ...(before ? { before } : {}) });
          expect(page.sets.length).toBeLessThanOrEqual(limit);
          seen.push(...page.sets.map(({ id }) => id));
          before = page.next;
        } while (before);
        const expected = sets.filter((set) => !bay || set.bay === bay).map(({ id }) => id);
        expect(seen).toEqual(expected.reverse());
      }),
    );
  });

  it('refuse a page of no size', () => {
    const repository = openRepository();
    for (const limit of [0, 1000, 1.5, Number.NaN]) expect(() => repository.listSets({ limit })).toThrow(/1 to 999/);
  });

  it('left open by a crash are found', () => {
    const repository = openRepository();
    const open = newSet({ endedAt: null, endReason: null });
    repository.write({ sets: [newSet(), open, newSet()] });
    expect(repository.openSets()).toEqual([open]);
    repository.write({
      sets: [{ ...open, revision: 2, endedAt: '2026-11-22T18:00:00.000Z', endReason: 'interrupted' }],
    });
    expect(repository.openSets()).toEqual([]);
  });
});

describe('the outbox', () => {
  it('gives each bay its rows in the order of their commits until they are delivered', () => {
    const repository = openRepository();
    const rep = newRep(newSet().id);
    const row = (bay: string, revision: number) => ({ ...announce({ ...rep, revision }), bay });
    repository.write({ outbox: [row('bay-1', 1), row('bay-2', 2), row('bay-1', 3)] });
    repository.write({ outbox: [row('bay-1', 4)] });
    const revisions = (...args: [string, number, number?]) =>
      repository.pending(...args).map(({ payload }) => JSON.parse(payload).revision);

    expect(revisions('bay-1', 10)).toEqual([1, 3, 4]);
    expect(revisions('bay-1', 2)).toEqual([1, 3]);
    const seqs = repository.pending('bay-1', 10).map(({ seq }) => seq);
    expect(revisions('bay-1', 10, seqs[0])).toEqual([3, 4]);
    repository.delivered([seqs[0]!, seqs[1]!, 999_999]);
    expect(revisions('bay-1', 10)).toEqual([4]);
    expect([repository.count(), repository.count('bay-1'), repository.count('bay-2')]).toEqual([2, 1, 1]);
  });

  it('never gives a number twice, even after the newest row is gone', () => {
    const repository = openRepository();
    const add = (revision: number) => repository.write({ outbox: [announce(newRep(newSet().id, { revision }))] });
    add(1);
    const [first] = repository.pending('bay-1', 10);
    repository.delivered([first!.seq]);
    add(2);
    expect(repository.pending('bay-1', 10)[0]!.seq).toBeGreaterThan(first!.seq);
  });
});

describe('a full disk', () => {
  it('refuses the whole change with advice, keeps what was there, and goes on when there is room', () => {
    const db = new Database(join(tempDir(), 'a.db'));
    db.exec('CREATE TABLE t (x TEXT); PRAGMA max_page_count = 8');
    db.run('INSERT INTO t VALUES (?)', 'kept');
    const fill = () =>
      db.transaction(() => {
        for (let i = 0; i < 100; i++) db.run('INSERT INTO t VALUES (?)', 'x'.repeat(1000));
      });
    let error: unknown;
    try {
      fill();
    } catch (thrown) {
      error = thrown;
    }
    expect(toStoreError(error, 'a.db')).toMatchObject({
      code: 'disk-full',
      message: expect.stringMatching(/Make room/),
    });
    expect(db.all('SELECT x FROM t').map(({ x }) => x)).toEqual(['kept']);
    db.exec('PRAGMA max_page_count = 1000');
    fill();
    expect(db.number('SELECT count(*) FROM t')).toBe(101);
  });
});
