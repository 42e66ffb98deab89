import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { LogIn, SetUp, WhoAmI } from '../../../src/contracts/access.ts';
import { send } from '../api.ts';
import { age } from '../format.ts';
import { nowMs } from '../live/live-store.ts';
import { type Action, useAction } from '../live/use-action.ts';
import { isNow, mayAs, who } from '../live/who.ts';
import { Field, Form } from '../parts/form.tsx';
import { goTo, memberPath, pairPath, route } from '../router.ts';
import { t } from '../texts/index.ts';
import { Frame } from './frame.tsx';

/** Name and PIN; or, while the station has no admin, the code that makes the first one. */
export function LogInPage() {
  const words = t().account;
  const isSetUp = useSignal(false);
  const enter = async (next: WhoAmI) => {
    await isNow(next);
    // Asked for in the middle of another page, that page goes on by itself.
    const isAsked = route.value.page === 'log-in' || route.value.page === 'home';
    if (isAsked) goTo(mayAs('trainer') || next.memberId === null ? '/floor' : memberPath(next.memberId), 'replace');
  };
  const needsSetUp = who.value?.setUpNeeded === true;
  return (
    <Frame title={isSetUp.value ? words.setUp : words.logIn}>
      <section class="panel narrow">
        <AccountForm key={String(isSetUp.value)} isFirst={isSetUp.value} enter={enter} />
        {needsSetUp && (
          <p class="narrow__more">
            {!isSetUp.value && words.noAdmin}{' '}
            <button class="text-button" type="button" onClick={() => (isSetUp.value = !isSetUp.value)}>
              {isSetUp.value ? words.logIn : words.setUpCodeLink}
            </button>
          </p>
        )}
      </section>
    </Frame>
  );
}

/** Name and secret; the first admin adds the code of the terminal, and a name for screens. */
function AccountForm({ isFirst, enter }: { isFirst: boolean; enter: (next: WhoAmI) => Promise<void> }) {
  const words = t().account;
  const code = useSignal('');
  const alias = useSignal('');
  const login = useSignal('');
  const secret = useSignal('');
  const action = useAction();
  const wait = useWait(action);
  const submit = async () => {
    const person: LogIn = { login: login.value.trim(), secret: secret.value };
    const first: SetUp = { ...person, code: code.value.trim().toUpperCase(), alias: alias.value.trim() };
    const next = await action.run(() =>
      isFirst ? send<WhoAmI>('POST', '/api/v1/auth/set-up', first) : send<WhoAmI>('POST', '/api/v1/auth/login', person),
    );
    if (next) await enter(next);
  };
  return (
    <>
      <p class="lead">{isFirst ? words.setUpHint : words.logInHint}</p>
      <Form
        action={action}
        submit={wait ?? (isFirst ? words.makeAdmin : words.logIn)}
        isBlocked={wait !== null}
        onSubmit={submit}
      >
        {isFirst && (
          <>
            <Field
              label={words.code}
              hint={words.codeHint}
              value={code.value}
              onValue={(value) => (code.value = value)}
              autoComplete="one-time-code"
              autoCapitalize="characters"
              required
              minLength={6}
            />
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
        <Field
          label={words.login}
          value={login.value}
          onValue={(value) => (login.value = value)}
          autoComplete="username"
          autoCapitalize="none"
          required
          minLength={2}
        />
        <Field
          label={isFirst ? words.password : words.secret}
          hint={isFirst ? words.passwordHint : ''}
          value={secret.value}
          onValue={(value) => (secret.value = value)}
          type="password"
          autoComplete={isFirst ? 'new-password' : 'current-password'}
          required
          minLength={isFirst ? 10 : 4}
        />
      </Form>
      {!isFirst && (
        <p class="narrow__more">
          {words.forgotten} <a href={pairPath()}>{words.pair.link}</a>
        </p>
      )}
    </>
  );
}

/** What the button says while the station hears no further try; null when it hears one. */
function useWait({ failure }: Action): string | null {
  const until = useSignal(0);
  const retryAfterS = failure.value?.retryAfterS ?? null;
  useEffect(() => {
    until.value = retryAfterS === null ? 0 : Date.now() + retryAfterS * 1000;
  }, [failure.value]);
  const leftMs = until.value - nowMs.value;
  return leftMs > 0 ? t().account.wait(age(leftMs)) : null;
}
