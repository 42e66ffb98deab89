import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import type { WebSessionInfo } from '../../../src/contracts/access.ts';
import type { ExportFormat } from '../../../src/contracts/history.ts';
import type { Card, Member } from '../../../src/contracts/members.ts';
import { type Answer, getJson, send } from '../api.ts';
import { AskButton } from '../components/ask-button.tsx';
import { Fault } from '../components/fault.tsx';
import { Icon } from '../components/icon.tsx';
import { Loaded } from '../components/loaded.tsx';
import { dayOf } from '../format.ts';
import { cacheAlias } from '../live/aliases.ts';
import { mayChange } from '../live/rights.ts';
import { useAction } from '../live/use-action.ts';
import { useLoaded } from '../live/use-loaded.ts';
import { who } from '../live/who.ts';
import { t } from '../locales/index.ts';
import { settings } from '../settings.ts';
import { ConsentPanel } from './consent-panel.tsx';
import { Erase } from './erase.tsx';
import { AgreeToLeaderboard } from './on-leaderboard.tsx';
import { type Change, LogInOf, Profile } from './profile.tsx';
import { Secret } from './secret.tsx';

/** Profile, consents, cards, log-ins, exports, and the way out. */
export function MemberMe(props: { member: Member; etag: string | null; onAlias: (alias: string) => void }) {
  const { member, etag, onAlias } = props;
  const isOwn = who.value?.memberId === member.id;
  const now = useSignal({ member, etag });
  const path = `/api/v1/members/${member.id}`;
  const take = (answer: Answer<Member | null>) => {
    if (answer.kind !== 'ok' || !answer.value) return;
    now.value = { member: answer.value, etag: answer.etag };
    cacheAlias(member.id, answer.value.alias);
    onAlias(answer.value.alias);
  };
  const change: Change = async (patchOf) => {
    const answer = await send<Member>('PATCH', path, patchOf(now.value.member), now.value.etag);
    take(answer);
    // Shows the other user's change; the next attempt is based on it.
    if (answer.kind === 'failed' && answer.status === 412)
      take(await getJson<Member>(path, new AbortController().signal));
    return answer;
  };
  const changing = { member: now.value.member, change };
  return (
    <div class="columns">
      <Changeable member={now.value.member}>
        <ConsentPanel {...changing} isOwn={isOwn} />
        <Profile {...changing} />
      </Changeable>
      <div class="stack">
        <Changeable member={now.value.member} isSilent>
          <Cards member={member} />
        </Changeable>
        {isOwn ? <Secret login={member.login} /> : <LogInOf {...changing} />}
        {isOwn && <LogIns />}
        {isOwn && <AgreeToLeaderboard memberId={member.id} />}
        <Exports member={member} />
        <Erase member={now.value.member} />
      </div>
    </div>
  );
}

/** What the role can't change is shown, can't be used, and says why. `isSilent`: where that is said already. */
function Changeable(props: { member: Member; isSilent?: boolean; children: ComponentChildren }) {
  const { member, isSilent = false, children } = props;
  if (mayChange(member)) return <div class="stack">{children}</div>;
  return (
    <fieldset class="present stack" disabled>
      {!isSilent && <legend>{t().member.me.notYours(t().account.roles[member.role])}</legend>}
      {children}
    </fieldset>
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
                  <AskButton
                    label={words.removeCard}
                    title={t().common.removeAsk(words.card(card.lastDigits))}
                    isBusy={action.isBusy.value}
                    onYes={() => remove(card)}
                  />
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
              href={`/api/v1/members/${member.id}/export?format=${format}&units=${settings.value.units}`}
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
