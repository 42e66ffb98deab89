import { useSignal } from '@preact/signals';
import type { Template, TemplateWeeks } from '../../../src/contracts/programmes.ts';
import { getJson, send } from '../api.ts';
import { Empty, Fault } from '../components/form.tsx';
import { Loaded } from '../components/loaded.tsx';
import { useAction } from '../live/use-action.ts';
import { useLoaded } from '../live/use-loaded.ts';
import { t } from '../locales/index.ts';
import { programmeWords, weekWords } from '../member/programme-words.ts';
import { CopyTemplate } from './copy-template.tsx';
import { Remove } from './remove.tsx';
import { TemplateForm } from './template-form.tsx';

type Doing = { kind: 'nothing' } | { kind: 'write'; template: Template | null } | { kind: 'copy'; template: Template };

/** Every template; one at a time is written or copied. */
export function Templates() {
  const words = t().plans.templates;
  const asked = useSignal(0);
  const doing = useSignal<Doing>({ kind: 'nothing' });
  const message = useSignal('');
  const loaded = useLoaded<{ templates: Template[] }>((signal) => getJson('/api/v1/templates', signal), [asked.value]);
  const done = (text: string) => {
    doing.value = { kind: 'nothing' };
    message.value = text;
    asked.value += 1;
  };
  const now = doing.value;
  if (now.kind === 'write')
    return <TemplateForm template={now.template} done={(hasChanged) => done(hasChanged ? words.saved : '')} />;
  if (now.kind === 'copy') return <CopyTemplate template={now.template} done={done} />;
  return (
    <div class="stack">
      <div class="actions__row plans__head">
        <button
          class="button"
          data-kind="main"
          type="button"
          onClick={() => (doing.value = { kind: 'write', template: null })}
        >
          {words.add}
        </button>
        <span role="status">{message.value}</span>
      </div>
      <Loaded answer={loaded.value}>
        {({ templates }) =>
          templates.length === 0 ? (
            <Empty icon="list" title={words.none}>
              <p>{words.noneHint}</p>
            </Empty>
          ) : (
            <ul class="columns" data-testid="templates">
              {templates.map((template) => (
                <li key={template.id} class="panel">
                  <OneTemplate
                    template={template}
                    onDo={(next) => {
                      message.value = '';
                      doing.value = next;
                    }}
                    onRemoved={() => done(words.removed)}
                  />
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </div>
  );
}

function OneTemplate(props: { template: Template; onDo: (next: Doing) => void; onRemoved: () => void }) {
  const { template, onDo, onRemoved } = props;
  const words = t().plans;
  const isOpen = useSignal(false);
  const action = useAction();
  const remove = async () => {
    if ((await action.run(() => send('DELETE', `/api/v1/templates/${template.id}`))) !== undefined) onRemoved();
  };
  return (
    <section class="stack" aria-label={template.name}>
      <h2>
        {template.name} <span class="pill">{words.templates.inWeeks(template.weeks)}</span>
      </h2>
      {template.note && <p class="lead">{template.note}</p>}
      <ul>
        {template.exercises.map((one) => (
          <li key={one.exercise}>
            <b>{t().exercises[one.exercise].label}</b> {programmeWords(one)}
          </li>
        ))}
      </ul>
      <details onToggle={({ currentTarget }) => (isOpen.value = currentTarget.open)}>
        <summary>{words.templates.showWeeks}</summary>
        {isOpen.value && <Weeks template={template} />}
      </details>
      <div class="actions__row">
        <button
          class="button"
          data-kind="main"
          type="button"
          onClick={() => onDo({ kind: 'copy', template })}
          aria-label={words.templates.copyLong(template.name)}
        >
          {words.templates.copy}
        </button>
        <button
          class="button"
          type="button"
          onClick={() => onDo({ kind: 'write', template })}
          aria-label={words.changeLong(template.name)}
        >
          {words.change}
        </button>
        <Remove name={template.name} isBusy={action.isBusy.value} onRemove={remove} />
      </div>
      <Fault failure={action.failure.value} />
    </section>
  );
}

function Weeks({ template: { id, revision } }: { template: Template }) {
  const words = t().plans.templates;
  const path = `/api/v1/templates/${id}/weeks`;
  const loaded = useLoaded<TemplateWeeks>((signal) => getJson(path, signal), [path, revision]).value;
  return (
    <Loaded answer={loaded}>
      {({ weeks }) => (
        <ol class="rows">
          {weeks.map(({ week, exercises }) => (
            <li key={week} class="row">
              <b>{words.week(week)}</b>
              <span class="row__main">
                {exercises.map((one) => (
                  <span key={one.exercise} class="week__exercise">
                    {exercises.length > 1 && `${t().exercises[one.exercise].label}: `}
                    {weekWords(one)} {one.isLight && <span class="pill">{words.light}</span>}
                  </span>
                ))}
              </span>
            </li>
          ))}
        </ol>
      )}
    </Loaded>
  );
}
