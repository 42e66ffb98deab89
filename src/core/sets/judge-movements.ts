import type { Measures } from '../metrics/measure.ts';
import { bare } from '../reasons.ts';
import { romOf, type Surveyed, topOf } from '../survey/survey.ts';
import type { CoreOptions, ExerciseProfile } from '../types.ts';
import { isPlainlyFelt } from './evidence.ts';
import { FULL_SHARE, referencesOf } from './lifters.ts';
import { ALIKE_SHARE, LEAST_ROM_SHARE, objectionsTo } from './objections.ts';
import { median } from './statistics.ts';
import type { Judgement } from './verdict.ts';

/** A rep that began higher counts by its top, if it went this far. A half rep doesn't. */
export const HIGH_START_SHARE = 0.62;
const PEAK_SHARE = 0.97;
/** A little short of the usual range, and of the usual top by what makes a rep short: each alone may be where it began, or a bench that slid. */
const NEARLY_SHARE = 0.92;
const HIDDEN_SHARE = 0.25;
const HIDDEN_ROM_SHARE = 0.4;
/** What drifts through a hole is slower than this share of the set's own pace. */
const HIDDEN_PACE_SHARE = 0.33;
/** Below this share of the usual range a movement is no attempt. */
const ATTEMPT_SHARE = 0.25;
/** Beyond it, and where the set has shown its range, it is handling: the bar put on its hooks, a plate taken off. */
const LARGE_SHARE = 1.45;
const LARGE_LEAST_REPS = 3;
/** A range is measured to some millimetres, and a member's shortest reps lie around the exercise's shortest: so many alike are no handling. */
const LEAST_ALIKE = 3;
/** Without a cell, what is of another range than the set's reps, and so much faster than any of them, is a hand in the beam. */
const FAST_FACTOR = 1.5;
/** Twice the longest hold that an exercise asks for: a lone movement that stays up longer has been put down up there. */
const STAYED_UP_US = 10e6;
/** The way to the hooks is shorter than this many of the exercise's shortest reps. */
const RACKED_ROMS = 1.5;

/** The verdict on each movement of a set, which is judged against the set itself. */
export function judgeMovements(
  movements: readonly Surveyed[],
  atUs: number,
  options: CoreOptions,
): readonly Judgement[] {
  const { profile, learned } = options;
  const objections = objectionsTo(movements, options);
  const candidates = movements.filter(
    (movement, index) => objections[index] === null && romOf(movement) >= LEAST_ROM_SHARE * profile.romMinMm,
  );
  const references = referencesOf(candidates, learned);
  const racked = rackedOf(candidates, profile, atUs);
  const fastestMps = fastestOf(candidates, references);
  const paceMps = median(candidates.flatMap(({ measures }) => measures.meanVelocityMps ?? [])) ?? 0;
  return movements.map((movement, index): Judgement => {
    const reason = objections[index];
    if (reason !== null && reason !== undefined) return { verdict: 'doubtful', reasons: [reason] };
    const { usualMm, topMm, known } = references.findLast(({ fromUs }) => fromUs <= movement.facts.startUs)!;
    const romMm = romOf(movement);
    const short = { romMm: Math.round(romMm), leastMm: profile.romMinMm };
    const alike = candidates.filter((other) => Math.abs(romOf(other) - romMm) < ALIKE_SHARE * romMm).length;
    const leastMm = (alike < LEAST_ALIKE ? 1 : LEAST_ROM_SHARE) * profile.romMinMm;
    const isAttempt = known >= LEAST_ALIKE && usualMm !== null && romMm >= ATTEMPT_SHARE * usualMm;
    if (usualMm === null || (romMm < leastMm && !isAttempt)) {
      return { verdict: 'rejected', reasons: [{ kind: 'less-than-any-rep', params: short }] };
    }
    if (racked.has(movement) || isBroughtHere(movement, topMm, usualMm)) {
      return { verdict: 'doubtful', reasons: [bare('put-on-hooks')] };
    }
    const params = { romMm: Math.round(romMm), usualMm: Math.round(usualMm) };
    // Without a full rep of this set the top is what earlier sets taught, if anything.
    const usualTopMm = topMm ?? learned?.topMm ?? null;
    const aboveMm = usualTopMm === null ? romMm - usualMm : topOf(movement) - usualTopMm;
    const isLarge = romMm > LARGE_SHARE * usualMm && aboveMm > (1 - FULL_SHARE) * usualMm;
    if (isLarge && candidates.length > LARGE_LEAST_REPS) {
      return { verdict: 'doubtful', reasons: [{ kind: 'larger-than-set', params }] };
    }
    const { carriedN, meanVelocityMps } = movement.measures;
    const isAlike = Math.abs(romMm - usualMm) < ALIKE_SHARE * usualMm;
    if (carriedN === null && !isAlike && (meanVelocityMps ?? 0) > FAST_FACTOR * fastestMps) {
      const faster = { meanVelocityMps: Math.round(10 * meanVelocityMps!) / 10 };
      return { verdict: 'doubtful', reasons: [{ kind: 'faster-than-plausible', params: faster }] };
    }
    const isLong = romMm >= leastMm;
    // Pulses after the top lower the level at which it was held.
    const reachesMm = Math.max(romMm, PEAK_SHARE * (movement.facts.sizeMm ?? 0));
    const isShort = reachesMm < NEARLY_SHARE * usualMm && -aboveMm > (1 - FULL_SHARE) * usualMm;
    if (isLong && isFull(reachesMm, usualMm) && !isShort) return { verdict: 'counted', reasons: [] };
    // What was hidden of it can't speak against it: of its range that is the end that wasn't seen.
    const isHidden =
      movement.facts.gap &&
      movement.unseenShare > HIDDEN_SHARE &&
      romMm > HIDDEN_ROM_SHARE * usualMm &&
      (meanVelocityMps ?? 0) > HIDDEN_PACE_SHARE * paceMps;
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
}

/** The fastest of the set's own reps, where it has shown what those are. */
function fastestOf(candidates: readonly Surveyed[], references: readonly { usualMm: number | null }[]): number {
  const usualMm = references.length === 1 ? (references[0]!.usualMm ?? 0) : 0;
  const speeds = candidates.flatMap((movement) =>
    Math.abs(romOf(movement) - usualMm) < ALIKE_SHARE * usualMm ? (movement.measures.meanVelocityMps ?? []) : [],
  );
  return speeds.length < LEAST_ALIKE ? Number.POSITIVE_INFINITY : Math.max(...speeds);
}

/**
 * The bar, or what left the beam of it, came to where the next rep began, and was not lowered: its top is where the others have their bottom. A bench
 * slides by 60 mm. What a hole hid of it can't speak against it.
 */
const isBroughtHere = (movement: Surveyed, topMm: number | null, usualMm: number): boolean =>
  movement.isNotLowered && !movement.facts.gap && topMm !== null && topOf(movement) < topMm - BROUGHT_SHARE * usualMm;
const BROUGHT_SHARE = 0.5;

const isFull = (romMm: number, usualMm: number | null): boolean => usualMm !== null && romMm >= FULL_SHARE * usualMm;

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
  return last.facts.endUs === null && !isHungAfter(last, candidates) ? new Set([last]) : new Set();
}

/** Hooks may be where the lockout is: a rep like the others, that was felt and held there at its full load, was one before it was hung up. */
const HELD_BEFORE_S = 0.6;
const LIKE_LOAD_SHARE = 0.85;

function isHungAfter(last: Surveyed, candidates: readonly Surveyed[]): boolean {
  const { carriedN, holdS } = last.measures;
  const usualMm = median(candidates.map(romOf)) ?? 0;
  const usualN = median(candidates.flatMap(({ measures }) => measures.carriedN ?? [])) ?? 0;
  const isLike = Math.abs(romOf(last) - usualMm) < ALIKE_SHARE * usualMm;
  const isLoaded = carriedN !== null && carriedN > LEAST_HELD_N && carriedN > LIKE_LOAD_SHARE * usualN;
  return isLike && isLoaded && isPlainlyFelt(last.measures) && (holdS ?? 0) >= HELD_BEFORE_S;
}
