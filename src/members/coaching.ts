/** One sentence after a set, from the set itself: what went wrong first, or nothing. */
import type { CoachingCode } from '../contracts/coaching.ts';
import { isCounted, type Rep } from '../contracts/events.ts';
import { shownHoldS } from '../contracts/shown.ts';

/** Fewer say nothing of how a set went on. */
const LEAST_REPS = 4;
/** A hold is as long as a breath lets it be: what shrinks by less is chance. */
const SHRUNK_TO_SHARE = 0.75;
/** One short hold is a slip. */
const SHORT_HOLDS_SHARE = 1 / 3;
/** Squats to a loss of 20 % gave the strength of those to 40 % with 40 % fewer reps (Pareja-Blanco et al. 2017, Scand J Med Sci Sports 27(7):724-735). */
const LOSS_SHARE = 0.2;
/** One slow rep may be a slip of the foot, or of the measurement. */
const SLOW_REPS = 2;

export type CoachedRep = Pick<Rep, 'verdict' | 'correction' | 'reasons' | 'holdS' | 'flags' | 'meanVelocityMps'>;

/**
 * @param reps every movement of an ended set, in order of time
 * @param targetHoldS how long each lockout was to be held; 0 or null: there was no target
 */
export function coachingOf(reps: readonly CoachedRep[], targetHoldS: number | null): CoachingCode | null {
  const lifts = reps.filter((rep) => isCounted(rep) || shortMmOf(rep) !== null);
  const counted = lifts.filter(isCounted);
  return lockout(lifts) ?? holds(counted, targetHoldS ?? 0) ?? velocity(lifts);
}

/** How far a lift ended below lockout; null: it did not, or it was no lift. */
function shortMmOf(rep: CoachedRep): number | null {
  if (rep.verdict !== 'partial') return null;
  const reason = rep.reasons.find(({ kind }) => kind === 'short-of-lockout');
  return reason?.kind === 'short-of-lockout' ? reason.params.shortMm : null;
}

/** The end of the set says most: from which lift on none reached lockout; else the first one that did not. */
function lockout(lifts: readonly CoachedRep[]): CoachingCode | null {
  const lastGood = lifts.findLastIndex(isCounted);
  const isLost = lastGood >= 0 && lastGood < lifts.length - 1;
  const index = isLost ? lastGood + 1 : lifts.findIndex((rep) => !isCounted(rep));
  const shortMm = lifts[index] ? shortMmOf(lifts[index]) : null;
  if (shortMm === null) return null;
  return { kind: isLost ? 'lockout-lost' : 'lockout-missed', params: { n: index + 1, shortMm } };
}

function holds(counted: readonly CoachedRep[], targetHoldS: number): CoachingCode | null {
  const heldS = counted.flatMap(({ holdS }) => holdS ?? []);
  if (targetHoldS <= 0 || heldS.length < LEAST_REPS) return null;
  const third = Math.ceil(heldS.length / 3);
  const firstS = mean(heldS.slice(0, third));
  const lastS = mean(heldS.slice(-third));
  if (lastS < targetHoldS && lastS <= SHRUNK_TO_SHARE * firstS)
    return { kind: 'hold-shrinking', params: { firstS: shownHoldS(firstS), lastS: shownHoldS(lastS) } };
  const shortReps = counted.filter(({ flags }) => flags.includes('hold-missed')).length;
  if (shortReps < 2 || shortReps < SHORT_HOLDS_SHARE * counted.length) return null;
  return { kind: 'holds-short', params: { shortReps, reps: counted.length } };
}

function velocity(lifts: readonly CoachedRep[]): CoachingCode | null {
  const known = lifts.flatMap(({ meanVelocityMps }, index) =>
    meanVelocityMps === null ? [] : [{ n: index + 1, meanVelocityMps }],
  );
  if (known.length < LEAST_REPS) return null;
  const fastestMps = Math.max(...known.map(({ meanVelocityMps }) => meanVelocityMps));
  const slowFrom = known.findLastIndex(({ meanVelocityMps }) => meanVelocityMps > (1 - LOSS_SHARE) * fastestMps) + 1;
  const first = known[slowFrom];
  if (!first || known.length - slowFrom < SLOW_REPS) return null;
  const lossPercent = Math.round(100 * (1 - known.at(-1)!.meanVelocityMps / fastestMps));
  return { kind: 'velocity-loss', params: { n: first.n, lossPercent } };
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
