import { ConsentChoice, useConsents } from '../components/consent-choice.tsx';
import { Fault } from '../components/form.tsx';
import { t } from '../locales/index.ts';
import { TouchButton, useSteady } from './steady.tsx';
import type { TouchActions } from './touch-action-types.ts';
import '../styles/touch-sheet.css';

/** Fetched when a member is asked. */
export function ConsentBody({ actions, close }: { actions: TouchActions; close: () => void }) {
  const words = t().member.me;
  const consents = useConsents();
  const isSteady = useSteady() && !actions.action.isBusy.value;
  const save = async () => {
    if (await actions.consent(consents.value)) close();
  };
  return (
    <div class="plates">
      <p>{words.consentsFirstHint}</p>
      <ConsentChoice consents={consents} />
      <Fault failure={actions.action.failure.value} />
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
