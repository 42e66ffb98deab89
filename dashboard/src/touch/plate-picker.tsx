import { useSignal } from '@preact/signals';
import { recognisePlates } from '../../../src/contracts/plates.ts';
import { Icon } from '../components/icon.tsx';
import { stampOf } from '../components/plate-words.ts';
import { loadWords } from '../format.ts';
import type { BayStore } from '../live/bay-store.ts';
import { t } from '../locales/index.ts';
import { TouchButton } from './steady.tsx';
import type { TouchActions } from './touch-action-types.ts';

/** More than a sleeve holds. */
const MOST_PER_SIDE = 12;

/** What hangs on one side, plate by plate; the bar and the other side follow. */
export function PlatePicker(props: { bay: BayStore; actions: TouchActions; isSteady: boolean; close: () => void }) {
  const { bay, actions, isSteady, close } = props;
  const words = t().touch;
  const { plateSet, enteredLoadKg } = bay.state.value;
  const { barKg, platesKg } = plateSet;
  const begun = enteredLoadKg ?? bay.plan.value?.nextLoadKg ?? bay.loadKg.value;
  const side = useSignal<readonly number[]>(
    begun === null ? [] : (recognisePlates(begun, barKg, platesKg)?.perSideKg ?? []),
  );
  const totalKg = Number((barKg + 2 * side.value.reduce((sum, plateKg) => sum + plateKg, 0)).toFixed(4));
  const isReady = isSteady && !actions.action.isBusy.value;
  const put = (plateKg: number) => {
    if (side.value.length < MOST_PER_SIDE) side.value = [...side.value, plateKg].sort((a, b) => b - a);
  };
  const take = (index: number) => (side.value = side.value.toSpliced(index, 1));
  const set = (loadKg: number | null) => void actions.load(loadKg).then(close);
  return (
    <div class="plates">
      <p class="plates__total" role="status" data-testid="plates-total">
        <b>{loadWords(totalKg)}</b> <span>{words.barAndSides(loadWords(barKg))}</span>
      </p>
      <ul class="plates__side" aria-label={words.perSide}>
        {side.value.map((plateKg, index) => (
          <li key={`${index} ${plateKg}`}>
            <TouchButton
              isSteady={isReady}
              onTouch={() => take(index)}
              label={words.takeOff(stampOf(plateKg, plateSet))}
            >
              {stampOf(plateKg, plateSet)}
              <Icon name="cross" />
            </TouchButton>
          </li>
        ))}
        {side.value.length === 0 && <li>{words.bareBar}</li>}
      </ul>
      <p class="plates__kinds">
        {platesKg.map((plateKg) => (
          <TouchButton
            key={plateKg}
            isSteady={isReady}
            onTouch={() => put(plateKg)}
            label={words.putOn(`${stampOf(plateKg, plateSet)} ${plateSet.unit}`)}
          >
            +{stampOf(plateKg, plateSet)}
          </TouchButton>
        ))}
      </p>
      <p class="plates__end">
        <TouchButton isSteady={isReady} onTouch={() => set(null)}>
          {words.asMeasured}
        </TouchButton>
        <TouchButton kind="main" isSteady={isReady} onTouch={() => set(totalKg)}>
          {words.useLoad(loadWords(totalKg))}
        </TouchButton>
      </p>
    </div>
  );
}
