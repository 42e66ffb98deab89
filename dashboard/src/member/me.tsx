import { useSignal } from '@preact/signals';
import type { WebSessionInfo } from '../../../src/contracts/access.ts';
import type { ExportFormat } from '../../../src/contracts/history.ts';
import type { Card, Consents, Member, MemberPatch } from '../../../src/contracts/members.ts';
import { getJson, send } from '../api.ts';
import { dayOf } from '../format.ts';
import { useAction } from '../live/use-action.ts';
import { useLoaded } from '../live/use-loaded.ts';
import { who } from '../live/who.ts';
import { Fault, Field, Form, Switch } from '../parts/form.tsx';
import { Icon } from '../parts/icon.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { t } from '../texts/index.ts';
import { Erase } from './erase.tsx';

/** Profile, consents, cards, log-ins, exports, and the way out. */
export function MemberMe({ member, etag }: { member: Member; etag: string | null }) {
  const isOwn = who.value?.memberId === member.id;
  const now = useSignal({ member, etag });
  const change = async (patch: MemberPatch) => {
    const answer = await send<Member>('PATCH', `/api/v1/members/${member.id}`, patch, now.value.etag);
    if (answer.kind === 'ok' && answer.value) now.value = { member: answer.value, etag: answer.etag };
    return answer;
  };
  const props = { member: now.value.member, change };
  return (
    <div class="columns">
      <div class="stack">
        <ConsentPanel {...props} />
        <Profile {...props} />
      </div>
      <div class="stack">
        <Cards member={member} />
        {isOwn && <Secret login={member.login} />}
        {isOwn && <LogIns />}
        <Exports member={member} />
        <Erase member={now.value.member} />
      </div>
    </div>
  );
}

interface ChangeProps {
  member: Member;
  change: (patch: MemberPatch) => ReturnType<typeof send<Member>>;
}

function ConsentPanel({ member, change }: ChangeProps) {
  const words = t().member.me;
  const action = useAction();
  return (
    <section class="panel">
      <h2>{words.consents}</h2>
      <p class="lead">{words.consentsHint}</p>
      <div class="stack">
        {(Object.keys(words.consent) as (keyof Consents)[]).map((name) => (
          <Switch
            key={name}
            label={words.consent[name][0] ?? ''}
            hint={words.consent[name][1] ?? ''}
            isOn={member.consents[name]}
            onChange={(isOn) => action.run(() => change({ consents: { ...member.consents, [name]: isOn } }))}
          />
        ))}
      </div>
      <Fault failure={action.failure.value} />
    </section>
  );
}

function Profile({ member, change }: ChangeProps) {
  const words = t().member.me;
  const alias = useSignal(member.alias);
  const name = useSignal(member.name ?? '');
  const height = useSignal(member.heightMm === null ? '' : String(member.heightMm / 10));
  const login = useSignal(member.login ?? '');
  const isSaved = useSignal(false);
  const action = useAction();
  const save = async () => {
    isSaved.value = false;
    const patch: MemberPatch = {
      alias: alias.value.trim(),
      name: name.value.trim() || null,
      heightMm: height.value === '' ? null : Math.round(Number(height.value) * 10),
      login: login.value.trim() || null,
    };
    if (await action.run(() => change(patch))) isSaved.value = true;
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
        <Field
          label={words.name}
          hint={words.nameHint}
          value={name.value}
          onValue={(value) => (name.value = value)}
          maxLength={80}
        />
        <Field
          label={words.height}
          unit="cm"
          type="number"
          min={50}
          max={250}
          value={height.value}
          onValue={(value) => (height.value = value)}
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

/** What was asked for is done. */
function Done({ words }: { words: string }) {
  return (
    <p class="done" role="status">
      <Icon name="check" />
      {words}
    </p>
  );
}

function Cards({ member }: { member: Member }) {
  const words = t().member.me;
  const asked = useSignal(0);
  const path = `/api/v1/members/${member.id}/cards`;
  const loaded = useLoaded<{ cards: Card[] }>((signal) => getJson(path, signal), [path, asked.value]).value;
  const action = useAction();
  const remove = async (card: Card) => {
    if ((await action.run(() => send('DELETE', `${path}/${card.id}`))) !== undefined) asked.value += 1;
  };
  return (
    <section class="panel">
      <h2>{words.cards}</h2>
      <Loaded answer={loaded}>
        {({ cards }) =>
          cards.length === 0 ? (
            <p class="lead">{words.noCards}</p>
          ) : (
            <ul class="rows">
              {cards.map((card) => (
                <li key={card.id} class="row">
                  <span class="row__main">
                    <b>{words.card(card.lastDigits)}</b>
                    <small>{words.added(dayOf(card.addedAt))}</small>
                  </span>
                  <button class="button" type="button" disabled={action.isBusy.value} onClick={() => remove(card)}>
                    {words.removeCard}
                  </button>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      <Fault failure={action.failure.value} />
    </section>
  );
}

function Secret({ login }: { login: string | null }) {
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
      <h2>{words.secret}</h2>
      <Form
        action={action}
        submit={words.change}
        onSubmit={change}
        more={isDone.value && <Done words={words.changed} />}
      >
        {/* For a password manager: whose secret this is. */}
        <input type="text" autoComplete="username" value={login ?? ''} readOnly hidden />
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

function LogIns() {
  const words = t().member.me;
  const asked = useSignal(0);
  const path = '/api/v1/auth/sessions';
  const loaded = useLoaded<{ sessions: WebSessionInfo[] }>((signal) => getJson(path, signal), [asked.value]).value;
  const action = useAction();
  const end = async (id: string) => {
    if ((await action.run(() => send('DELETE', `${path}/${id}`))) !== undefined) asked.value += 1;
  };
  return (
    <section class="panel">
      <h2>{words.logIns}</h2>
      <Loaded answer={loaded}>
        {({ sessions }) => (
          <ul class="rows">
            {sessions.map((one) => (
              <li key={one.id} class="row">
                <span class="row__main">
                  {one.label || t().common.unknown}
                  <small>{one.isCurrent ? words.here : words.lastUsed(dayOf(one.lastUsedAt))}</small>
                </span>
                {!one.isCurrent && (
                  <button class="button" type="button" disabled={action.isBusy.value} onClick={() => end(one.id)}>
                    {words.end}
                  </button>
                )}
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      <Fault failure={action.failure.value} />
    </section>
  );
}

function Exports({ member }: { member: Member }) {
  const words = t().member.me;
  return (
    <section class="panel">
      <h2>{words.exports}</h2>
      <p class="lead">{words.exportsHint}</p>
      <ul class="rows">
        {(Object.keys(words.formats) as ExportFormat[]).map((format) => (
          <li key={format} class="row">
            <a
              class="row__main row__main--download"
              href={`/api/v1/members/${member.id}/export?format=${format}`}
              download
            >
              {words.formats[format][0]}
              <small>{words.formats[format][1]}</small>
            </a>
            <Icon name="download" />
          </li>
        ))}
      </ul>
    </section>
  );
}
