import { useSignal } from '@preact/signals';
import type { BayStore } from '../live/bay-store.ts';
import { ConsentChoice, useConsents } from '../parts/consent-choice.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Fault } from '../parts/form.tsx';
import { t } from '../texts/index.ts';
import type { Deeds } from './deeds.ts';
import { TouchButton, useSteady } from './steady.tsx';

/** Asks a member at their first sign-in what they agree to. Who lifts is not held up: a set closes it, and it comes back after the set. */
export function ConsentSheet({ bay, deeds }: { bay: BayStore; deeds: Deeds }) {
  const presence = bay.presence.value;
  const putOff = useSignal<string | null>(null);
  const sessionId = presence?.sessionId ?? null;
  const isOpen = presence?.consentsDue === true && !bay.isInSet.value && putOff.value !== sessionId;
  // A set that begins closes it too, and puts nothing off.
  const close = () => {
    if (!bay.isInSet.peek()) putOff.value = sessionId;
  };
  return (
    <Dialog title={t().member.me.consentsFirst} isOpen={isOpen} close={close} kind="touch">
      <Body deeds={deeds} close={close} />
    </Dialog>
  );
}

function Body({ deeds, close }: { deeds: Deeds; close: () => void }) {
  const words = t().member.me;
  const consents = useConsents();
  const isSteady = useSteady() && !deeds.action.isBusy.value;
  const save = async () => {
    if (await deeds.consent(consents.value)) close();
  };
  return (
    <div class="plates">
      <p>{words.consentsFirstHint}</p>
      <ConsentChoice consents={consents} />
      <Fault failure={deeds.action.failure.value} />
      <p class="plates__end">
        <TouchButton isSteady={isSteady} onTouch={close}>
          {words.consentsLater}
        </TouchButton>
        <TouchButton kind="main" isSteady={isSteady} onTouch={() => void save()}>
          {words.consentsSave}
        </TouchButton>
      </p>
    </div>
  );
}
