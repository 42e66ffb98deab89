import { GRAVITY_MPS2 } from '../gravity.ts';
import { stretchFrom, type Trace } from '../metrics/trace.ts';
import { romOf, type Survey, type Surveyed, survey, topOf } from '../survey/survey.ts';
import type { CoreOptions, Movement, SetResult, Tempo } from '../types.ts';
import { apart } from './apart.ts';
import { judgeMovements } from './judge-movements.ts';
import { watchLag } from './lag-watch.ts';
import { weightsOf } from './loads.ts';
import { movementOf, overshoots } from './movement.ts';
import type { SetItem, SetMachine } from './set-machine.ts';
import { isForceOnly, settleForceOnly } from './settle-force-only.ts';
import { mean, median } from './statistics.ts';

/** An item of the live count and a surveyed movement are the same when they overlap by this share of the shorter. */
const SAME_SHARE = 0.3;

/**
 * The final word on a set: all its readings are looked at once more, and every movement is judged against the set itself. No reference is gated by
 * what it gates: the range comes from all movements that could be reps. `rackedN`: the load as the hooks felt it before.
 */
export function settleSet(
  sets: SetMachine,
  trace: Trace,
  atUs: number,
  options: CoreOptions,
  rackedN: number | null,
): SetResult {
  const { profile, forceMount } = options;
  const measured = sets.items.flatMap((item) => item.measured ?? []);
  const stretch = stretchFrom(trace, sets.watchUs ?? atUs);
  const seen = survey(stretch, profile.romMinMm, forceMount, measured, sets.lostUs);
  const items = settleForceOnly(
    seen === null ? sets.items : [...judged(seen, sets, atUs, options), ...unseen(seen, sets.items)],
    options.targetHoldS,
  ).toSorted((a, b) => a.movement.startUs - b.movement.startUs);
  let n = 0;
  const movements = apart(items.map(({ movement }) => movement)).map((movement) => {
    if (movement.verdict !== 'counted') return movement;
    n += 1;
    return movement.n === n ? movement : { ...movement, n };
  });
  const reps = movements.filter((movement) => movement.verdict === 'counted');
  const loadN = carriedN(items) ?? rackedN;
  const judgedOnes = movements.filter((movement) => movement.verdict !== 'rejected');
  const startUs = judgedOnes[0]?.startUs ?? sets.startUs;
  return {
    startUs,
    endUs: Math.max(
      startUs,
      Math.min(atUs, sets.lastProgressUs),
      ...judgedOnes.map(({ endUs, startUs: at }) => endUs ?? at),
    ),
    countedReps: n,
    loadKg: loadN === null ? null : loadN / GRAVITY_MPS2,
    movements: movements.filter(({ verdict, startUs: at }) => verdict !== 'rejected' || at >= startUs),
    velocityLossPercent: velocityLoss(reps),
    timeUnderTensionS: timeUnderTension(reps),
    tempo: tempoOf(reps),
    leftSharePercent: mean(reps.flatMap((rep) => rep.leftSharePercent ?? [])),
    lag: watchLag(
      items.flatMap(({ movement, forceLateMs }) => (movement.verdict === 'counted' ? (forceLateMs ?? []) : [])),
    ),
  };
}

/** The static weight that the counted of these were lifted with: their median. Null while none has been measured. */
export function carriedN(items: readonly SetItem[]): number | null {
  const weightsN: number[] = [];
  for (const { movement, weightN } of items) {
    if (movement.verdict === 'counted' && weightN !== null) weightsN.push(weightN);
  }
  return median(weightsN);
}

/** What the force machine counted while no height came, where the survey shows nothing. */
const unseen = ({ movements }: Survey, items: readonly SetItem[]): readonly SetItem[] =>
  items.filter((item) => isForceOnly(item) && !movements.some((movement) => overlaps(movement, item)));

function overlaps({ measures }: Surveyed, { movement }: SetItem): boolean {
  const endUs = measures.endUs ?? measures.lockoutUs ?? measures.startUs;
  const otherUs = movement.endUs ?? movement.lockoutUs ?? movement.startUs;
  const commonUs = Math.min(endUs, otherUs) - Math.max(measures.startUs, movement.startUs);
  return commonUs > SAME_SHARE * Math.min(endUs - measures.startUs, otherUs - movement.startUs);
}

/** Each surveyed movement with its verdict. */
function judged({ movements }: Survey, sets: SetMachine, atUs: number, options: CoreOptions): SetItem[] {
  const verdicts = judgeMovements(movements, atUs, options);
  const counted = movements.filter((_, index) => verdicts[index]!.verdict === 'counted');
  const usual = { topMm: median(counted.map(topOf)), romMm: median(counted.map(romOf)) };
  const weights = weightsOf(counted);
  return movements.map((movement, index) => {
    const { facts, measures: own } = movement;
    const rep = counted.indexOf(movement);
    const measures = rep < 0 ? own : { ...own, weightN: weights[rep]! };
    const live = sets.items.find((item) => overlaps(movement, item));
    const isOver = overshootsUsual(movement, usual);
    return {
      movement: movementOf(verdicts[index]!, measures, facts, options, {
        holdAnnounced: live?.holdAnnounced === true,
        overshoot: isOver,
        forceOnly: false,
      }),
      sizeMm: facts.sizeMm,
      weightN: measures.weightN,
      holdAnnounced: live?.holdAnnounced === true,
      putDownUs: null,
      forceLateMs: measures.forceLateMs,
      measured: null,
    };
  });
}

/** Higher than the set's own top, and further: on a bench that has moved all tops are others. */
function overshootsUsual(movement: Surveyed, usual: { topMm: number | null; romMm: number | null }): boolean {
  if (usual.topMm === null || usual.romMm === null) return false;
  return overshoots(topOf(movement), usual.topMm, usual.romMm) && overshoots(romOf(movement), usual.romMm, usual.romMm);
}

function velocityLoss(reps: readonly Movement[]): number | null {
  const velocities = reps.flatMap((rep) => rep.meanVelocityMps ?? []);
  const last = velocities.at(-1);
  if (velocities.length < 2 || last === undefined) return null;
  const fastest = Math.max(...velocities);
  return fastest > 0 ? (100 * (fastest - last)) / fastest : null;
}

function timeUnderTension(reps: readonly Movement[]): number | null {
  if (reps.length === 0) return null;
  return reps.reduce((sum, rep) => sum + (rep.concentricS ?? 0) + (rep.holdS ?? 0) + (rep.eccentricS ?? 0), 0);
}

function tempoOf(reps: readonly Movement[]): Tempo {
  const pauses = reps.slice(1).flatMap((rep, index) => {
    const { endUs } = reps[index]!;
    return endUs === null ? [] : [Math.max(0, rep.startUs - endUs) / 1e6];
  });
  return {
    concentricS: mean(reps.flatMap((rep) => rep.concentricS ?? [])),
    holdS: mean(reps.flatMap((rep) => rep.holdS ?? [])),
    eccentricS: mean(reps.flatMap((rep) => rep.eccentricS ?? [])),
    pauseS: mean(pauses),
  };
}
