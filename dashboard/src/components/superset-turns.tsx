import type { Superset } from '../../../src/contracts/superset.ts';
import { t } from '../locales/index.ts';

/** The exercises that are done in turn, each with how far it is; the one whose turn it is stands out. */
export function SupersetTurns({ superset: { exercises, next, restS } }: { superset: Superset }) {
  const words = t().presence.superset;
  return (
    <div class="turns" data-testid="superset">
      <b>{words.title}</b>
      <ol>
        {exercises.map(({ exercise, place, setsDone, sets }) => (
          <li key={place + exercise} aria-current={exercise === next ? 'step' : undefined}>
            {place} {t().exercises[exercise].label} <span class="turns__done">{words.done(setsDone, sets)}</span>
          </li>
        ))}
      </ol>
      {next !== null && restS === 0 && <span>{words.goOn}</span>}
    </div>
  );
}
