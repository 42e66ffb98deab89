import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { ConfigFile, ConfigSaved, NewConfigFile } from '../../../src/contracts/administration.ts';
import { getJson, send } from '../api.ts';
import { Dialog } from '../components/dialog.tsx';
import { Fault } from '../components/form.tsx';
import { Loaded } from '../components/loaded.tsx';
import { Choice } from '../components/settings-sheet.tsx';
import { useAction } from '../live/use-action.ts';
import { useLoaded } from '../live/use-loaded.ts';
import { t } from '../locales/index.ts';
import { ConfigForm } from './config-form.tsx';
import type { Schema } from './schema.ts';

interface Everything {
  schema: Schema;
  /** In force now, with every default. */
  inForce: unknown;
  file: ConfigFile;
  etag: string | null;
}

/** The configuration: by the fields of its schema, or as the text of its file. */
export function AdminConfig() {
  const loaded = useLoaded<Everything>(async (signal) => {
    const schema = await getJson<Schema>('/api/v1/config/schema', signal);
    if (schema.kind === 'failed') return schema;
    const inForce = await getJson<unknown>('/api/v1/config', signal);
    if (inForce.kind === 'failed') return inForce;
    const file = await getJson<ConfigFile>('/api/v1/config/file', signal);
    if (file.kind === 'failed') return file;
    return { ...file, value: { schema: schema.value, inForce: inForce.value, file: file.value, etag: file.etag } };
  }, []).value;
  return <Loaded answer={loaded}>{(all) => <Editor {...all} />}</Loaded>;
}

function Editor({ schema, inForce, file, etag }: Everything) {
  const words = t().admin;
  const how = useSignal<'form' | 'text'>('form');
  const draft = useSignal(file.yaml);
  const demo = useSignal(file.demo ?? null);
  const isAsking = useSignal(false);
  const revision = useSignal(etag);
  const saved = useSignal<ConfigSaved | null>(null);
  const action = useAction();
  const save = (decision: Pick<NewConfigFile, 'demo'> = {}) =>
    action.run(async () => {
      saved.value = null;
      isAsking.value = false;
      const next: NewConfigFile = { yaml: draft.value, ...decision };
      const answer = await send<ConfigSaved>('PUT', '/api/v1/config/file', next, revision.value);
      if (answer.kind === 'ok') {
        saved.value = answer.value;
        revision.value = answer.etag;
        if (answer.value?.leftDemo) demo.value = null;
      }
      return answer;
    });
  const faults = action.failure.value?.faults ?? [];
  const form = useMemo(() => ({ schema, inForce }), [schema, inForce]);
  return (
    <form
      class="config stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (demo.value) isAsking.value = true;
        else void save();
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
        <p role="status">{saved.value && savedText(saved.value)}</p>
        <Fault failure={action.failure.value} />
        {faults.length > 0 && (
          <ul class="faults">
            {faults.map(({ text }) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        )}
      </div>
      {demo.value && (
        <DemoDecision
          demo={demo.value}
          isOpen={isAsking.value}
          close={() => (isAsking.value = false)}
          onDecide={(decision) => void save({ demo: decision })}
        />
      )}
    </form>
  );
}

function savedText({ file, changed, leftDemo }: ConfigSaved): string {
  const words = t().admin;
  if (leftDemo) return t().demo.left(file);
  return changed.length === 0 ? words.savedNothing : words.saved(changed.join(', '));
}

/** A configuration file of its own ends the demo at the next start, with another database: never by the way. */
function DemoDecision(props: {
  demo: NonNullable<ConfigFile['demo']>;
  isOpen: boolean;
  close: () => void;
  onDecide: (decision: 'keep' | 'leave') => void;
}) {
  const { demo, isOpen, close, onDecide } = props;
  const words = t().demo;
  return (
    <Dialog title={words.decide} isOpen={isOpen} close={close}>
      <div class="stack">
        <p>{words.keepHint(demo.file)}</p>
        <button class="button" data-kind="main" type="button" onClick={() => onDecide('keep')}>
          {words.keep}
        </button>
        <p>{words.leaveHint(demo.leaveFile, demo.leaveDataDir, demo.dataDir)}</p>
        <button class="button" type="button" onClick={() => onDecide('leave')}>
          {words.leave}
        </button>
      </div>
    </Dialog>
  );
}
