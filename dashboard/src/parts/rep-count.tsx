import type { BayStore } from '../live/bay-store.ts';
import { repTarget } from '../words.ts';

/** The number that is read from three metres. */
export function RepCount({ bay }: { bay: BayStore }) {
  const countedReps = bay.countedReps.value;
  const { targetRepsMin, targetRepsMax } = bay.exercise.value;
  const isReached = countedReps >= targetRepsMin;
  return (
    <div class="count" data-reached={isReached}>
      {/* The key makes a new element of each number, which restarts its entrance. */}
      <p class="count__number" key={countedReps} data-digits={String(countedReps).length} data-testid="count">
        {countedReps}
      </p>
      <p class="count__target">
        {repTarget(targetRepsMin, targetRepsMax)}
        {isReached && <span class="count__done"> ✓</span>}
      </p>
    </div>
  );
}

/** Says the count aloud; apart from the number, which is drawn anew each time. */
export function CountAnnouncer({ bay }: { bay: BayStore }) {
  const rep = bay.lastRep.value;
  const text = !rep
    ? ''
    : rep.verdict === 'counted'
      ? String(bay.countedReps.value)
      : `not counted: ${rep.reasons.join(', ')}`;
  return (
    <p class="visually-hidden" aria-live="assertive" data-testid="announcer">
      {bay.isInSet.value ? text : ''}
    </p>
  );
}
