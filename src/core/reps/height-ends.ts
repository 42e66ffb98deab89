import { factsOf, type HeightPoint, type HeightReps, reachesLockout, silent, startHeightReps } from './height-state.ts';
import type { RepContext, RepSignal } from './signals.ts';

/** Readings are missing: a hold ends at the last one seen, a concentric phase is remembered as not fully seen. */
export function interruptHeightReps(reps: HeightReps, lastSeenUs: number): readonly RepSignal[] {
  reps.gap = true;
  if (reps.phase !== 'lockout' || reps.holdEndUs !== null) return silent;
  const holdEndUs = Math.max(lastSeenUs, reps.lockoutUs ?? lastSeenUs);
  reps.holdEndUs = holdEndUs;
  return [{ kind: 'hold-ended', atUs: holdEndUs, facts: factsOf(reps, null) }];
}

/** Slower than this share of its peak, the concentric phase is nearly over. */
const SLOWING_SHARE = 0.5;

/** The set ends: what is under way is settled as it stands, and the bar rests. */
export function finishHeightReps(reps: HeightReps, point: HeightPoint, context: RepContext): readonly RepSignal[] {
  const signals = endings(reps, point, context);
  Object.assign(reps, startHeightReps(point));
  return signals;
}

function endings(reps: HeightReps, { atUs, velocityMmps }: HeightPoint, context: RepContext): readonly RepSignal[] {
  switch (reps.phase) {
    case 'rest':
      return silent;
    case 'ascending': {
      // lift/ammr_flywheel_squat ends in the last centimetres of its concentric phase.
      const slowing = velocityMmps < SLOWING_SHARE * reps.peakMmps;
      if (!slowing || !reachesLockout(reps, reps.highMm, context)) {
        return [{ kind: 'done', atUs, facts: factsOf(reps, null) }];
      }
      const facts = { ...factsOf(reps, null), lockoutUs: atUs, holdEndUs: atUs };
      return [
        { kind: 'lockout', atUs, facts },
        { kind: 'done', atUs, facts },
      ];
    }
    case 'lockout': {
      const holding = reps.holdEndUs === null;
      const facts = holding ? { ...factsOf(reps, null), holdEndUs: atUs } : factsOf(reps, null);
      const done: RepSignal = { kind: 'done', atUs, facts };
      return holding ? [{ kind: 'hold-ended', atUs, facts }, done] : [done];
    }
    case 'descending':
      return [{ kind: 'done', atUs, facts: factsOf(reps, atUs) }];
  }
}
