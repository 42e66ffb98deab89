import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { SetItem, UplinkItem } from '../../src/contracts/uplink.ts';
import { settle } from '../../src/store/adopt.ts';
import { Database } from '../../src/store/database.ts';
import { Repository } from '../../src/store/repository.ts';
import { addMember, later, STATION } from '../integration/store-members-samples.ts';
import { newRep, newSet } from '../integration/store-samples.ts';
import { tempDir } from '../integration/store-temp.ts';

const MEMBER = '019aac3e-0000-7000-8000-000000000001';
const ALL = { ageMs: 300_000, limit: 50, maxBytes: 1e9 };

/** Members go up beside them: store-replica.test.ts. */
const setsOf = (items: UplinkItem[]) => items.filter((item): item is SetItem => item.kind === 'set');

function station(tracks = true, folder = tempDir()) {
  const [keyFile, idFile] = [join(folder, 'card.key'), join(folder, 'controller.id')];
  const file = join(folder, 'lockout.sqlite');
  const repository = new Repository(file, true, { keyFile, idFile, lastId: null, lastIdFile: null }, tracks);
  const { changes } = repository.tables;
  return {
    folder,
    file,
    keyFile,
    idFile,
    repository,
    changes,
    waiting: () => setsOf(changes.next({ lane: 'fresh', ...ALL })),
  };
}

const consents = (acrossGyms: boolean) => ({ showAlias: true, keepRecordings: false, shareSets: false, acrossGyms });
const member = ({ repository }: ReturnType<typeof station>, acrossGyms: boolean) =>
  addMember(repository, { id: MEMBER, consents: consents(acrossGyms) });

test('a set with its reps is one row, however often it changed, and goes up as it is when it is read', () => {
  const { repository, waiting, changes } = station();
  const set = newSet();
  const reps = [newRep(set.id), newRep(set.id)];
  repository.write({ sets: [set], reps });
  repository.write({ sets: [{ ...set, revision: 2, countedReps: 2 }], reps: [{ ...reps[0]!, revision: 9, n: 7 }] });
  const [item, ...others] = waiting();
  expect(others).toEqual([]);
  expect(item).toMatchObject({ kind: 'set', id: set.id, revision: 2, person: null, doc: { countedReps: 2 } });
  expect((item!.doc as { reps: { id: string; n: number }[] }).reps.map(({ n }) => n).sort()).toEqual([3, 7]);
  changes.acked([item!.seq]);
  expect(changes.state()).toMatchObject({ waiting: 0, refused: 0 });
  repository.close();
});

test('a set in progress is not sent', () => {
  const { repository, waiting } = station();
  const set = newSet({ endedAt: null, endReason: null });
  repository.write({ sets: [set], reps: [newRep(set.id)] });
  expect(waiting()).toEqual([]);
  repository.write({ sets: [{ ...set, revision: 2, endedAt: '2026-11-22T17:06:00.000Z', endReason: 'rested' }] });
  expect(waiting()).toMatchObject([{ id: set.id, revision: 2 }]);
  repository.close();
});

test('what changes between sending and acknowledgement is sent again', () => {
  const { repository, waiting, changes } = station();
  const set = newSet();
  repository.write({ sets: [set] });
  const [sent] = waiting();
  repository.write({ sets: [{ ...set, revision: 2 }] });
  changes.acked([sent!.seq]);
  expect(waiting()).toMatchObject([{ id: set.id, revision: 2 }]);
  expect(waiting()[0]!.seq).toBeGreaterThan(sent!.seq);
  repository.close();
});

test('a number is never used twice, over acknowledgements and restarts', () => {
  const first = station();
  const seqs: number[] = [];
  for (let turn = 0; turn < 3; turn++) {
    first.repository.write({ sets: [newSet()] });
    const [item] = first.waiting();
    seqs.push(item!.seq);
    first.changes.acked([item!.seq]);
  }
  first.repository.close();
  const again = station(true, first.folder);
  again.repository.write({ sets: [newSet()] });
  seqs.push(again.waiting()[0]!.seq);
  expect(seqs).toEqual([...new Set(seqs)].sort((a, b) => a - b));
  again.repository.close();
});

test('it is written with the thing or not at all', () => {
  const { repository, changes } = station();
  expect(() =>
    repository.write({ sets: [newSet()], reps: [newRep('019aac3e-5b10-7c7c-9b5e-000000000000')] }),
  ).toThrow();
  expect(changes.state().waiting).toBe(0);
  repository.close();
});

test('without a hub nothing is noted, and there is no trigger', () => {
  const { repository, changes, file } = station(false);
  repository.write({ sets: [newSet()] });
  expect(changes.state().waiting).toBe(0);
  repository.close();
  const db = new Database(file);
  expect(db.all(`SELECT name FROM sqlite_schema WHERE type = 'trigger' AND sql LIKE '%changes%'`)).toEqual([]);
  db.close();
});

test('who lifted goes along with consent alone, given and withdrawn later too', () => {
  const one = station();
  member(one, false);
  const set = newSet({ memberId: MEMBER, note: 'left knee' });
  one.repository.write({ sets: [set], reps: [newRep(set.id, { memberId: MEMBER })] });
  expect(one.waiting()).toMatchObject([{ person: null }]);
  expect(JSON.stringify(one.waiting())).not.toMatch(new RegExp(`${MEMBER}|left knee`));
  one.changes.acked(one.waiting().map(({ seq }) => seq));

  const { members } = one.repository.tables;
  const consent = (acrossGyms: boolean) => {
    const { revision } = members.get(MEMBER)!;
    members.change(MEMBER, revision, { consents: consents(acrossGyms) }, later(5), STATION);
  };
  consent(true);
  expect(one.waiting()).toMatchObject([{ id: set.id, revision: 1, person: { memberId: MEMBER, note: 'left knee' } }]);
  one.changes.acked(one.waiting().map(({ seq }) => seq));
  consent(false);
  expect(one.waiting()).toMatchObject([{ id: set.id, revision: 1, person: null }]);
  one.repository.close();
});

test('what is gone goes up as gone, and again when the hub has lost it', () => {
  const one = station();
  member(one, true);
  const set = newSet({ memberId: MEMBER, revision: 4 });
  one.repository.write({ sets: [set] });
  one.changes.acked(one.waiting().map(({ seq }) => seq));
  one.repository.tables.members.remove(MEMBER, later(5), STATION);
  const [gone] = one.waiting();
  expect(gone).toMatchObject({ id: set.id, revision: 5, person: null, doc: { id: set.id, bay: set.bay, revision: 5 } });
  one.changes.acked([gone!.seq]);
  expect(one.waiting()).toEqual([]);
  expect(one.changes.refill({ since: null, after: null, limit: 10 })).toBeNull();
  expect(one.waiting().concat(setsOf(one.changes.next({ lane: 'backlog', ...ALL })))).toMatchObject([
    { id: set.id, revision: 5 },
  ]);
  one.repository.close();
});

test('what changed just now does not wait behind a backlog', () => {
  const { repository, changes, waiting, file } = station();
  for (let n = 0; n < 200; n++) repository.write({ sets: [newSet()] });
  const db = new Database(file);
  db.run('UPDATE changes SET mono_ms = mono_ms - 1e9');
  db.close();
  const set = newSet();
  repository.write({ sets: [set] });
  expect(waiting().map(({ id }) => id)).toEqual([set.id]);
  const old = changes.next({ lane: 'backlog', ...ALL });
  expect(old).toHaveLength(50);
  expect(old.map(({ id }) => id)).not.toContain(set.id);
  repository.close();
});

test('what is sent again hides nothing that was lifted just now', () => {
  const { repository, changes, waiting } = station();
  repository.write({ sets: [newSet(), newSet()] });
  changes.acked(waiting().map(({ seq }) => seq));
  const set = newSet();
  repository.write({ sets: [set] });
  changes.refill({ since: null, after: null, limit: 50 });
  expect(waiting().map(({ id }) => id)).toEqual([set.id]);
  expect(changes.next({ lane: 'backlog', ...ALL })).toHaveLength(2);
  repository.close();
});

test('a request stays below its bytes, and one set alone may be more', () => {
  const { repository, changes } = station();
  repository.write({ sets: [newSet(), newSet(), newSet()] });
  expect(changes.next({ lane: 'fresh', ageMs: 300_000, limit: 50, maxBytes: 10 })).toHaveLength(1);
  repository.close();
});

test('refused changes wait for the next change of the thing, and are counted', () => {
  const { repository, changes, waiting } = station();
  const set = newSet();
  repository.write({ sets: [set] });
  changes.refused(waiting()[0]!.seq, 'the bay belongs to another controller');
  expect(waiting()).toEqual([]);
  expect(changes.state()).toMatchObject({ waiting: 0, refused: 1 });
  repository.write({ sets: [{ ...set, revision: 2 }] });
  expect(waiting()).toHaveLength(1);
  repository.close();
});

test('everything since a time is sent again, in pieces', () => {
  const { repository, changes } = station(false);
  const sets = Array.from({ length: 25 }, () => newSet({ startedAt: '2026-11-22T10:00:00.000Z' }));
  repository.write({ sets: [...sets, newSet({ startedAt: '2026-11-20T10:00:00.000Z' })] });
  let after: string | null = null;
  let turns = 0;
  do {
    after = changes.refill({ since: '2026-11-21T00:00:00.000Z', after, limit: 10 });
    turns++;
  } while (after !== null);
  expect(turns).toBe(3);
  const waiting = changes.next({ lane: 'backlog', ...ALL });
  expect(waiting.map(({ id }) => id).sort()).toEqual(sets.map(({ id }) => id).sort());
  expect(new Set(waiting.map(({ seq }) => seq)).size).toBe(25);
  repository.close();
});

test('the age is that of its times, a correction does not renew it; after a restart of the computer it is not known', () => {
  const { repository, waiting, file } = station();
  const set = newSet();
  repository.write({ sets: [set] });
  const { saidAt } = waiting()[0]!;
  repository.write({ sets: [{ ...set, revision: 2 }] });
  expect(waiting()[0]).toMatchObject({ revision: 2, saidAt });
  const moved = { ...set, revision: 3, startedAt: '2026-11-22T18:05:01.000Z' };
  repository.write({ sets: [moved] });
  expect(Date.parse(waiting()[0]!.saidAt!)).toBeGreaterThanOrEqual(Date.parse(saidAt!));
  const db = new Database(file);
  db.run(`UPDATE changes SET stamp_boot_id = 'another run'`);
  db.close();
  expect(waiting()[0]).toMatchObject({ ageMs: null, saidAt: null });
  repository.close();
});

test('the file has an epoch that stays, until a backup or other data take its place', () => {
  const one = station();
  const { epoch } = one.changes.state();
  expect(epoch).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
  one.repository.close();
  const again = station(true, one.folder);
  expect(again.changes.state().epoch).toBe(epoch);
  again.repository.close();
  const db = new Database(one.file);
  settle(db, { idFile: one.idFile }, null);
  db.close();
  const restored = station(true, one.folder);
  expect(restored.changes.state().epoch).not.toBe(epoch);
  restored.repository.close();
});
