import { list } from '../format.ts';
import type { BayStore } from '../live/bay-store.ts';
import { t } from '../locales/index.ts';
import { reasonWords } from '../reasons.ts';
import { Icon } from './icon.tsx';

/** The number that is read from three metres. */
export function RepCount({ bay }: { bay: BayStore }) {
  const countedReps = bay.countedReps.value;
  const { repsMin, repsMax } = bay.target.value;
  const isReached = countedReps >= repsMin;
  return (
    <div class="count" data-reached={isReached}>
      {/* The key makes a new element of each number, which restarts its entrance. */}
      <p class="count__number" key={countedReps} data-digits={String(countedReps).length} data-testid="count">
        {countedReps}
      </p>
      <p class="count__target">
        {t().bay.ofTarget(t().bay.reps(repsMin, repsMax))}
        {isReached && <Icon name="check" />}
        {isReached && <span class="visually-hidden">{t().bay.targetReached}</span>}
      </p>
    </div>
  );
}

/** Says the count aloud; apart from the number, which is drawn again each time. */
export function CountAnnouncer({ bay }: { bay: BayStore }) {
  const rep = bay.lastRep.value;
  const text = !rep
    ? ''
    : rep.verdict === 'counted'
      ? String(bay.countedReps.value)
      : t().bay.notCountedAloud(list(rep.reasons.map(reasonWords)));
  return (
    <p class="visually-hidden" aria-live="assertive" data-testid="announcer">
      {bay.isInSet.value ? text : ''}
    </p>
  );
}
