import { useSignal } from '@preact/signals';
import type { LogIn } from '../../../src/contracts/access.ts';
import type { HubWho } from '../../../src/contracts/hub-pages.ts';
import { send } from '../api.ts';
import { CodeField, LoginField, SecretField } from '../components/account-fields.tsx';
import { useAction } from '../live/use-action.ts';
import { isNow, who } from '../live/who.ts';
import { t } from '../locales/index.ts';
import { Entrance } from '../pages/entrance.tsx';
import { goTo, route } from '../router.ts';

/** Name and password; or, while the hub has no admin, the code that makes the first one. */
export function HubLogIn({ isFirst }: { isFirst: boolean }) {
  const words = t().hub;
  const { logIn, setUp, makeAdmin } = t().account;
  const isSetUp = who.value?.setUpNeeded === true;
  const code = useSignal('');
  const login = useSignal('');
  const secret = useSignal('');
  const action = useAction();
  const submit = async () => {
    const person: LogIn = { login: login.value.trim(), secret: secret.value };
    const next = await action.run(() =>
      isSetUp
        ? send<HubWho>('POST', '/api/v1/auth/set-up', { ...person, code: code.value.trim() })
        : send<HubWho>('POST', '/api/v1/auth/login', person),
    );
    if (!next) return;
    await isNow(next);
    if (isFirst || route.peek().page === 'log-in') goTo('/', 'replace');
  };
  return (
    <Entrance
      key={String(isSetUp)}
      title={isSetUp ? setUp : logIn}
      hint={isSetUp ? words.setUpHint : words.logInHint}
      action={action}
      submit={isSetUp ? makeAdmin : logIn}
      onSubmit={submit}
      below={!isSetUp && <p class="narrow__more">{words.forgotten}</p>}
    >
      {isSetUp && <CodeField code={code} hint={words.codeHint} />}
      <LoginField login={login} />
      <SecretField label={words.password} secret={secret} isNew={isSetUp} />
    </Entrance>
  );
}
