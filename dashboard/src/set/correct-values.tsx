import type { SetEvent } from '../../../src/contracts/events.ts';
import { exerciseNames } from '../../../src/contracts/exercises.ts';
import { Pick } from '../components/form.tsx';
import { LoadField } from '../components/load-field.tsx';
import { loadWords } from '../format.ts';
import { t } from '../locales/index.ts';
import type { Correct } from './correct.ts';

/** What was on the bar, which exercise it was, and of which side. */
export function CorrectValues({ set, correct }: { set: SetEvent; correct: Correct }) {
  const words = t().correct;
  const sides = (['both', 'left', 'right'] as const).map((side) => [side, words.sides[side]] as const);
  return (
    <div class="correct__values">
      <LoadField
        enteredLoadKg={set.enteredLoadKg}
        measuredKg={set.loadKg}
        onSave={(enteredLoadKg) =>
          correct(
            { kind: 'load', enteredLoadKg },
            enteredLoadKg === null ? words.loadMeasured : words.loadSaved(loadWords(enteredLoadKg)),
          )
        }
      />
      <Pick
        label={words.exercise}
        value={set.exercise}
        options={exerciseNames.map((name) => [name, t().exercises[name].label] as const)}
        onValue={(exercise) => correct({ kind: 'exercise', exercise }, words.exerciseIs(t().exercises[exercise].label))}
      />
      <Pick
        label={words.side}
        value={set.side ?? 'unknown'}
        options={set.side === null ? [['unknown', words.sides.unknown], ...sides] : sides}
        onValue={(side) => side !== 'unknown' && correct({ kind: 'side', side }, words.sideIs(words.sides[side]))}
      />
    </div>
  );
}
