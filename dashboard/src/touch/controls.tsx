import { useSignal } from '@preact/signals';
import { Dialog } from '../components/dialog.tsx';
import { Icon } from '../components/icon.tsx';
import type { BayStore } from '../live/bay-store.ts';
import { t } from '../locales/index.ts';
import { lazyPage } from '../pages/lazy-page.tsx';
import type { View } from './sheet.tsx';
import { useSteady } from './steady.tsx';
import type { TouchActions } from './touch-action-types.ts';

const Sheet = lazyPage(async () => (await import('./sheet.tsx')).Sheet);

/** The one button of the bay screen, and what it opens: few tiles, each large, each with its way back. */
export function Controls({ bay, actions }: { bay: BayStore; actions: TouchActions }) {
  const view = useSignal<View | null>(null);
  const isSteady = useSteady(view.value);
  const words = t().touch;
  const close = () => (view.value = null);
  const titles = { all: words.title, load: words.loadTitle, exercise: words.exerciseTitle };
  return (
    <>
      <button
        class="controls-button"
        type="button"
        disabled={!isSteady}
        onClick={() => (view.value = 'all')}
        aria-label={words.open}
      >
        <Icon name="touch" />
        <span>{words.title}</span>
      </button>
      <Dialog title={titles[view.value ?? 'all']} isOpen={view.value !== null} close={close} kind="touch">
        {view.value !== null && (
          <Sheet
            view={view.value}
            bay={bay}
            actions={actions}
            isSteady={isSteady}
            show={(next) => (view.value = next)}
            close={close}
          />
        )}
      </Dialog>
    </>
  );
}
