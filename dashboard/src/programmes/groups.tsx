import { useSignal } from '@preact/signals';
import type { Group, NewGroup } from '../../../src/contracts/programmes.ts';
import { getJson, send } from '../api.ts';
import { Empty, Fault, Field, Form } from '../components/form.tsx';
import { Loaded } from '../components/loaded.tsx';
import { useAction } from '../live/use-action.ts';
import { useLoaded } from '../live/use-loaded.ts';
import { t } from '../locales/index.ts';
import { Chosen, type Person } from './chosen.tsx';
import { Remove } from './remove.tsx';

/** Every group; one at a time is written. */
export function Groups() {
  const words = t().plans.groups;
  const asked = useSignal(0);
  /** undefined: none is written; null: a new one */
  const written = useSignal<Group | null | undefined>(undefined);
  const message = useSignal('');
  const loaded = useLoaded<{ groups: Group[] }>((signal) => getJson('/api/v1/groups', signal), [asked.value]);
  const write = (group: Group | null) => {
    message.value = '';
    written.value = group;
  };
  const done = (text: string) => {
    written.value = undefined;
    message.value = text;
    asked.value += 1;
  };
  if (written.value !== undefined)
    return <GroupForm group={written.value} done={(hasChanged) => done(hasChanged ? words.saved : '')} />;
  return (
    <div class="stack">
      <div class="actions__row plans__head">
        <button class="button" data-kind="main" type="button" onClick={() => write(null)}>
          {words.add}
        </button>
        <span role="status">{message.value}</span>
      </div>
      <Loaded answer={loaded.value}>
        {({ groups }) =>
          groups.length === 0 ? (
            <Empty icon="people" title={words.none}>
              <p>{words.noneHint}</p>
            </Empty>
          ) : (
            <section class="panel">
              <ul class="rows" data-testid="groups">
                {groups.map((group) => (
                  <OneGroup
                    key={group.id}
                    group={group}
                    onWrite={() => write(group)}
                    onRemoved={() => done(words.removed)}
                  />
                ))}
              </ul>
            </section>
          )
        }
      </Loaded>
    </div>
  );
}

function OneGroup({ group, onWrite, onRemoved }: { group: Group; onWrite: () => void; onRemoved: () => void }) {
  const words = t().plans;
  const action = useAction();
  const remove = async () => {
    if ((await action.run(() => send('DELETE', `/api/v1/groups/${group.id}`))) !== undefined) onRemoved();
  };
  return (
    <li class="row">
      <span class="row__main">
        <b>{group.name}</b> <span class="pill">{words.groups.members(group.members.length)}</span>
        <small>{group.members.map(({ alias }) => alias).join(', ')}</small>
      </span>
      <button class="button" type="button" onClick={onWrite} aria-label={words.changeLong(group.name)}>
        {words.change}
      </button>
      <Remove name={group.name} isBusy={action.isBusy.value} onRemove={remove} />
      <Fault failure={action.failure.value} />
    </li>
  );
}

function GroupForm({ group, done }: { group: Group | null; done: (hasChanged: boolean) => void }) {
  const words = t().plans;
  const name = useSignal(group?.name ?? '');
  const people = useSignal<Person[]>(group?.members ?? []);
  const action = useAction();
  const save = async () => {
    const wanted: NewGroup = { name: name.value.trim(), memberIds: people.value.map(({ id }) => id) };
    const saved = await action.run(() =>
      group
        ? send<Group>('PUT', `/api/v1/groups/${group.id}`, wanted, `"${group.revision}"`)
        : send<Group>('POST', '/api/v1/groups', wanted),
    );
    if (saved) done(true);
  };
  return (
    <section class="panel" aria-label={group?.name ?? words.groups.add}>
      <h2>{group?.name ?? words.groups.add}</h2>
      <Form
        action={action}
        submit={words.save}
        onSubmit={save}
        more={
          <button class="button" type="button" onClick={() => done(false)}>
            {words.cancel}
          </button>
        }
      >
        <Field label={words.name} value={name.value} onValue={(next) => (name.value = next)} required maxLength={60} />
        <Chosen people={people.value} onPeople={(next) => (people.value = next)} />
      </Form>
    </section>
  );
}
