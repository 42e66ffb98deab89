import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { inUnits, loadTyped, loadWords, typedLoad } from '../format.ts';
import { settings } from '../settings.ts';
import { t } from '../texts/index.ts';
import { Field } from './form.tsx';

/** What a person says is on the bar, in the unit of this screen; empty: as measured. */
export function LoadField(props: {
  enteredLoadKg: number | null;
  measuredKg: number | null;
  onSave: (enteredLoadKg: number | null) => void;
}) {
  const { enteredLoadKg, measuredKg, onSave } = props;
  const words = t().correct;
  const { units } = settings.value;
  const entered = enteredLoadKg === null ? '' : typedLoad(enteredLoadKg);
  const typed = useSignal(entered);
  useEffect(() => {
    typed.value = entered;
  }, [entered]);
  return (
    <form
      class="load-field"
      onSubmit={(event) => {
        event.preventDefault();
        onSave(typed.value.trim() === '' ? null : loadTyped(typed.value));
      }}
    >
      <Field
        label={words.load}
        value={typed.value}
        onValue={(value) => (typed.value = value)}
        type="number"
        min={0}
        max={Math.floor(inUnits(700))}
        step="any"
        unit={units}
        placeholder={measuredKg === null ? words.asMeasured : `${words.asMeasured}: ${loadWords(measuredKg)}`}
      />
      <button class="button" type="submit" disabled={typed.value.trim() === entered}>
        {words.save}
      </button>
    </form>
  );
}
