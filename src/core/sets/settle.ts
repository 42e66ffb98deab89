import { GRAVITY_MPS2 } from '../gravity.ts';
import type { Agreement } from '../metrics/carried.ts';
import type { Measures } from '../metrics/measure.ts';
import { stretchFrom, type Trace } from '../metrics/trace.ts';
import { bare, type Reason } from '../reasons.ts';
import { type Survey, type Surveyed, survey } from '../survey/survey.ts';
import type { CoreOptions, ExerciseProfile, Movement, SetResult, Tempo, Verdict } from '../types.ts';
import { against, isFelt, isSteady } from './evidence.ts';
import { watchLag } from './lag-watch.ts';
import { movementOf, overshoots } from './movement.ts';
import type { SetItem, SetMachine } from './set-machine.ts';
import { isForceOnly, settleForceOnly } from './settle-force-only.ts';
import { mean, median } from './statistics.ts';
import { usualRangeMm } from './usual-range.ts';

/** Reps 12 to 15 % short of lockout are partial; the ranges of full ones differ by a few per cent. */
const FULL_SHARE = 0.895;
/** A rep that began higher counts by its top, if it went this far. A half rep doesn't. */
const HIGH_START_SHARE = 0.62;
const PEAK_SHARE = 0.97;
const HIDDEN_SHARE = 0.25;
const HIDDEN_ROM_SHARE = 0.4;
/** Below this share of the usual range a movement is no attempt. */
const ATTEMPT_SHARE = 0.25;
/** Beyond it, and where the set has shown its range, it is handling: the bar put on its hooks, a plate taken off. */
const LARGE_SHARE = 1.45;
const LARGE_LEAST_REPS = 3;
/** A range is measured to some millimetres, and a member's shortest reps lie around the exercise's shortest: so many alike are no handling. */
const LEAST_ALIKE = 3;
const LEAST_ROM_SHARE = 0.95;
/** So much of a movement unseen, and no load felt, is no movement seen. */
const MOST_UNSEEN_SHARE = 0.85;
/** Without a load that was felt: more of the readings that show something else, or more noise against the range (fault/L1: a quarter). */
const MOST_OUTLIER_SHARE = 0.25;
/** A hand that passes a bar that is held hides less than so much of the rep. */
const MOST_HELD_OUTLIER_SHARE = 0.5;
const MOST_NOISE_SHARE = 0.12;
/** Twice the longest hold that an exercise asks for: a lone movement that stays up longer has been put down up there. */
const STAYED_UP_US = 10e6;
/** The way to the hooks is shorter than this many of the exercise's shortest reps. */
const RACKED_ROMS = 1.5;
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
  const seen = survey(stretchFrom(trace, sets.watchUs ?? atUs), profile.romMinMm, forceMount);
  const items = settleForceOnly(
    seen === null ? sets.items : [...judged(seen, sets, atUs, options), ...unseen(seen, sets.items)],
    options.targetHoldS,
  ).toSorted((a, b) => a.movement.startUs - b.movement.startUs);
  let n = 0;
  const movements = items.map(({ movement }) => {
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

interface Verdicted {
  readonly verdict: Verdict;
  readonly reasons: readonly Reason[];
}

/** Each surveyed movement with its verdict. */
function judged(seen: Survey, sets: SetMachine, atUs: number, options: CoreOptions): SetItem[] {
  const { movements } = seen;
  const { profile, forceMount, learned } = options;
  const usualN = median(movements.flatMap(({ measures }) => measures.carriedN ?? []).filter((n) => n > 30));
  const objections = withEachOther(
    movements,
    movements.map((movement) => objection(movement, profile, forceMount, usualN)),
    profile.romMinMm,
  );
  const candidates = movements.filter(
    (movement, index) => objections[index] === null && romOf(movement) >= LEAST_ROM_SHARE * profile.romMinMm,
  );
  const usualMm = usualRangeMm(candidates.map(romOf), learned);
  const full = candidates.filter((m) => isFull(romOf(m), usualMm));
  const topMm = median(full.map(topOf));
  const known = full.length;
  const racked = rackedOf(candidates, profile, atUs);
  const verdicts = movements.map((movement, index): Verdicted => {
    const reason = objections[index];
    if (reason !== null && reason !== undefined) return { verdict: 'doubtful', reasons: [reason] };
    const romMm = romOf(movement);
    const short = { romMm: Math.round(romMm), leastMm: profile.romMinMm };
    const alike = candidates.filter((other) => Math.abs(romOf(other) - romMm) < ALIKE_SHARE * romMm).length;
    const leastMm = (alike < LEAST_ALIKE ? 1 : LEAST_ROM_SHARE) * profile.romMinMm;
    const isAttempt = known >= LEAST_ALIKE && usualMm !== null && romMm >= ATTEMPT_SHARE * usualMm;
    if (usualMm === null || (romMm < leastMm && !isAttempt)) {
      return { verdict: 'rejected', reasons: [{ kind: 'less-than-any-rep', params: short }] };
    }
    if (racked.has(movement)) return { verdict: 'doubtful', reasons: [bare('put-on-hooks')] };
    const params = { romMm: Math.round(romMm), usualMm: Math.round(usualMm) };
    // Without a full rep of this set the top is what earlier sets taught, if anything.
    const usualTopMm = topMm ?? learned?.topMm ?? null;
    const aboveMm = usualTopMm === null ? romMm - usualMm : topOf(movement) - usualTopMm;
    const isLarge = romMm > LARGE_SHARE * usualMm && aboveMm > (1 - FULL_SHARE) * usualMm;
    if (isLarge && candidates.length > LARGE_LEAST_REPS) {
      return { verdict: 'doubtful', reasons: [{ kind: 'larger-than-set', params }] };
    }
    const isLong = romMm >= leastMm;
    // Pulses after the top lower the level at which it was held.
    const reachesMm = Math.max(romMm, PEAK_SHARE * (movement.facts.sizeMm ?? 0));
    if (isLong && isFull(reachesMm, usualMm)) return { verdict: 'counted', reasons: [] };
    // What was hidden of it can't speak against it: of its range that is the end that wasn't seen.
    const isHidden = movement.facts.gap && movement.unseenShare > HIDDEN_SHARE && romMm > HIDDEN_ROM_SHARE * usualMm;
    if (isHidden && known >= LEAST_ALIKE) return { verdict: 'counted', reasons: [] };
    if (isLong && -aboveMm <= (1 - FULL_SHARE) * usualMm && romMm >= HIGH_START_SHARE * usualMm) {
      return { verdict: 'counted', reasons: [] };
    }
    if (movement.isCut) return { verdict: 'doubtful', reasons: [bare('hardly-seen')] };
    return {
      verdict: romMm < ATTEMPT_SHARE * usualMm ? 'rejected' : 'partial',
      reasons: [{ kind: 'shorter-than-set', params }],
    };
  });
  const counted = movements.filter((_, index) => verdicts[index]!.verdict === 'counted');
  const usual = { topMm: median(counted.map(topOf)), romMm: median(counted.map(romOf)) };
  return movements.map((movement, index) => {
    const { facts, measures } = movement;
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
    };
  });
}

const romOf = ({ measures, facts }: Surveyed): number => measures.romMm ?? facts.sizeMm ?? 0;
const topOf = ({ measures, facts }: Surveyed): number => measures.topMm ?? facts.highMm ?? 0;
const isFull = (romMm: number, usualMm: number | null): boolean => usualMm !== null && romMm >= FULL_SHARE * usualMm;

/** Higher than the set's own top, and further: on a bench that has moved all tops are others. */
function overshootsUsual(movement: Surveyed, usual: { topMm: number | null; romMm: number | null }): boolean {
  if (usual.topMm === null || usual.romMm === null) return false;
  return overshoots(topOf(movement), usual.topMm, usual.romMm) && overshoots(romOf(movement), usual.romMm, usual.romMm);
}

function objection(
  { measures, facts, jumps, unseenShare, upOutlierShare, outlierShare, noiseMm }: Surveyed,
  profile: ExerciseProfile,
  mount: CoreOptions['forceMount'],
  usualN: number | null,
): Reason | null {
  if (jumps && !isFelt(measures)) return bare('height-jumped');
  const reason = against(measures, facts, profile, mount, usualN);
  if (reason !== null) return reason;
  if (isFelt(measures)) return null;
  const isNoise = noiseMm > MOST_NOISE_SHARE * (measures.romMm ?? facts.sizeMm ?? 0);
  const isHidden = unseenShare > MOST_UNSEEN_SHARE && measures.carriedN === null;
  const isElse = upOutlierShare > MOST_OUTLIER_SHARE || outlierShare > MOST_HELD_OUTLIER_SHARE;
  return isNoise || isHidden || isElse ? bare('hardly-seen') : null;
}

/** A load that is leant on the cell wanders; one that is lifted slowly doesn't. */
const MOST_SPREAD_G = 0.08;

/** A movement that went as far as those that were felt is one of them, unless the cell is sure that it isn't. */
const ALIKE_SHARE = 0.1;
const SURE_ERROR = 0.04;
const LEAST_USUAL_GAIN = 0.4;
const LEAST_MEDIAN_GAIN = 0.25;

const isLike = (movement: Surveyed, usualMm: number): boolean =>
  Math.abs(romOf(movement) - usualMm) < ALIKE_SHARE * usualMm;

/**
 * What the movements of a set say of each other's load. A cell that felt most of them works: one of their kind counts though it wasn't felt plainly, and
 * a cell that stands still amid the set has failed. One that felt none, and contradicts one, contradicts all. A lone movement must be felt, or be
 * carried steadily.
 */
function withEachOther(
  movements: readonly Surveyed[],
  objections: readonly (Reason | null)[],
  romMinMm: number,
): (Reason | null)[] {
  const isUnmoved = (reason: Reason | null): boolean => reason?.kind === 'nothing-accelerated';
  const felt = movements.map(({ measures }) => isFelt(measures));
  const usualMm = median(movements.filter((_, index) => felt[index]).map(romOf));
  const gain = usualGain(movements.filter((movement) => romOf(movement) >= LEAST_ROM_SHARE * romMinMm));
  const mostly = gain !== null && gain > LEAST_USUAL_GAIN;
  const anyUnmoved = objections.some(isUnmoved);
  const open = movements.filter((m, index) => objections[index] === null && romOf(m) >= romMinMm).length;
  // Amid so much garbage the movements that look well are what chance leaves of it.
  const hardly = objections.filter((reason) => reason?.kind === 'hardly-seen').length;
  if (usualMm === null && hardly > 0 && hardly >= open)
    return objections.map((reason) => reason ?? bare('hardly-seen'));
  return objections.map((reason, index) => {
    const movement = movements[index]!;
    const { agreement } = movement.measures;
    if (felt[index]) return reason;
    if (reason === null && open === 1 && !isSlowAndSteady(movement.measures)) return bare('nothing-accelerated');
    if (agreement === null) return reason;
    if (reason === null && usualMm === null && isLeantOn(agreement)) return bare('nothing-accelerated');
    if (isUnmoved(reason)) {
      if (usualMm === null) return reason;
      const isAlike = isLike(movement, usualMm);
      const isUnsure = agreement.gainError > SURE_ERROR || movement.facts.gap;
      return agreement.stuck || (mostly && isAlike && isUnsure) ? null : reason;
    }
    if (reason?.kind === 'height-jumped' && usualMm !== null && isLike(movement, usualMm)) return null;
    if (reason?.kind === 'nothing-carried' && agreement.stuck && usualMm !== null) return null;
    if (reason !== null) return reason;
    if (gain !== null && gain < LEAST_MEDIAN_GAIN && isSteady(agreement) && !movement.measures.loadedForIt)
      return bare('nothing-accelerated');
    return anyUnmoved && usualMm === null && !movement.measures.loadedForIt ? bare('nothing-accelerated') : null;
  });
}

/** What the cell felt of them all: each gain as far as it is known. Null without any. */
function usualGain(movements: readonly Surveyed[]): number | null {
  let [sum, weights] = [0, 0];
  for (const { measures } of movements) {
    if (measures.agreement === null) continue;
    const weight = 1 / (measures.agreement.gainError ** 2 + SURE_ERROR ** 2);
    sum += weight * measures.agreement.gain;
    weights += weight;
  }
  return weights > 0 ? sum / weights : null;
}

/** Where none was felt: a force that changes by this share of the load, and twice what the movement does to it, is somebody's weight. */
const LEANT_SPREAD_G = 0.3;
const LEANT_SHARE = 2;

const isLeantOn = ({ spreadG, movedG, stuck }: Agreement): boolean =>
  !stuck && spreadG > Math.max(LEANT_SPREAD_G, LEANT_SHARE * movedG);

/** A grinding single is too slow to be felt. */
const SLOW_S = 1.2;

/** A movement that stands alone is believed without being felt only where it could not be felt, and its load was carried steadily; or without a cell. */
const isSlowAndSteady = ({ carriedN, agreement, concentricS }: Measures): boolean =>
  carriedN === null || (agreement !== null && agreement.spreadG < MOST_SPREAD_G && (concentricS ?? 0) > SLOW_S);

/** The cell carries the load for as long as it stays up: it is held, however long. */
const HELD_SHARE = 0.6;
const isHeld = ({ heldN, carriedN }: Measures): boolean =>
  heldN !== null && carriedN !== null && carriedN > LEAST_HELD_N && heldN > HELD_SHARE * carriedN;
const LEAST_HELD_N = 30;

/**
 * Put on its hooks: the last movement, where it stays up and others came down; of an exercise that begins at the bottom also all of them, if
 * there is one, or if they are as short as the way to the hooks.
 */
function rackedOf(candidates: readonly Surveyed[], profile: ExerciseProfile, atUs: number): ReadonlySet<Surveyed> {
  const staysUp = ({ facts, measures }: Surveyed): boolean =>
    !isHeld(measures) && (measures.endUs ?? atUs) - (measures.lockoutUs ?? facts.startUs) > STAYED_UP_US;
  const up = candidates.filter(staysUp);
  const last = candidates.at(-1);
  if (last === undefined || !up.includes(last) || profile.liftStart !== 'bottom') return new Set();
  if (up.length === candidates.length) {
    const isShort = candidates.every((movement) => romOf(movement) < RACKED_ROMS * profile.romMinMm);
    return candidates.length === 1 || isShort ? new Set(candidates) : new Set();
  }
  return last.facts.endUs === null ? new Set([last]) : new Set();
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
