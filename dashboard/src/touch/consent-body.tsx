import { ConsentChoice, useConsents } from '../components/consent-choice.tsx';
import { Fault } from '../components/form.tsx';
import { t } from '../locales/index.ts';
import type { Deeds } from './deed-types.ts';
import { TouchButton, useSteady } from './steady.tsx';
import '../styles/touch-sheet.css';

/** Fetched when a member is asked. */
export function ConsentBody({ deeds, close }: { deeds: Deeds; close: () => void }) {
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
