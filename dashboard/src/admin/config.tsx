import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { ConfigSaved } from '../../../src/contracts/administration.ts';
import { getJson, send } from '../api.ts';
import { useAction } from '../live/use-action.ts';
import { useLoaded } from '../live/use-loaded.ts';
import { Fault } from '../parts/form.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { Choice } from '../parts/settings-sheet.tsx';
import { t } from '../texts/index.ts';
import { ConfigForm } from './config-form.tsx';
import type { Schema } from './schema.ts';

interface Everything {
  schema: Schema;
  /** In force now, with every default. */
  inForce: unknown;
  yaml: string;
  etag: string | null;
}

/** The configuration: by the fields of its schema, or as the text of its file. */
export function AdminConfig() {
  const loaded = useLoaded<Everything>(async (signal) => {
    const schema = await getJson<Schema>('/api/v1/config/schema', signal);
    if (schema.kind === 'failed') return schema;
    const inForce = await getJson<unknown>('/api/v1/config', signal);
    if (inForce.kind === 'failed') return inForce;
    const file = await getJson<{ yaml: string }>('/api/v1/config/file', signal);
    if (file.kind === 'failed') return file;
    return { ...file, value: { schema: schema.value, inForce: inForce.value, yaml: file.value.yaml, etag: file.etag } };
  }, []).value;
  return <Loaded answer={loaded}>{(all) => <Editor {...all} />}</Loaded>;
}

function Editor({ schema, inForce, yaml, etag }: Everything) {
  const words = t().admin;
  const how = useSignal<'form' | 'text'>('form');
  const draft = useSignal(yaml);
  const revision = useSignal(etag);
  const saved = useSignal<ConfigSaved | null>(null);
  const action = useAction();
  const save = () =>
    action.run(async () => {
      saved.value = null;
      const answer = await send<ConfigSaved>('PUT', '/api/v1/config/file', { yaml: draft.value }, revision.value);
      if (answer.kind === 'ok') {
        saved.value = answer.value;
        revision.value = answer.etag;
      }
      return answer;
    });
  const faults = action.failure.value?.errors ?? [];
  const form = useMemo(() => ({ schema, inForce }), [schema, inForce]);
  return (
    <form
      class="config stack"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <p class="lead">{words.configHint}</p>
      <Choice
        name={words.tabs.config}
        options={{ form: words.asForm, text: words.asText }}
        value={how.value}
        onChoose={(next) => (how.value = next)}
      />
      {how.value === 'form' ? (
        <ConfigForm {...form} yaml={draft.value} faults={faults} onYaml={(next) => (draft.value = next)} />
      ) : (
        <label class="field">
          <span class="label">{words.configText}</span>
          <textarea
            class="input input--text"
            spellcheck={false}
            value={draft.value}
            onInput={({ currentTarget }) => (draft.value = currentTarget.value)}
          />
        </label>
      )}
      <div class="config__end">
        <button class="button" data-kind="main" type="submit" disabled={action.isBusy.value}>
          {words.save}
        </button>
        <p role="status">
          {saved.value &&
            (saved.value.changed.length === 0 ? words.savedNothing : words.saved(saved.value.changed.join(', ')))}
        </p>
        <Fault failure={action.failure.value} />
      </div>
    </form>
  );
}
