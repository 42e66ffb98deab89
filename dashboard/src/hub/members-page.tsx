import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import type { HubMember, HubMembers } from '../../../src/contracts/hub-pages.ts';
import { send } from '../api.ts';
import { AskButton } from '../components/ask-button.tsx';
import { Fault } from '../components/fault.tsx';
import { Empty, Field } from '../components/form.tsx';
import { Loaded } from '../components/loaded.tsx';
import { useAction } from '../live/use-action.ts';
import { mayAs } from '../live/who.ts';
import { t } from '../locales/index.ts';
import { Frame } from '../pages/frame.tsx';
import { PeopleToDoPanels } from './people-to-do.tsx';
import { usePolled } from './use-polled.ts';

/** Everyone who is known in more than their own gym, and what there is to decide about them. */
export function HubMembersPage() {
  const words = t().hub.members;
  const typed = useSignal('');
  const asked = useSignal(0);
  const search = typed.value.trim();
  return (
    <Frame title={words.title}>
      <div class="stack">
        {mayAs('admin') && <PeopleToDoPanels asked={asked.value} onChange={() => asked.value++} />}
        <Field
          type="search"
          label={words.search}
          value={typed.value}
          onValue={(value) => (typed.value = value)}
          autoComplete="off"
          maxLength={80}
        />
        <List key={search} search={search} asked={asked.value} onChange={() => asked.value++} />
      </div>
    </Frame>
  );
}

function List({ search, asked, onChange }: { search: string; asked: number; onChange: () => void }) {
  const words = t().hub.members;
  const pages = useSignal<readonly string[]>(['']);
  return (
    <section class="panel">
      {pages.value.map((after, index) => (
        <Part
          key={after}
          search={search}
          after={after}
          asked={asked}
          onChange={onChange}
          none={index > 0 ? null : search === '' ? 'empty' : 'none'}
          more={
            index === pages.value.length - 1
              ? (next) => (
                  <p class="form__end">
                    <button class="button" type="button" onClick={() => (pages.value = [...pages.value, next])}>
                      {words.more}
                    </button>
                  </p>
                )
              : null
          }
        />
      ))}
    </section>
  );
}

function Part(props: {
  search: string;
  after: string;
  asked: number;
  onChange: () => void;
  none: 'empty' | 'none' | null;
  more: ((next: string) => ComponentChildren) | null;
}) {
  const { search, after, asked, onChange, none, more } = props;
  const words = t().hub.members;
  const path = `/api/v1/members?search=${encodeURIComponent(search)}&after=${encodeURIComponent(after)}`;
  const answer = usePolled<HubMembers>(path, [asked]).value;
  return (
    <Loaded answer={answer}>
      {({ members, next }) => (
        <>
          {members.length === 0 && none === 'none' && <p>{words.none}</p>}
          {members.length === 0 && none === 'empty' && (
            <Empty icon="people" title={words.empty}>
              <p>{words.emptyHint}</p>
            </Empty>
          )}
          <ul class="rows" data-testid="hub-members">
            {members.map((member) => (
              <Row key={member.id} member={member} onChange={onChange} />
            ))}
          </ul>
          {next !== null && more?.(next)}
        </>
      )}
    </Loaded>
  );
}

function Row({ member, onChange }: { member: HubMember; onChange: () => void }) {
  const words = t().hub.members;
  const action = useAction();
  const gyms = member.gyms.map(({ gym, name, visitsUntil }) =>
    gym === '' ? words.allGyms : visitsUntil === null ? name : words.visitor(name),
  );
  const about = [member.name, member.login, words.cards(member.cards)].filter(Boolean).join(' · ');
  const remove = async () => {
    if ((await action.run(() => send('DELETE', `/api/v1/members/${member.id}`))) !== undefined) onChange();
  };
  return (
    <li class="row">
      <span class="row__main">
        <b>{member.alias}</b>
        <small>{about}</small>
        <small>
          {words.trainsIn} {gyms.join(', ')}
        </small>
      </span>
      {mayAs('admin') && (
        <AskButton
          label={words.remove}
          name={words.removeLong(member.alias)}
          title={words.removeAsk(member.alias)}
          isBusy={action.isBusy.value}
          onYes={() => void remove()}
        />
      )}
      <Fault failure={action.failure.value} />
    </li>
  );
}
