import { useSignal } from '@preact/signals';
import type { LogIn, SetUp, WhoAmI } from '../../../src/contracts/access.ts';
import { send } from '../api.ts';
import { CodeField, LoginField, SecretField } from '../components/account-fields.tsx';
import { Field } from '../components/form.tsx';
import { useAction } from '../live/use-action.ts';
import { isNow, mayAs, who } from '../live/who.ts';
import { t } from '../locales/index.ts';
import { goTo, myPath, pairPath, route } from '../router.ts';
import { Entrance } from './entrance.tsx';

/** Name and PIN; or, while the station has no admin, the code that makes the first one. */
export function LogInPage({ isFirst = false }: { isFirst?: boolean }) {
  const chosen = useSignal<boolean | null>(null);
  const isSetUp = chosen.value ?? (isFirst && who.value?.setUpNeeded === true);
  return <AccountForm key={String(isSetUp)} isFirst={isSetUp} onOther={() => (chosen.value = !isSetUp)} />;
}

async function enter(next: WhoAmI): Promise<void> {
  await isNow(next);
  // Asked for in the middle of another page, that page goes on by itself.
  const isAsked = route.value.page === 'log-in' || route.value.page === 'home';
  if (isAsked) goTo(mayAs('trainer') || next.memberId === null ? '/floor' : myPath(), 'replace');
}

/** Name and secret; the first admin adds the code of the terminal, and a name for screens. */
function AccountForm({ isFirst, onOther }: { isFirst: boolean; onOther: () => void }) {
  const words = t().account;
  const code = useSignal('');
  const alias = useSignal('');
  const login = useSignal('');
  const secret = useSignal('');
  const action = useAction();
  const submit = async () => {
    const person: LogIn = { login: login.value.trim(), secret: secret.value };
    const first: SetUp = { ...person, code: code.value.trim().toUpperCase(), alias: alias.value.trim() };
    const next = await action.run(() =>
      isFirst ? send<WhoAmI>('POST', '/api/v1/auth/set-up', first) : send<WhoAmI>('POST', '/api/v1/auth/login', person),
    );
    if (next) await enter(next);
  };
  const below = (
    <>
      {!isFirst && (
        <p class="narrow__more">
          {words.forgotten} <a href={pairPath()}>{words.pair.link}</a>
        </p>
      )}
      {who.value?.setUpNeeded && (
        <p class="narrow__more">
          {!isFirst && words.noAdmin}{' '}
          <button class="text-button" type="button" onClick={onOther}>
            {isFirst ? words.logIn : words.setUpCodeLink}
          </button>
        </p>
      )}
    </>
  );
  return (
    <Entrance
      title={isFirst ? words.setUp : words.logIn}
      hint={isFirst ? words.setUpHint : words.logInHint}
      action={action}
      submit={isFirst ? words.makeAdmin : words.logIn}
      onSubmit={submit}
      below={below}
    >
      {isFirst && (
        <>
          <CodeField code={code} hint={words.codeHint} />
          <Field
            label={words.alias}
            value={alias.value}
            onValue={(value) => (alias.value = value)}
            autoComplete="nickname"
            required
            maxLength={40}
          />
        </>
      )}
      <LoginField login={login} />
      <SecretField label={isFirst ? words.password : words.secret} secret={secret} isNew={isFirst} />
    </Entrance>
  );
}
