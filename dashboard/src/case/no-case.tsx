import { useSignal } from '@preact/signals';
import type { SetCase } from '../../../src/contracts/cases.ts';
import type { Member } from '../../../src/contracts/members.ts';
import { type Answer, getJson, send } from '../api.ts';
import { Fault } from '../components/fault.tsx';
import { useAction } from '../live/use-action.ts';
import { caseTexts } from '../locales/case-texts.ts';

/** Why a set can't be kept as a case; who may agree to it, does so here. */
export function NoCase({ refusal, memberId }: { refusal: NonNullable<SetCase['refusal']>; memberId: string | null }) {
  const words = caseTexts();
  const action = useAction();
  const hasAgreed = useSignal(false);
  if (refusal !== 'no-consent' || memberId === null) return <p class="case__why">{words.refusals[refusal]}</p>;
  const agree = async () => {
    if ((await action.run(() => keepCurves(memberId))) !== undefined) hasAgreed.value = true;
  };
  return (
    <div class="case__why">
      <p>{words.noConsentOwn}</p>
      {hasAgreed.value ? (
        <p role="status">{words.agreed}</p>
      ) : (
        <button class="button" type="button" disabled={action.isBusy.value} onClick={agree}>
          {words.agree}
        </button>
      )}
      <Fault failure={action.failure.value} />
    </div>
  );
}

/** What else they agreed to stays as it is. */
async function keepCurves(memberId: string): Promise<Answer<Member | null>> {
  const path = `/api/v1/members/${memberId}`;
  const now = await getJson<Member>(path, new AbortController().signal);
  if (now.kind === 'failed') return now;
  return send<Member>('PATCH', path, { consents: { ...now.value.consents, keepRecordings: true } }, now.etag);
}
