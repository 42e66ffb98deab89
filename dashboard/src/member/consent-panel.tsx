import { useRef } from 'preact/hooks';
import type { Consents } from '../../../src/contracts/members.ts';
import { CONSENT_NAMES, ConsentChoice, useConsents } from '../components/consent-choice.tsx';
import { Fault, Form, Switch } from '../components/form.tsx';
import { useAction } from '../live/use-action.ts';
import { t } from '../locales/index.ts';
import type { ChangeProps } from './profile.tsx';

/** The member's consents; only the member can change them. The first time, all are asked at once. */
export function ConsentPanel({ member, change, isOwn }: ChangeProps & { isOwn: boolean }) {
  const words = t().member.me;
  const action = useAction();
  const last = useRef<Promise<unknown>>(Promise.resolve());
  // One after the other: three switches in a second are three changes.
  const agree = (name: keyof Consents, isOn: boolean) => {
    last.current = last.current.then(() =>
      action.run(() => change(({ consents }) => ({ consents: { ...consents, [name]: isOn } }))),
    );
  };
  if (isOwn && member.consentsAt === null) return <FirstTime member={member} change={change} />;
  return (
    <section class="panel">
      <h2>{words.consents}</h2>
      <p class="lead">{isOwn ? words.consentsHint : words.consentsOthers}</p>
      <div class="stack">
        {CONSENT_NAMES.map((name) => (
          <Switch
            key={name}
            label={words.consent[name][0] ?? ''}
            hint={words.consent[name][1] ?? ''}
            isOn={member.consents[name]}
            isFixed={!isOwn}
            onChange={(isOn) => agree(name, isOn)}
          />
        ))}
      </div>
      <Fault failure={action.failure.value} />
    </section>
  );
}

function FirstTime({ change }: ChangeProps) {
  const words = t().member.me;
  const action = useAction();
  const consents = useConsents();
  return (
    <section class="panel" data-testid="first-consents">
      <h2>{t().touch.consentsFirst}</h2>
      <p class="lead">{words.consentsHint}</p>
      <Form
        action={action}
        submit={words.consentsSave}
        onSubmit={() => void action.run(() => change(() => ({ consents: consents.value })))}
      >
        <ConsentChoice consents={consents} />
      </Form>
    </section>
  );
}
