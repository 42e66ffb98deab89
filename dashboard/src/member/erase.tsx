import { useSignal } from '@preact/signals';
import type { Member } from '../../../src/contracts/members.ts';
import { send } from '../api.ts';
import { Field, Form } from '../components/form.tsx';
import { useAction } from '../live/use-action.ts';
import { logOut, who } from '../live/who.ts';
import { t } from '../locales/index.ts';
import { adminPath, goTo } from '../router.ts';

/** Deletes the member after their name was typed. */
export function Erase({ member }: { member: Member }) {
  const words = t().member.me;
  const isAsking = useSignal(false);
  const typed = useSignal('');
  const action = useAction();
  const erase = async () => {
    if ((await action.run(() => send('DELETE', `/api/v1/members/${member.id}`))) === undefined) return;
    if (who.peek()?.memberId === member.id) await logOut();
    else goTo(adminPath(), 'replace');
  };
  return (
    <section class="panel panel--danger">
      <h2>{words.erase}</h2>
      <p class="lead">{words.eraseHint}</p>
      {!isAsking.value && (
        <button class="button" data-kind="danger" type="button" onClick={() => (isAsking.value = true)}>
          {words.erase}
        </button>
      )}
      {isAsking.value && (
        <Form
          action={action}
          submit={words.eraseNow}
          onSubmit={erase}
          isBlocked={typed.value.trim() !== member.alias}
          more={
            <button class="button" type="button" onClick={() => (isAsking.value = false)}>
              {t().member.programme.cancel}
            </button>
          }
        >
          <Field
            label={words.eraseAsk(member.alias)}
            value={typed.value}
            onValue={(value) => (typed.value = value)}
            autoComplete="off"
          />
        </Form>
      )}
    </section>
  );
}
