import { join } from 'node:path';
import { Compile } from 'typebox/compile';
import { v7 as newId } from 'uuid';
import { describe, expect, it } from 'vitest';
import { SetEvent } from '../../src/contracts/events.ts';
import { Database } from '../../src/store/database.ts';
import { Repository } from '../../src/store/repository.ts';
import {
  addMember,
  addSet,
  NOW,
  newMember,
  openRepository,
  request,
  TRAINER,
} from '../integration/store-members-samples.ts';
import { tempDir } from '../integration/store-temp.ts';

const isSet = Compile(SetEvent);
const later = (days: number) => new Date(Date.parse(NOW) + 86_400_000 * days).toISOString();
const YEAR = { from: '2026-01-01T00:00:00.000Z', to: '2027-01-01T00:00:00.000Z' };
const busy = (repository: Repository) =>
  repository.tables.history.utilisation(YEAR).hours.map(({ exercise, sets, reps }) => [exercise, sets, reps]);

describe('utilisation', () => {
  it('counts ended sets by hour, follows corrections, and holds no person', () => {
    const repository = openRepository();
    const { corrections } = repository.tables;
    const at = { startedAt: '2026-11-22T17:58:00.000Z', endedAt: '2026-11-22T17:59:59.999Z' };
    const { set, reps } = addSet(repository, at, [{}, {}, {}]);
    addSet(repository, { ...at, bay: 'bay-2' });
    addSet(repository, { ...at, source: 'replay' });
    addSet(repository, { ...at, endedAt: null, endReason: null });
    expect(repository.tables.history.utilisation(YEAR).hours).toEqual([
      { hour: '2026-11-22T17:00:00.000Z', bay: 'bay-1', exercise: 'hip-thrust', sets: 1, reps: 3 },
      { hour: '2026-11-22T17:00:00.000Z', bay: 'bay-2', exercise: 'hip-thrust', sets: 1, reps: 2 },
    ]);
    expect(repository.tables.history.utilisation({ ...YEAR, bay: 'bay-2' }).hours).toHaveLength(1);
    corrections.correct(request(set.id, { kind: 'exclude-rep', repId: reps[0]!.id }));
    corrections.correct(request(set.id, { kind: 'exercise', exercise: 'squat' }));
    const gone = corrections.correct(request(set.id, { kind: 'delete' }));
    expect(busy(repository)).toEqual([['hip-thrust', 1, 2]]);
    corrections.undo(gone.audit.id, { id: newId(), actor: TRAINER, at: NOW });
    expect(busy(repository)).toEqual([
      ['squat', 1, 2],
      ['hip-thrust', 1, 2],
    ]);
  });
});

describe('deleting a member', () => {
  it('leaves nothing of them but counts, and tells whoever was told of their sets', () => {
    const file = join(tempDir(), 'a.db');
    const repository = new Repository(file);
    const { tables } = repository;
    const [mira, bo] = [
      addMember(repository, { alias: 'Miraculix', login: 'mirax' }),
      addMember(repository, { alias: 'Bo' }),
    ];
    tables.cards.add({ id: newId(), memberId: mira, lastDigits: '99x9', addedAt: NOW }, 'hash-of-card', TRAINER);
    tables.ranges.put(mira, { exercise: 'squat', topMm: 400, romMm: 300, sets: 2, updatedAt: NOW });
    tables.webhooks.add({ id: newId(), url: 'http://127.0.0.1/', createdAt: NOW }, 'secret', TRAINER);
    const theirs = addSet(repository, { memberId: mira });
    repository.write({
      recordings: [{ setId: theirs.set.id, csvGzip: new Uint8Array([1]) }],
      outbox: theirs.reps.map((rep) => ({ bay: rep.bay, topic: 'rep' as const, id: rep.id, payload: rep })),
    });
    // No broker has heard of these two yet.
    const greetings = ['Hello Miraculix', 'Hello Bo'].map((text) => ({ id: newId(), payload: { text } }));
    repository.write({ outbox: greetings.map((one) => ({ ...one, bay: 'bay-2', topic: 'tap' as const })) });
    tables.corrections.correct(
      request(theirs.set.id, { kind: 'load', enteredLoadKg: 80 }, { actor: { id: mira, role: 'member' } }),
    );
    const wrong = { countedReps: 3, movements: [], missing: [] };
    const csvGzip = new Uint8Array([1]);
    tables.cases.persist({
      id: newId(),
      setId: theirs.set.id,
      right: wrong,
      csvGzip,
      version: '1',
      actor: { id: mira, role: 'member' },
      at: NOW,
    });
    const others = addSet(repository, { memberId: bo });
    const given = addSet(repository, { memberId: mira });
    const moved = tables.corrections.correct(
      request(given.set.id, { kind: 'owner', memberId: bo }, { actor: { id: mira, role: 'member' } }),
    );
    const busyBefore = busy(repository);

    expect(tables.members.remove(mira, NOW, { id: mira, role: 'member' })).toEqual({ sets: 1, reps: 2 });
    expect(tables.members.get(mira)).toBeNull();
    expect(repository.getSet(theirs.set.id)).toBeNull();
    expect(repository.recording(theirs.set.id)).toBeNull();
    expect(repository.getSet(others.set.id)!.set).toEqual(others.set);
    expect(busy(repository)).toEqual(busyBefore);
    const told = repository.pending('bay-1', 99).map(({ payload }) => JSON.parse(payload));
    const last = told.at(-1);
    expect(last).toMatchObject({ id: theirs.set.id, deletedAt: NOW, memberId: null });
    expect(isSet.Check(last)).toBe(true);
    // A set that was theirs before a correction stays with whom it was given to, also when that is undone: then it is nobody's.
    expect(tables.corrections.undo(moved.audit.id, { id: newId(), actor: TRAINER, at: NOW }).set.memberId).toBeNull();

    expect(repository.pending('bay-2', 99).map(({ payload }) => JSON.parse(payload).text)).toEqual(['Hello Bo']);
    repository.delivered(repository.pending('bay-1', 99).map(({ seq }) => seq));
    repository.close();
    const db = new Database(file);
    const holding: string[] = [];
    for (const { name } of db.all("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")) {
      const text = JSON.stringify(db.all(`SELECT * FROM ${name}`));
      if (/Miraculix|mirax|hash-of-card|99x9/.test(text)) holding.push(`${name}: words`);
      if (text.includes(mira)) holding.push(`${name}: id`);
    }
    expect(holding).toEqual(['audit: id']);
    expect(db.all('SELECT kind FROM audit WHERE member_id = ?', mira)).toEqual([
      expect.objectContaining({ kind: 'member-deleted' }),
    ]);
    expect(db.all('PRAGMA foreign_key_check')).toEqual([]);
  });

  it('while they lift keeps their set as that of nobody', () => {
    const repository = openRepository();
    const mira = addMember(repository);
    const { set, reps } = addSet(repository, { memberId: mira, endedAt: null, endReason: null });
    repository.tables.members.remove(mira, NOW, TRAINER);
    repository.write({ sets: [{ ...set, revision: 9, endedAt: NOW, endReason: 'rested' }], reps });
    const kept = repository.getSet(set.id)!;
    expect(kept.set).toMatchObject({ memberId: null, countedReps: 2 });
    expect(kept.reps.map(({ memberId }) => memberId)).toEqual([null, null]);
  });
});

describe('retention', () => {
  it('deletes what is older, in small steps, and never a set in progress', () => {
    const repository = openRepository();
    const { upkeep, corrections } = repository.tables;
    for (let day = 0; day < 7; day++) addSet(repository, { startedAt: later(-10 + day), endedAt: later(-10 + day) });
    addSet(repository, { startedAt: later(-20), endedAt: null, endReason: null });
    const kept = addSet(repository, { startedAt: later(-1), endedAt: later(-1) });
    const steps = [1, 2, 3].map(() => upkeep.expireSets(later(-3), 5, NOW));
    expect(steps).toEqual([5, 2, 0]);
    expect(repository.listSets({ limit: 9 }).sets).toHaveLength(2);
    expect(busy(repository).reduce((sum, [, sets]) => sum + (sets as number), 0)).toBe(8);

    const removed = corrections.correct(request(kept.set.id, { kind: 'delete' }));
    expect(upkeep.removeDeleted(later(29)).sets).toBe(0);
    expect(upkeep.removeDeleted(later(31)).sets).toBe(1);
    expect(() => corrections.undo(removed.audit.id, { id: newId(), actor: TRAINER, at: NOW })).toThrow(/still stored/);
    expect(corrections.audit({ limit: 9 }).items).toMatchObject([{ kind: 'delete', setId: null }]);
  });

  it('tidies log-ins and keys that are over', () => {
    const { tables } = openRepository();
    const { id } = tables.members.add(newMember(), TRAINER);
    for (const [idHash, expiresAt] of [
      ['a', later(1)],
      ['b', later(3)],
    ] as const)
      tables.access.addSession({
        idHash,
        memberId: id,
        tokenId: null,
        createdAt: NOW,
        expiresAt,
        lastUsedAt: NOW,
        label: '',
      });
    tables.idempotency.begin('me', 'key', 'h', NOW);
    expect(tables.upkeep.tidy(later(2))).toEqual({ sessions: 1, keys: 1 });
    expect(tables.access.sessionsOf(id, NOW)).toHaveLength(1);
  });

  it('keeps who logged in from where for 90 days, and what people changed for good', () => {
    const { tables } = openRepository();
    for (const day of [-100, -91, -89, 0])
      for (const kind of ['log-in', 'log-in-failed', 'log-in-throttled', 'config-changed']) {
        const at = later(day);
        const row = {
          at,
          actorId: null,
          actorRole: 'visitor',
          kind,
          memberId: null,
          beforeJson: '{}',
          afterJson: '{}',
        };
        tables.corrections.record({ ...row, id: newId({ msecs: Date.parse(at) }) });
      }
    expect(tables.upkeep.removeDeleted(NOW)).toEqual({ sets: 0, logIns: 6 });
    const left = tables.corrections.audit({ limit: 50 }).items.map(({ kind }) => kind);
    expect(left.filter((kind) => kind === 'config-changed')).toHaveLength(4);
    expect(left).toHaveLength(10);
  });
});
