import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { inUnits, kgOf, loadWords } from '../format.ts';
import { t } from '../locales/index.ts';
import { settings } from '../settings.ts';
import { NumberField } from './number-field.tsx';

/** Heavier than anything that is lifted. */
const MOST_KG = 700;

/** What a person says is on the bar, in the unit of this screen; empty: as measured. */
export function LoadField(props: {
  enteredLoadKg: number | null;
  measuredKg: number | null;
  onSave: (enteredLoadKg: number | null) => void;
}) {
  const { enteredLoadKg, measuredKg, onSave } = props;
  const words = t().correct;
  const { units } = settings.value;
  const loadKg = useSignal(enteredLoadKg);
  useEffect(() => {
    loadKg.value = enteredLoadKg;
  }, [enteredLoadKg]);
  return (
    <form
      class="load-field"
      onSubmit={(event) => {
        event.preventDefault();
        onSave(loadKg.value);
      }}
    >
      <NumberField
        key={`${enteredLoadKg} ${units}`}
        label={words.load}
        value={enteredLoadKg === null ? null : inUnits(enteredLoadKg)}
        onValue={(value) => (loadKg.value = value === null ? null : kgOf(value))}
        decimals={2}
        min={0}
        max={Math.floor(inUnits(MOST_KG))}
        unit={units}
        placeholder={measuredKg === null ? '' : `${words.asMeasured}: ${loadWords(measuredKg)}`}
      />
      <button class="button" type="submit">
        {words.save}
      </button>
    </form>
  );
}
