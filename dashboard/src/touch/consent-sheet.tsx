import { useSignal } from '@preact/signals';
import { Dialog } from '../components/dialog.tsx';
import type { BayStore } from '../live/bay-store.ts';
import { t } from '../locales/index.ts';
import { lazyPage } from '../pages/lazy-page.tsx';
import type { TouchActions } from './touch-action-types.ts';

const ConsentBody = lazyPage(async () => (await import('./consent-body.tsx')).ConsentBody);

/** Asks a member at their first sign-in what they agree to. Who lifts is not held up: a set closes it, and it comes back after the set. */
export function ConsentSheet({ bay, actions }: { bay: BayStore; actions: TouchActions }) {
  const presence = bay.presence.value;
  const putOff = useSignal<string | null>(null);
  const sessionId = presence?.sessionId ?? null;
  const isOpen = presence?.consentsDue === true && !bay.isInSet.value && putOff.value !== sessionId;
  // A set that begins closes it too, and puts nothing off.
  const close = () => {
    if (!bay.isInSet.peek()) putOff.value = sessionId;
  };
  return (
    <Dialog title={t().touch.consentsFirst} isOpen={isOpen} close={close} kind="touch">
      <ConsentBody actions={actions} close={close} />
    </Dialog>
  );
}
