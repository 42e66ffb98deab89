import type { Superset } from '../../../src/contracts/superset.ts';
import { t } from '../locales/index.ts';

/** The exercises that are done in turn, each with how far it is; the one whose turn it is stands out. */
export function SupersetTurns({ superset: { exercises, next } }: { superset: Superset }) {
  const words = t().presence.superset;
  return (
    <ol class="turns" aria-label={words.title} data-testid="superset">
      {exercises.map(({ exercise, place, setsDone, sets }) => (
        <li key={place + exercise} aria-current={exercise === next ? 'step' : undefined}>
          {place} {t().exercises[exercise].label} <span class="turns__done">{words.done(setsDone, sets)}</span>
        </li>
      ))}
    </ol>
  );
}
