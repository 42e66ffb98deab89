import { useSignal } from '@preact/signals';
import type { Group, Template, TemplateCopied } from '../../../src/contracts/programmes.ts';
import { getJson, send } from '../api.ts';
import { DateField } from '../components/date-field.tsx';
import { Form } from '../components/form.tsx';
import { Loaded } from '../components/loaded.tsx';
import { useAction } from '../live/use-action.ts';
import { useLoaded } from '../live/use-loaded.ts';
import { t } from '../locales/index.ts';
import { Chosen, type Person } from './chosen.tsx';
import { dayText, mondayOf } from './days.ts';

/** Gives a template to everyone of some groups, and to single members. */
export function CopyTemplate({ template, done }: { template: Template; done: (message: string) => void }) {
  const words = t().plans;
  const groupIds = useSignal<readonly string[]>([]);
  const people = useSignal<Person[]>([]);
  const startsOn = useSignal(dayText(mondayOf(new Date())));
  const action = useAction();
  const loaded = useLoaded<{ groups: Group[] }>((signal) => getJson('/api/v1/groups', signal), []).value;
  const groups = loaded?.kind === 'ok' ? loaded.value.groups : [];
  const everyone = new Set([
    ...people.value.map(({ id }) => id),
    ...groups.filter(({ id }) => groupIds.value.includes(id)).flatMap(({ members }) => members.map(({ id }) => id)),
  ]);
  const copy = async () => {
    const wanted = {
      memberIds: people.value.map(({ id }) => id),
      groupIds: groupIds.value,
      startsOn: startsOn.value,
    };
    const copied = await action.run(() =>
      send<TemplateCopied>('POST', `/api/v1/templates/${template.id}/copies`, wanted),
    );
    if (copied) done(words.templates.copied(copied.members));
  };
  return (
    <section class="panel" aria-label={words.templates.copyTitle(template.name)}>
      <h2>{words.templates.copyTitle(template.name)}</h2>
      <p class="lead">{words.templates.copyHint}</p>
      <Form
        action={action}
        submit={words.templates.copyTo(everyone.size)}
        isBlocked={everyone.size === 0}
        onSubmit={copy}
        more={
          <button class="button" type="button" onClick={() => done('')}>
            {words.cancel}
          </button>
        }
      >
        <Loaded answer={loaded}>
          {() =>
            groups.length > 0 && (
              <fieldset class="present">
                <legend>{words.tabs.groups}</legend>
                {groups.map(({ id, name, members }) => (
                  <label key={id} class="check">
                    <input
                      type="checkbox"
                      checked={groupIds.value.includes(id)}
                      onChange={({ currentTarget }) => {
                        const others = groupIds.value.filter((one) => one !== id);
                        groupIds.value = currentTarget.checked ? [...others, id] : others;
                      }}
                    />
                    {name} <small>{words.groups.members(members.length)}</small>
                  </label>
                ))}
              </fieldset>
            )
          }
        </Loaded>
        <Chosen people={people.value} onPeople={(next) => (people.value = next)} />
        <DateField label={words.templates.startsOn} value={startsOn.value} onValue={(day) => (startsOn.value = day)} />
      </Form>
    </section>
  );
}
