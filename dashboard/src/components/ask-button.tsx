import { useSignal } from '@preact/signals';
import { t } from '../locales/index.ts';
import { Dialog } from './dialog.tsx';

/** A button whose deed can't be undone: it asks first. */
export function AskButton(props: {
  label: string;
  /** Of a button whose label alone doesn't say what it is about. */
  name?: string;
  /** The question. */
  title: string;
  isBusy?: boolean;
  onYes: () => void;
}) {
  const { label, name, title, isBusy = false, onYes } = props;
  const isAsking = useSignal(false);
  const close = () => (isAsking.value = false);
  return (
    <>
      <button class="button" type="button" aria-label={name} disabled={isBusy} onClick={() => (isAsking.value = true)}>
        {label}
      </button>
      <Dialog title={title} isOpen={isAsking.value} close={close}>
        <p>{t().common.stopsAtOnce}</p>
        <div class="form__end">
          <button
            class="button"
            data-kind="danger"
            type="button"
            onClick={() => {
              close();
              onYes();
            }}
          >
            {label}
          </button>
          <button class="button" type="button" onClick={close}>
            {t().common.cancel}
          </button>
        </div>
      </Dialog>
    </>
  );
}
