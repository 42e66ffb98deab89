import { useSignal } from '@preact/signals';
import { send } from '../api.ts';
import { Field, Form } from '../components/form.tsx';
import { useAction } from '../live/use-action.ts';
import { t } from '../locales/index.ts';
import { Done, OfLogin } from './profile.tsx';

/** One's own PIN or password; `title`: where it is only one of them. */
export function Secret({ login, title }: { login: string | null; title?: string }) {
  const words = t().member.me;
  const current = useSignal('');
  const next = useSignal('');
  const isDone = useSignal(false);
  const action = useAction();
  const change = async () => {
    isDone.value = false;
    const body = { current: current.value, next: next.value };
    if ((await action.run(() => send('PUT', '/api/v1/auth/secret', body))) === undefined) return;
    current.value = next.value = '';
    isDone.value = true;
  };
  return (
    <section class="panel">
      <h2>{title ?? words.secret}</h2>
      <Form
        action={action}
        submit={words.change}
        onSubmit={change}
        more={isDone.value && <Done words={words.changed} />}
      >
        <OfLogin login={login} />
        <Field
          label={words.current}
          type="password"
          autoComplete="current-password"
          required
          minLength={4}
          value={current.value}
          onValue={(value) => (current.value = value)}
        />
        <Field
          label={words.next}
          type="password"
          autoComplete="new-password"
          required
          minLength={4}
          value={next.value}
          onValue={(value) => (next.value = value)}
        />
      </Form>
    </section>
  );
}
