import { isCounted } from '../../../src/contracts/events/counted.ts';
import type { Rep } from '../../../src/contracts/events.ts';
import { Mark } from '../components/mark.tsx';
import { t } from '../locales/index.ts';
import { repDetail } from '../words.ts';
import type { Correct } from './correct.ts';

/** Every movement, and whether it counts. */
export function CorrectReps(props: { reps: readonly Rep[]; targetHoldS: number; correct: Correct; isBusy: boolean }) {
  const words = t().correct;
  if (props.reps.length === 0) return null;
  return (
    <section aria-labelledby="correct-reps">
      <h3 id="correct-reps">{words.reps}</h3>
      <ul class="rows">
        {props.reps.map((rep, index) => {
          const name = words.movement(String(index + 1));
          const counts = isCounted(rep);
          return (
            <li key={rep.id} class="row">
              <Mark rep={rep} targetHoldS={props.targetHoldS} />
              <span class="row__main">
                <b>{t().verdicts[rep.verdict]}</b> <small>{repDetail(rep)}</small>
              </span>
              <button
                class="button"
                type="button"
                disabled={props.isBusy}
                aria-label={`${counts ? words.exclude : words.restore}: ${name}`}
                onClick={() =>
                  counts
                    ? props.correct({ kind: 'exclude-rep', repId: rep.id }, words.excluded(name))
                    : props.correct({ kind: 'restore-rep', repId: rep.id }, words.restored(name))
                }
              >
                {counts ? words.exclude : words.restore}
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
