/** What a person types to log in or to set up an account: at a station and at the hub. */
import type { Signal } from '@preact/signals';
import { t } from '../locales/index.ts';
import { Field } from './form.tsx';

/** A new password of ours; an old PIN of a member may be shorter. */
const LEAST_NEW_PASSWORD = 12;
const LEAST_SECRET = 4;

/** The code that the terminal shows while there is no admin. */
export function CodeField({ code, hint }: { code: Signal<string>; hint: string }) {
  return (
    <Field
      label={t().account.code}
      hint={hint}
      value={code.value}
      onValue={(value) => (code.value = value)}
      autoComplete="one-time-code"
      autoCapitalize="characters"
      takesFocus
      required
      minLength={6}
    />
  );
}

/** `off`: an admin makes an account for another person. */
export function LoginField({
  login,
  autoComplete = 'username',
}: {
  login: Signal<string>;
  autoComplete?: 'username' | 'off';
}) {
  return (
    <Field
      label={t().account.login}
      value={login.value}
      onValue={(value) => (login.value = value)}
      autoComplete={autoComplete}
      autoCapitalize="none"
      required
      minLength={2}
    />
  );
}

export function SecretField({ label, secret, isNew }: { label: string; secret: Signal<string>; isNew: boolean }) {
  return (
    <Field
      label={label}
      hint={isNew ? t().account.passwordHint : ''}
      value={secret.value}
      onValue={(value) => (secret.value = value)}
      type="password"
      autoComplete={isNew ? 'new-password' : 'current-password'}
      required
      minLength={isNew ? LEAST_NEW_PASSWORD : LEAST_SECRET}
    />
  );
}
