import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { MAX_FILE_BYTES } from '../analysis/analyst.ts';
import { DropZone } from '../analysis/drop-zone.tsx';
import { FaultList } from '../analysis/fault-list.tsx';
import { Result } from '../analysis/result.tsx';
import { SettingsForm } from '../analysis/settings-form.tsx';
import { useAnalysis } from '../analysis/use-analysis.ts';
import { type Failure, getText } from '../api.ts';
import { Fault } from '../components/fault.tsx';
import { counts, percent } from '../format.ts';
import { analysisTexts } from '../locales/analysis-texts.ts';
import { t } from '../locales/index.ts';
import { For } from './for-role.tsx';
import { Frame } from './frame.tsx';
import '../styles/forms.css';
import '../styles/member.css';
import '../styles/set.css';
import '../styles/analysis.css';

/**
 * Analyses a recording wholly in this browser. For everybody who is signed in: it needs nothing of the station but the page itself, and a
 * gym's tablet without a signed-in user is no place for it.
 */
export function AnalysisPage({ set }: { set: string | null }) {
  const words = analysisTexts();
  return (
    <For least="member">
      <Frame title={words.title}>
        <Analysing set={set} />
      </Frame>
    </For>
  );
}

function Analysing({ set }: { set: string | null }) {
  const words = analysisTexts();
  const analysis = useAnalysis();
  const failure = useSignal<Failure | null>(null);
  const { file, typed, state, asRecorded } = analysis;
  useEffect(() => {
    if (set === null) return;
    const abort = new AbortController();
    void getText(`/api/v1/sets/${set}/recording`, abort.signal).then((answer) => {
      if (abort.signal.aborted) return;
      if (answer.kind === 'failed') failure.value = answer;
      else analysis.take(new File([answer.value], `set-${set.slice(0, 8)}.csv`, { type: 'text/csv' }));
    });
    return () => abort.abort();
  }, [set]);
  const now = state.value;
  const header = now.kind === 'analysed' ? now.header : (asRecorded.value?.header ?? null);
  // An unknown exercise is mended by choosing another one.
  const isMendable = now.kind === 'faulty' && now.faults.every(({ kind }) => kind === 'unknown-exercise');
  return (
    <div class="stack analysis" data-testid="analysis" data-state={now.kind}>
      <section class="panel">
        <p>{words.lead}</p>
        <p>
          <b>{words.stays}</b>
        </p>
        <DropZone onFile={analysis.take} isSmall={file.value !== null} />
        {file.value === null ? <p class="lead">{words.formats}</p> : <p class="analysis__name">{file.value.name}</p>}
        <Fault failure={failure.value} />
        {now.kind === 'busy' && (
          <div class="analysis__busy" role="status">
            <progress max={1} value={now.share} aria-label={words.title} />
            <span>{words.reading(percent(now.share * 100))}</span>
            <button class="button" type="button" onClick={analysis.cancel}>
              {words.cancel}
            </button>
          </div>
        )}
        <div role="alert">
          {now.kind === 'too-large' && (
            <p class="fault">{words.tooLarge(counts(Math.ceil(now.bytes / 1e6)), counts(MAX_FILE_BYTES / 1e6))}</p>
          )}
          {now.kind === 'failed' && <p class="fault">{words.failed(now.why)}</p>}
        </div>
      </section>
      {now.kind === 'faulty' && <FaultList faults={now.faults} faultCount={now.faultCount} />}
      {now.kind === 'analysed' && (
        <Result
          analysed={now}
          asRecorded={asRecorded.value}
          typed={typed.value}
          name={file.value?.name ?? t().common.product}
        />
      )}
      {(now.kind === 'analysed' || isMendable) && (
        <SettingsForm
          header={header}
          typed={typed.value}
          onTyped={(next) => (typed.value = next)}
          onAgain={analysis.again}
        />
      )}
    </div>
  );
}
