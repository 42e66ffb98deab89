import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Rep, SetEvent } from '../../src/contracts/events.ts';
import { Repository } from '../../src/store/repository.ts';
import { addMember } from '../integration/store-members-samples.ts';
import { announce, newRep, newSet } from '../integration/store-samples.ts';
import { tempDir } from '../integration/store-temp.ts';

const BOSS = { id: null, role: 'admin' } as const;
let repository: Repository;
beforeEach(() => {
  repository = new Repository(join(tempDir(), 'a.db'));
});

const consents = (shareSets: boolean) => ({
  consents: { showAlias: true, keepRecordings: true, shareSets, acrossGyms: false },
});
const announceSet = (set: SetEvent) => ({ bay: set.bay, topic: 'set' as const, id: set.id, payload: set });
/** What waits, as it will be published. */
const waiting = (bay = 'bay-1') =>
  repository.pending(bay, 999).map(({ topic, payload }) => ({ topic, ...(JSON.parse(payload) as Rep & SetEvent) }));

function lift(change: Partial<SetEvent>, reps = 2) {
  const set = newSet(change);
  const made = Array.from({ length: reps }, () => newRep(set.id, { memberId: set.memberId }));
  repository.write({ sets: [set], reps: made, outbox: [...made.map(announce), announceSet(set)] });
  return { set, reps: made };
}

/** As if the broker had all. */
const deliver = () => repository.delivered(repository.pending('bay-1', 999).map(({ seq }) => seq));

describe('who lifted', () => {
  it('goes to MQTT only when they agreed, whether the message is written or made by a correction', () => {
    const open = addMember(repository, consents(true));
    const shy = addMember(repository, consents(false));
    const sessionId = newSet().id;
    lift({ memberId: open, sessionId });
    const { set } = lift({ memberId: shy, sessionId });
    expect(waiting().map(({ memberId }) => memberId)).toEqual([open, open, open, null, null, null]);
    expect(waiting().flatMap((row) => (row.topic === 'set' ? [row.sessionId] : []))).toEqual([sessionId, null]);
    deliver();
    const correction = { kind: 'exercise', exercise: 'squat' } as const;
    repository.tables.corrections.correct({
      id: newSet().id,
      setId: set.id,
      correction,
      actor: BOSS,
      at: set.startedAt,
    });
    expect(waiting().every(({ memberId }) => memberId === null)).toBe(true);
    expect(repository.getSet(set.id)?.set.memberId).toBe(shy);
  });
});

describe('what is deleted for good', () => {
  const gone = ({ set, reps }: { set: SetEvent; reps: Rep[] }) => [
    ...reps.map(({ id, revision }) => ({ topic: 'rep', id, revision: revision + 1, memberId: null })),
    { topic: 'set', id: set.id, revision: set.revision + 1, memberId: null, sessionId: null },
  ];

  it('is announced with its reps, without a name, when a member is deleted', () => {
    const member = addMember(repository, consents(true));
    const lifted = lift({ memberId: member });
    deliver();
    const at = '2026-11-30T05:00:00.000Z';
    repository.tables.members.remove(member, at, BOSS);
    expect(waiting()).toMatchObject(gone(lifted).map((row) => ({ ...row, deletedAt: at })));
  });

  it('is announced with its reps when its time is over', () => {
    const old = lift({ startedAt: '2020-01-01T00:00:00.000Z' });
    const kept = lift({});
    deliver();
    expect(repository.tables.upkeep.expireSets('2021-01-01T00:00:00.000Z', 10, '2022-01-01T00:00:00.000Z')).toBe(1);
    expect(waiting()).toMatchObject(gone(old).map((row) => ({ ...row, deletedAt: '2022-01-01T00:00:00.000Z' })));
    expect(repository.getSet(old.set.id)).toBeNull();
    expect(repository.getSet(kept.set.id)).not.toBeNull();
  });
});

describe('the last set of a bay', () => {
  it('is the one that began last, as it stands now, of nobody who did not agree', () => {
    expect(repository.lastSet('bay-1')).toBeNull();
    const shy = addMember(repository, consents(false));
    const { set: older } = lift({});
    const { set: last } = lift({ memberId: shy, sessionId: newSet().id });
    lift({ bay: 'bay-2' });
    expect(repository.lastSet('bay-1')).toMatchObject({ id: last.id, memberId: null, sessionId: null });

    const correct = (
      setId: string,
      correction: Parameters<typeof repository.tables.corrections.correct>[0]['correction'],
    ) => repository.tables.corrections.correct({ id: newSet().id, setId, correction, actor: BOSS, at: last.startedAt });
    correct(older.id, { kind: 'exercise', exercise: 'squat' });
    expect(repository.lastSet('bay-1')).toMatchObject({ id: last.id });
    correct(last.id, { kind: 'delete' });
    expect(repository.lastSet('bay-1')).toMatchObject({ id: older.id, exercise: 'squat' });
  });
});

describe('the limits of the outbox', () => {
  it('drop what waited longest, of each bay and of those that are gone', () => {
    for (const bay of ['bay-1', 'bay-2', 'old-1', 'old-2'])
      repository.write({ outbox: Array.from({ length: 10 }, () => announce(newRep(newSet().id, { bay }))) });
    const before = waiting('bay-1').map(({ id }) => id);
    const limits = { bays: ['bay-1', 'bay-2'], maxRows: 8, maxOrphans: 15 };
    expect(repository.tidyOutbox(limits)).toEqual({
      dropped: 2 + 2 + 5,
      waiting: { 'bay-1': 8, 'bay-2': 8 },
      orphans: { 'old-1': 5, 'old-2': 10 },
    });
    expect(waiting('bay-1').map(({ id }) => id)).toEqual(before.slice(2));
    expect(repository.tidyOutbox(limits).dropped).toBe(0);
  });

  it('let nothing in while MQTT is off, also not of a correction', () => {
    repository = new Repository(join(tempDir(), 'b.db'), false);
    const { set } = lift({});
    const correction = { kind: 'exercise', exercise: 'squat' } as const;
    repository.tables.corrections.correct({
      id: newSet().id,
      setId: set.id,
      correction,
      actor: BOSS,
      at: set.startedAt,
    });
    expect(repository.count()).toBe(0);
    expect(repository.getSet(set.id)?.set.exercise).toBe('squat');
  });
});
