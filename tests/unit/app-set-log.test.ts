import fc from 'fast-check';
import { Compile } from 'typebox/compile';
import { describe, expect, test } from 'vitest';
import {
  endSet,
  type Logged,
  logMovement,
  type OpenSet,
  restamp,
  type SetContext,
  startSet,
  type Tools,
} from '../../src/app/sets/set-log.ts';
import { NO_OCCUPANT, type Occupant, Rep, SetEvent } from '../../src/contracts/events.ts';
import type { Rep as CoreRep, Movement, SetResult } from '../../src/core/index.ts';
import { makeSet } from '../support/messages.ts';

const plates = { unit: 'kg' as const, barKg: 20, platesKg: [25, 20, 15, 10, 5, 2.5, 1.25] };
const context: SetContext = { site: 'gym', bay: 'bay-1', source: 'board', exercise: 'hip-thrust', plates };
const repValidator = Compile(Rep);
const setValidator = Compile(SetEvent);

function tools(
  occupant: Tools['occupant'] = () => NO_OCCUPANT,
  earlier: SetEvent[] = [],
  enteredLoadKg: number | null = null,
): Tools {
  let next = 0;
  return {
    occupant,
    keepsRecording: (memberId) => memberId !== 'shy',
    earlier: () => earlier,
    superset: () => null,
    enteredLoadKg: () => enteredLoadKg,
    isTimeUncertain: () => false,
    newId: () => `019aac3e-5b10-7c7c-9b5e-${String(++next).padStart(12, '0')}`,
    iso: (atUs) => new Date(1_800_000_000_000 + atUs / 1000).toISOString(),
  };
}

const movement = (startS: number, verdict: Movement['verdict'], n: number | null = null): Movement => ({
  n,
  verdict,
  reasons: verdict === 'counted' ? [] : [{ kind: 'turned-back', params: { romMm: 90 } }],
  flags: [],
  startUs: startS * 1e6,
  lockoutUs: verdict === 'rejected' ? null : (startS + 1) * 1e6,
  endUs: (startS + 3) * 1e6,
  topMm: 570,
  romMm: 320.04,
  concentricS: 1.00001,
  holdS: 1,
  eccentricS: 1,
  meanVelocityMps: 0.32,
  meanPropulsiveVelocityMps: 0.33,
  peakVelocityMps: 0.5,
  loadKg: 80,
  leftSharePercent: null,
});
const counted = (startS: number, n: number) => movement(startS, 'counted', n) as CoreRep;
const result = (movements: Movement[], more: Partial<SetResult> = {}): SetResult => ({
  startUs: 0,
  endUs: 60e6,
  countedReps: movements.filter(({ verdict }) => verdict === 'counted').length,
  loadKg: 80,
  movements,
  velocityLossPercent: null,
  timeUnderTensionS: null,
  leftSharePercent: null,
  lag: null,
  ...more,
});

const kindsOf = ({ change }: Logged) => change!.reps!.map(({ reasons }) => reasons.map(({ kind }) => kind));

describe('set log', () => {
  test('a rep keeps its id from lockout to settling, with rising revisions', () => {
    const t = tools();
    const atLockout = logMovement(
      startSet(context, 0, t, 1),
      { kind: 'lockout-reached', atUs: 2e6, rep: { ...counted(1, 1), endUs: null } },
      t,
    );
    const done = logMovement(atLockout.open!, { kind: 'rep-completed', atUs: 4e6, rep: counted(1.1, 1) }, t);
    const ended = endSet(done.open!, result([counted(1.12, 1)]), 'rested', t);
    const versions = [atLockout, done, ended].map(({ change }) => change!.reps![0]!);
    expect(new Set(versions.map(({ id }) => id)).size).toBe(1);
    expect(versions.map(({ revision, stage }) => [revision, stage])).toEqual([
      [1, 'lockout'],
      [2, 'complete'],
      [3, 'settled'],
    ]);
    expect(ended.change!.sets![0]).toMatchObject({
      endReason: 'rested',
      countedReps: 1,
      loadKg: 80,
      hasRecording: true,
    });
    expect(ended.change!.outbox!.map(({ topic }) => topic)).toEqual(['rep', 'set']);
  });

  test('while the time is unknown a set is marked; once it is known the set in progress is published without the mark, at its right time', () => {
    let isTimeUncertain = true;
    let aheadMs = 0;
    const known = tools();
    const t: Tools = {
      ...known,
      isTimeUncertain: () => isTimeUncertain,
      iso: (atUs) => new Date(Date.parse(known.iso(atUs)) + aheadMs).toISOString(),
    };
    const lifted = logMovement(startSet(context, 0, t, 1), { kind: 'rep-completed', atUs: 4e6, rep: counted(1, 1) }, t);
    const [marked] = lifted.change!.sets!;
    expect(marked!.isTimeUncertain).toBe(true);
    isTimeUncertain = false;
    aheadMs = 3_600_000;
    const [right] = restamp(lifted.open!, t).change!.sets!;
    expect(right).toMatchObject({ isTimeUncertain: false, revision: marked!.revision + 1 });
    expect(Date.parse(right!.startedAt) - Date.parse(marked!.startedAt)).toBe(aheadMs);
    isTimeUncertain = true;
    expect(endSet(lifted.open!, result([counted(1, 1)]), 'rested', t).change!.sets![0]!.isTimeUncertain).toBe(true);
  });

  test('handling alone leaves nothing; the first real rep brings the handling before it along', () => {
    const t = tools();
    const handled = logMovement(
      startSet(context, 0, t, 1),
      { kind: 'movement', atUs: 1e6, movement: movement(0.2, 'rejected') },
      t,
    );
    expect(handled).toMatchObject({ change: null, live: [] });
    expect(endSet(handled.open!, result([movement(0.2, 'rejected')]), 'rested', t)).toEqual({
      open: null,
      change: null,
      live: [],
    });
    const lifted = logMovement(handled.open!, { kind: 'lockout-reached', atUs: 6e6, rep: counted(5, 1) }, t);
    expect(lifted.change!.reps!.map(({ verdict }) => verdict)).toEqual(['rejected', 'counted']);
  });

  test('a set belongs to whoever is on the bay at its first rep, and the handling before it too', () => {
    const member = (memberId: string): Occupant => ({ ...NO_OCCUPANT, kind: 'member', memberId });
    let onBay = NO_OCCUPANT;
    const t = tools(() => onBay);
    const handled = { kind: 'movement', atUs: 1e6, movement: movement(0.2, 'rejected') } as const;
    let logged = logMovement(startSet(context, 0, t, 1), handled, t);
    onBay = member('019aac3e-5b10-7c7c-9b5e-00000000000a');
    logged = logMovement(logged.open!, { kind: 'lockout-reached', atUs: 6e6, rep: counted(5, 1) }, t);
    const first = onBay.memberId;
    onBay = member('019aac3e-5b10-7c7c-9b5e-00000000000b');
    const ended = endSet(logged.open!, result([movement(0.2, 'rejected'), counted(5, 1)]), 'rested', t);
    for (const { change } of [logged, ended]) {
      expect([...change!.sets!, ...change!.reps!].map(({ memberId }) => memberId)).toEqual([first, first, first]);
    }
  });

  test('a settled set carries the estimate of one rep, with its error, from three loads on; never for nobody', () => {
    const member = '019aac3e-5b10-7c7c-9b5e-00000000000a';
    const lifted = (loadKg: number, bestMeanVelocityMps: number) =>
      makeSet('bay-1', { memberId: member, startedAt: tools().iso(0), loadKg, bestMeanVelocityMps });
    const settledSet = (memberId: string | null, earlier: SetEvent[]) => {
      const who = tools(() => ({ ...NO_OCCUPANT, memberId }), earlier);
      return endSet(startSet(context, 0, who, 1), result([counted(5, 1)]), 'rested', who).change!.sets![0]!;
    };
    const earlier = [lifted(40, 0.52), lifted(60, 0.43)];
    const { oneRepMax } = settledSet(member, earlier);
    expect(oneRepMax).toMatchObject({ loads: 3 });
    expect(Math.abs(oneRepMax!.oneRepMaxKg - 94)).toBeLessThan(2);
    expect(oneRepMax!.errorKg).toBeGreaterThan(1);
    expect(settledSet(member, earlier.slice(1)).oneRepMax).toBeNull();
    expect(settledSet(null, earlier).oneRepMax).toBeNull();
  });

  test('a drop set has the load of each rep, and its estimate rests on each load', () => {
    const member = '019aac3e-5b10-7c7c-9b5e-00000000000a';
    const t = tools(
      () => ({ ...NO_OCCUPANT, memberId: member }),
      [makeSet('bay-1', { memberId: member, startedAt: tools().iso(0), loadKg: 40, bestMeanVelocityMps: 0.52 })],
    );
    const rep = (startS: number, n: number, loadKg: number, meanVelocityMps: number) => ({
      ...counted(startS, n),
      loadKg,
      meanVelocityMps,
    });
    const reps = [rep(5, 1, 80.126, 0.32), rep(14, 2, 60.002, 0.42), rep(19, 3, 60, 0.43)];
    const { change } = endSet(startSet(context, 0, t, 1), result(reps, { loadKg: 70 }), 'rested', t);
    expect(change!.reps!.map(({ loadKg }) => loadKg)).toEqual([80.13, 60, 60]);
    expect(change!.sets![0]).toMatchObject({
      loadKg: 60,
      plates: { totalKg: 60 },
      loads: [
        { loadKg: 80.13, reps: 1, bestMeanVelocityMps: 0.32 },
        { loadKg: 60, reps: 2, bestMeanVelocityMps: 0.43 },
      ],
      oneRepMax: { loads: 3 },
    });
  });

  test('says that its samples are stored only where they are', () => {
    const of = (memberId: string | null) => {
      const who = tools(() => ({ ...NO_OCCUPANT, memberId }));
      return endSet(startSet(context, 0, who, 1), result([counted(5, 1)]), 'rested', who).change!.sets![0]!
        .hasRecording;
    };
    expect([of(null), of('mira'), of('shy')]).toEqual([true, true, false]);
  });

  test('settling may change a verdict; a movement that the settled set no longer has is rejected, not forgotten', () => {
    const t = tools();
    let open: OpenSet = startSet(context, 0, t, 1);
    for (const n of [1, 2, 3])
      open = logMovement(open, { kind: 'lockout-reached', atUs: n * 5e6, rep: counted(n * 5, n) }, t).open!;
    const ended = endSet(open, result([counted(5, 1), movement(10, 'partial')]), 'rested', t);
    expect(ended.change!.reps!.map(({ n, verdict }) => [n, verdict])).toEqual([
      [1, 'counted'],
      [null, 'partial'],
      [null, 'rejected'],
    ]);
    expect(kindsOf(ended)).toEqual([[], ['turned-back', 'counted-live'], ['no-movement', 'counted-live']]);
    expect(ended.change!.sets![0]).toMatchObject({
      countedReps: 1,
      partialReps: 1,
      rejectedReps: 1,
    });
  });

  test('a live count that is taken back says what the settled set has in its place', () => {
    const t = tools();
    const live = (starts: number[]): OpenSet =>
      starts.reduce(
        (open, startS, index) =>
          logMovement(open, { kind: 'lockout-reached', atUs: startS * 1e6, rep: counted(startS, index + 1) }, t).open!,
        startSet(context, 0, t, 1),
      );
    const long = { ...counted(5, 1), endUs: 12e6 };
    expect(kindsOf(endSet(live([5, 9]), result([long]), 'rested', t))).toEqual([[], ['part-of-rep', 'counted-live']]);
    const early = [counted(5, 1), movement(9, 'rejected')];
    const taken = endSet(live([5, 10]), result(early), 'rested', t);
    expect(kindsOf(taken)).toEqual([[], ['turned-back', 'counted-live'], ['turned-back']]);
    expect(taken.change!.reps!.map(({ verdict }) => verdict)).toEqual(['counted', 'rejected', 'rejected']);
  });

  test('what was not counted live and is not found again says only that', () => {
    const t = tools();
    let { open } = logMovement(
      startSet(context, 0, t, 1),
      { kind: 'lockout-reached', atUs: 5e6, rep: counted(5, 1) },
      t,
    );
    open = logMovement(open!, { kind: 'movement', atUs: 9e6, movement: movement(9, 'partial') }, t).open;
    expect(kindsOf(endSet(open!, result([counted(5, 1)]), 'rested', t))).toEqual([[], ['turned-back', 'no-movement']]);
  });

  test('whatever the movements: valid messages, one id each, rising revisions, sums that fit', () => {
    const verdict = fc.constantFrom<Movement['verdict']>('counted', 'partial', 'doubtful', 'rejected');
    fc.assert(
      fc.property(fc.array(verdict, { maxLength: 12 }), fc.array(verdict, { maxLength: 12 }), (seen, settled) => {
        const t = tools();
        let open: OpenSet = startSet(context, 0, t, 1);
        const published: Rep[] = [];
        seen.forEach((kind, index) => {
          const event =
            kind === 'counted'
              ? ({ kind: 'lockout-reached', atUs: index * 5e6, rep: counted(index * 5, index + 1) } as const)
              : ({ kind: 'movement', atUs: index * 5e6, movement: movement(index * 5, kind) } as const);
          const logged = logMovement(open, event, t);
          open = logged.open!;
          published.push(...(logged.change?.reps ?? []));
        });
        const ended = endSet(
          open,
          result(settled.map((kind, index) => movement(index * 5 + 0.1, kind, kind === 'counted' ? index + 1 : null))),
          'rested',
          t,
        );
        published.push(...(ended.change?.reps ?? []));
        const last = new Map<string, number>();
        for (const rep of published) {
          expect(repValidator.Errors(rep)).toEqual([]);
          expect(rep.revision).toBeGreaterThan(last.get(rep.id) ?? 0);
          last.set(rep.id, rep.revision);
        }
        const [set] = ended.change?.sets ?? [];
        const worthIt = [...seen, ...settled].some((kind) => kind !== 'rejected');
        expect(Boolean(set)).toBe(worthIt);
        if (!set) return;
        expect(setValidator.Errors(set)).toEqual([]);
        expect(set.countedReps).toBe(settled.filter((kind) => kind === 'counted').length);
        expect(set.countedReps + set.partialReps + set.doubtfulReps + set.rejectedReps).toBe(
          ended.change!.reps!.length,
        );
        expect(ended.change!.reps!.length).toBe(Math.max(seen.length, settled.length));
      }),
    );
  });
});
