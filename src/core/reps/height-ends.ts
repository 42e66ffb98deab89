import {
  factsOf,
  type HeightPoint,
  type HeightReps,
  type HeightStepped,
  reachesLockout,
  silent,
  startHeightReps,
} from './height-state.ts';
import type { RepContext, RepSignal } from './signals.ts';

/** Readings are missing: a hold ends at the last one seen, a way up is remembered as not fully seen. */
export function interruptHeightReps(reps: HeightReps, lastSeenUs: number): HeightStepped {
  const gapped = { ...reps, gap: true };
  if (reps.phase !== 'lockout' || reps.holdEndUs !== null) return { reps: gapped, signals: silent };
  const ended = { ...gapped, holdEndUs: Math.max(lastSeenUs, reps.lockoutUs ?? lastSeenUs) };
  return { reps: ended, signals: [{ kind: 'hold-ended', atUs: ended.holdEndUs, facts: factsOf(ended, null) }] };
}

/** The set ends: what is under way is settled as it stands. */
export function finishHeightReps(reps: HeightReps, point: HeightPoint, context: RepContext): HeightStepped {
  const rest = startHeightReps(point);
  switch (reps.phase) {
    case 'rest':
      return { reps: rest, signals: silent };
    case 'ascending': {
      // lift/ammr_flywheel_squat ends in the last centimetres of its way up.
      const slowing = point.velocityMmps < 0.5 * reps.peakMmps;
      if (!slowing || !reachesLockout(reps, reps.highMm, context)) {
        return { reps: rest, signals: [{ kind: 'done', atUs: point.atUs, facts: factsOf(reps, null) }] };
      }
      const top = { ...reps, lockoutUs: point.atUs, holdEndUs: point.atUs };
      return {
        reps: rest,
        signals: [
          { kind: 'lockout', atUs: point.atUs, facts: factsOf(top, null) },
          { kind: 'done', atUs: point.atUs, facts: factsOf(top, null) },
        ],
      };
    }
    case 'lockout': {
      const holding = reps.holdEndUs === null;
      const ended = holding ? { ...reps, holdEndUs: point.atUs } : reps;
      const facts = factsOf(ended, null);
      const done: RepSignal = { kind: 'done', atUs: point.atUs, facts };
      return { reps: rest, signals: holding ? [{ kind: 'hold-ended', atUs: point.atUs, facts }, done] : [done] };
    }
    case 'descending':
      return { reps: rest, signals: [{ kind: 'done', atUs: point.atUs, facts: factsOf(reps, point.atUs) }] };
  }
}
