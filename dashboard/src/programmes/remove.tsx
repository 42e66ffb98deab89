import { useSignal } from '@preact/signals';
import { t } from '../locales/index.ts';

/** Deletes what can't be brought back: asked for once more, in the same place. */
export function Remove({ name, isBusy, onRemove }: { name: string; isBusy: boolean; onRemove: () => void }) {
  const words = t().plans;
  const isAsking = useSignal(false);
  if (!isAsking.value)
    return (
      <button class="button" type="button" onClick={() => (isAsking.value = true)} aria-label={words.removeLong(name)}>
        {words.remove}
      </button>
    );
  return (
    <fieldset class="present">
      <legend>{words.really(name)}</legend>
      <div class="actions__row">
        <button class="button" data-kind="danger" type="button" disabled={isBusy} onClick={onRemove}>
          {words.remove}
        </button>
        <button class="button" type="button" onClick={() => (isAsking.value = false)}>
          {words.cancel}
        </button>
      </div>
    </fieldset>
  );
}
