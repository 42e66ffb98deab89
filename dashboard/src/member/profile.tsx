import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { PersonRole } from '../../../src/contracts/access.ts';
import type { Member, MemberPatch } from '../../../src/contracts/members.ts';
import type { Answer } from '../api.ts';
import { Field, Form, Pick } from '../components/form.tsx';
import { Icon } from '../components/icon.tsx';
import { NumberField } from '../components/number-field.tsx';
import { useAction } from '../live/use-action.ts';
import { mayAs } from '../live/who.ts';
import { t } from '../locales/index.ts';

/** Changes the member by what they are when their turn comes. */
export type Change = (patchOf: (member: Member) => MemberPatch) => Promise<Answer<Member | null>>;
export interface ChangeProps {
  member: Member;
  change: Change;
}

/** Names and height. Only what was changed is sent: someone else may have changed the rest, or have to. */
export function Profile({ member, change }: ChangeProps) {
  const words = t().member.me;
  const alias = useSignal(member.alias);
  const name = useSignal(member.name ?? '');
  const heightMm = useSignal(member.heightMm);
  const login = useSignal(member.login ?? '');
  const isSaved = useSignal(false);
  const action = useAction();
  /** What the fields began with. */
  const before = useRef(member);
  const save = async () => {
    isSaved.value = false;
    const typed = {
      alias: alias.value.trim(),
      name: name.value.trim() || null,
      heightMm: heightMm.value,
      login: login.value.trim() || null,
    };
    const differs = ([key, value]: [string, unknown]) => value !== before.current[key as keyof typeof typed];
    const patch: MemberPatch = Object.fromEntries(Object.entries(typed).filter(differs));
    const saved = await action.run(() => change(() => patch));
    if (!saved) return;
    before.current = saved;
    isSaved.value = true;
  };
  return (
    <section class="panel">
      <h2>{words.profile}</h2>
      <Form action={action} submit={words.save} onSubmit={save} more={isSaved.value && <Done words={words.saved} />}>
        <Field
          label={words.alias}
          value={alias.value}
          onValue={(value) => (alias.value = value)}
          required
          maxLength={40}
        />
        {mayAs('trainer') && (
          <Field
            label={words.name}
            hint={words.nameHint}
            value={name.value}
            onValue={(value) => (name.value = value)}
            maxLength={80}
          />
        )}
        <NumberField
          label={words.height}
          unit="cm"
          min={50}
          max={250}
          value={member.heightMm === null ? null : member.heightMm / 10}
          onValue={(heightCm) => (heightMm.value = heightCm === null ? null : Math.round(heightCm * 10))}
        />
        <Field
          label={words.login}
          value={login.value}
          onValue={(value) => (login.value = value)}
          autoCapitalize="none"
          maxLength={40}
        />
      </Form>
    </section>
  );
}

const ROLES: readonly PersonRole[] = ['member', 'trainer', 'admin'];

/** Resets a forgotten PIN, and for admins sets the role. */
export function LogInOf({ member, change }: ChangeProps) {
  const words = t().member.me;
  const role = useSignal(member.role);
  const secret = useSignal('');
  const isDone = useSignal(false);
  const action = useAction();
  if (!mayAs(member.role === 'member' ? 'trainer' : 'admin')) return null;
  const save = async () => {
    isDone.value = false;
    const patch = {
      ...(role.value !== member.role && { role: role.value }),
      ...(secret.value && { secret: secret.value }),
    };
    if (!(await action.run(() => change(() => patch)))) return;
    secret.value = '';
    isDone.value = true;
  };
  return (
    <section class="panel">
      <h2>{words.logIn}</h2>
      {member.login === null ? (
        <p class="lead">{words.noLogin}</p>
      ) : (
        <Form
          action={action}
          submit={words.change}
          onSubmit={save}
          isBlocked={secret.value === '' && role.value === member.role}
          more={isDone.value && <Done words={words.logInChanged} />}
        >
          {mayAs('admin') && (
            <Pick
              label={t().admin.role}
              value={role.value}
              options={ROLES.map((one) => [one, t().account.roles[one]] as const)}
              onValue={(next) => (role.value = next)}
            />
          )}
          <OfLogin login={member.login} />
          <Field
            label={words.newSecret}
            hint={t().admin.secretHint}
            type="password"
            autoComplete="new-password"
            minLength={4}
            value={secret.value}
            onValue={(value) => (secret.value = value)}
          />
        </Form>
      )}
    </section>
  );
}

/** For a password manager: whose secret this is. */
export function OfLogin({ login }: { login: string | null }) {
  return <input type="text" autoComplete="username" value={login ?? ''} readOnly hidden />;
}

/** What was asked for is done. */
export function Done({ words }: { words: string }) {
  return (
    <p class="done" role="status">
      <Icon name="check" />
      {words}
    </p>
  );
}
