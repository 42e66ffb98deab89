import fc from 'fast-check';
import { Compile } from 'typebox/compile';
import { v7 as newId } from 'uuid';
import { describe, expect, it } from 'vitest';
import { Rep, SetEvent } from '../../src/contracts/events.ts';
import { AuditRow, type Correction } from '../../src/contracts/members.ts';
import { tally } from '../../src/members/set-tally.ts';
import type { Repository } from '../../src/store/repository.ts';
import { StoreError } from '../../src/store/store-error.ts';
import { addMember, addSet, NOW, openRepository, request, TRAINER } from '../integration/store-members-samples.ts';

const isSet = Compile(SetEvent);
const isRep = Compile(Rep);
const isAudit = Compile(AuditRow);
const codeOf = (work: () => unknown): string => {
  try {
    work();
    return 'done';
  } catch (error) {
    if (error instanceof StoreError) return error.code;
    throw error;
  }
};
const waiting = (repository: Repository) => repository.pending('bay-1', 999).map(({ payload }) => JSON.parse(payload));
const undo = () => ({ id: newId(), actor: TRAINER, at: NOW });

describe('a correction', () => {
  it('takes a rep out: numbers and totals follow, and everyone is told once', () => {
    const repository = openRepository();
    const { set, reps } = addSet(repository, {}, [{ holdS: 1 }, { holdS: 2 }, { holdS: 3 }]);
    const done = repository.tables.corrections.correct(request(set.id, { kind: 'exclude-rep', repId: reps[0]!.id }));

    expect(done.reps.map(({ n, verdict, correction }) => [n, verdict, correction])).toEqual([
      [null, 'rejected', 'excluded'],
      [1, 'counted', null],
      [2, 'counted', null],
    ]);
    expect(done.reps[0]!.reasons).toEqual([
      { kind: 'excluded-by', params: { role: 'trainer' }, text: 'excluded by trainer' },
    ]);
    expect(done.set).toMatchObject({ countedReps: 2, rejectedReps: 1, meanHoldS: 2.5, revision: set.revision + 1 });
    expect(done.changedReps).toEqual(reps.map(({ id }) => id));
    expect(repository.getSet(set.id)).toEqual({ set: done.set, reps: done.reps });
    expect(waiting(repository)).toEqual([...done.reps, done.set]);
    expect(JSON.parse(done.audit.beforeJson)).toMatchObject({ countedReps: 3, reps: { [reps[0]!.id]: { n: 1 } } });
    expect(isAudit.Check(done.audit)).toBe(true);
  });

  it('tells and keeps of the reps only those that it changes', () => {
    const repository = openRepository();
    const { set, reps } = addSet(repository, {}, [{}, {}, {}]);
    const { corrections } = repository.tables;
    const load = corrections.correct(request(set.id, { kind: 'load', enteredLoadKg: 62.5 }));
    expect(load.changedReps).toEqual([]);
    expect(load.reps).toEqual(reps);
    expect(waiting(repository).map(({ id }) => id)).toEqual([set.id]);
    expect(JSON.parse(load.audit.afterJson)).toEqual({ enteredLoadKg: 62.5 });
    const last = corrections.correct(request(set.id, { kind: 'exclude-rep', repId: reps[2]!.id }));
    expect(last.changedReps).toEqual([reps[2]!.id]);
    expect(last.reps.slice(0, 2)).toEqual(reps.slice(0, 2));
  });

  it('may count what was not counted, and be asked for twice', () => {
    const repository = openRepository();
    const { set, reps } = addSet(repository, {}, [{}, { verdict: 'partial', holdS: null, lockoutAt: null }]);
    const asked = request(set.id, { kind: 'restore-rep', repId: reps[1]!.id });
    const first = repository.tables.corrections.correct(asked);
    expect(first.set).toMatchObject({ countedReps: 2, partialReps: 0 });
    expect(repository.tables.corrections.correct(asked)).toEqual({ ...first, changedReps: [] });
    expect(repository.tables.corrections.of(set.id)).toHaveLength(1);
  });

  it('keeps what the member says of a set, and its note goes to no other system', () => {
    const repository = openRepository();
    const mira = addMember(repository);
    const { set } = addSet(repository, { memberId: mira });
    const { corrections } = repository.tables;
    const said = [
      { kind: 'warm-up', isWarmUp: true },
      { kind: 'rpe', rpe: 8.5 },
      { kind: 'note', note: 'left foot slipped' },
    ] as const;
    const rows = said.map((correction) => corrections.correct(request(set.id, correction)));
    expect(repository.getSet(set.id)?.set).toMatchObject({ isWarmUp: true, rpe: 8.5, note: 'left foot slipped' });
    const told = repository.pending('bay-1', 99).filter(({ topic }) => topic === 'set');
    expect(told.map(({ payload }) => JSON.parse(payload).note)).toEqual(told.map(() => ''));
    expect(JSON.parse(told.at(-1)!.payload)).toMatchObject({ id: set.id, isWarmUp: true, rpe: 8.5 });
    corrections.undo(rows[0]!.audit.id, undo());
    expect(repository.getSet(set.id)?.set).toMatchObject({ isWarmUp: false, rpe: 8.5, note: 'left foot slipped' });
  });

  it('moves a set to someone, and its recording goes when they keep none', () => {
    const repository = openRepository();
    const shy = addMember(repository, {
      consents: { showAlias: false, keepRecordings: false, shareSets: false, acrossGyms: false },
    });
    const { set } = addSet(repository);
    repository.write({ recordings: [{ setId: set.id, csvGzip: new Uint8Array([1]) }] });
    const done = repository.tables.corrections.correct(
      request(set.id, { kind: 'owner', memberId: shy }, { as: 'claim' }),
    );
    expect(done.set).toMatchObject({ memberId: shy, hasRecording: false });
    expect(done.reps.every(({ memberId }) => memberId === shy)).toBe(true);
    expect(done.audit).toMatchObject({ kind: 'claim', memberId: shy });
    const undone = repository.tables.corrections.undo(done.audit.id, undo());
    expect(undone.set.memberId).toBeNull();
  });

  it('deletes a set so that it can be brought back', () => {
    const repository = openRepository();
    const { set } = addSet(repository);
    const done = repository.tables.corrections.correct(request(set.id, { kind: 'delete' }));
    expect(repository.getSet(set.id)).toBeNull();
    expect(repository.listSets({ limit: 9 }).sets).toEqual([]);
    expect(waiting(repository).at(-1)).toMatchObject({ id: set.id, deletedAt: NOW });
    expect(
      codeOf(() => repository.tables.corrections.correct(request(set.id, { kind: 'load', enteredLoadKg: 1 }))),
    ).toBe('conflict');
    const back = repository.tables.corrections.undo(done.audit.id, undo());
    expect(back.set).toEqual({ ...set, revision: back.set.revision });
    expect(repository.listSets({ limit: 9 }).sets).toEqual([back.set]);
  });

  it('is refused with a reason when it makes no sense, and changes nothing', () => {
    const repository = openRepository();
    const { set, reps } = addSet(repository);
    const open = addSet(repository, { endedAt: null, endReason: null });
    const { correct, undo: takeBack } = repository.tables.corrections;
    expect(codeOf(() => correct(request(newId(), { kind: 'delete' })))).toBe('not-found');
    expect(codeOf(() => correct(request(set.id, { kind: 'exclude-rep', repId: newId() })))).toBe('not-found');
    expect(codeOf(() => correct(request(set.id, { kind: 'owner', memberId: newId() })))).toBe('not-found');
    expect(codeOf(() => correct(request(set.id, { kind: 'restore-rep', repId: reps[0]!.id })))).toBe('conflict');
    expect(codeOf(() => correct(request(open.set.id, { kind: 'delete' })))).toBe('conflict');
    const done = correct(request(set.id, { kind: 'side', side: 'left' }));
    takeBack(done.audit.id, undo());
    expect(codeOf(() => takeBack(done.audit.id, undo()))).toBe('conflict');
    expect(codeOf(() => takeBack(newId(), undo()))).toBe('not-found');
    expect(repository.tables.corrections.audit({ limit: 9 }).items.map(({ kind }) => kind)).toEqual(['undo', 'side']);
  });

  it('goes with the change that ends its set, in one transaction', () => {
    const repository = openRepository();
    const member = addMember(repository);
    const { set } = addSet(repository, { endedAt: null, endReason: null });
    const ended = { ...set, revision: set.revision + 1, endedAt: NOW, endReason: 'rested' as const };
    repository.write({ sets: [ended], corrections: [request(set.id, { kind: 'owner', memberId: member })] });
    expect(repository.getSet(set.id)!.set).toMatchObject({ memberId: member, endedAt: NOW });
    expect(codeOf(() => repository.write({ sets: [], corrections: [request(newId(), { kind: 'delete' })] }))).toBe(
      'not-found',
    );
  });
});

describe('any sequence of corrections and undos', () => {
  type Step = { what: 'correct'; pick: number; kind: number } | { what: 'undo'; pick: number };
  const steps = fc.array(
    fc.oneof(
      fc.record({ what: fc.constant('correct' as const), pick: fc.nat(), kind: fc.nat(7) }),
      fc.record({ what: fc.constant('undo' as const), pick: fc.nat() }),
    ),
    { maxLength: 20 },
  );

  const correctionOf = ({ pick, kind }: Step & { what: 'correct' }, reps: Rep[], members: string[]): Correction => {
    const repId = reps[pick % reps.length]!.id;
    return [
      { kind: 'exclude-rep', repId } as const,
      { kind: 'restore-rep', repId } as const,
      { kind: 'exclude-rep', repId } as const,
      { kind: 'load', enteredLoadKg: pick % 2 ? null : (pick % 50) * 2.5 } as const,
      { kind: 'exercise', exercise: pick % 2 ? 'squat' : 'deadlift' } as const,
      { kind: 'side', side: pick % 2 ? 'left' : null } as const,
      { kind: 'owner', memberId: [...members, null][pick % 3]! } as const,
      { kind: 'delete' } as const,
    ][kind]!;
  };

  it('leaves totals that equal a recount, and undoing all of them gives the original', () => {
    const repository = openRepository();
    const members = [addMember(repository), addMember(repository)];
    const verdicts = fc.array(fc.constantFrom('counted', 'partial', 'doubtful', 'rejected'), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(verdicts, steps, fc.nat(), (given, sequence, shuffle) => {
        const { set, reps } = addSet(
          repository,
          {},
          given.map((verdict, index) => ({ verdict, holdS: 0.5 + index / 4, meanVelocityMps: 0.4 - index / 50 })),
        );
        const original = repository.getSet(set.id)!;
        const standing: string[] = [];
        for (const step of sequence) {
          try {
            if (step.what === 'correct') {
              const asked = request(set.id, correctionOf(step, reps, members));
              repository.tables.corrections.correct(asked);
              standing.push(asked.id);
            } else if (standing.length > 0) {
              repository.tables.corrections.undo(standing.splice(step.pick % standing.length, 1)[0]!, undo());
            }
          } catch (error) {
            expect((error as StoreError).code).toBe('conflict');
          }
          const now = repository.getSet(set.id);
          if (!now) continue;
          expect(now.set).toMatchObject({ ...tally(now.reps) });
          const counted = now.reps.filter(({ n }) => n !== null);
          expect(counted.map(({ n }) => n)).toEqual(counted.map((_, index) => index + 1));
          expect(now.set.countedReps).toBe(counted.length);
          expect(isSet.Check(now.set) && now.reps.every((rep) => isRep.Check(rep))).toBe(true);
        }
        while (standing.length > 0)
          repository.tables.corrections.undo(standing.splice(shuffle % standing.length, 1)[0]!, undo());
        const end = repository.getSet(set.id)!;
        expect({ ...end.set, revision: 0 }).toEqual({ ...original.set, revision: 0 });
        expect(end.reps.map((rep) => ({ ...rep, revision: 0 }))).toEqual(
          original.reps.map((rep) => ({ ...rep, revision: 0 })),
        );
      }),
      { numRuns: 60 },
    );
  });
});
