import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { recordingOptions } from '../../../src/contracts/recording-options.ts';
import { Icon } from '../components/icon.tsx';
import { counts, minutes } from '../format.ts';
import { analysisTexts } from '../locales/analysis-texts.ts';
import { t } from '../locales/index.ts';
import type { Range } from '../set/charts.ts';
import { SetCharts } from '../set/set-charts.tsx';
import type { Analysed } from './analyse.ts';
import { choicesOf, type TypedChoices } from './choices.ts';
import { movementSpans } from './movement-spans.ts';
import { MovementTable } from './movement-table.tsx';
import { movementsCsv } from './movements-csv.ts';

/** What came out: counts, curves, every movement; to look at, and to take along. */
export function Result(props: { analysed: Analysed; asRecorded: Analysed | null; typed: TypedChoices; name: string }) {
  const { analysed, asRecorded, typed, name } = props;
  const { document, curves, span, header } = analysed;
  const words = analysisTexts();
  const range = useSignal<Range>(null);
  const spans = useMemo(() => movementSpans(document), [document]);
  const { targetHoldS } = recordingOptions(header, choicesOf(typed));
  const stem = name.replace(/\.[^.]*$/, '');
  return (
    <>
      <Summary analysed={analysed} asRecorded={asRecorded} />
      {analysed.isThinned && <p class="lead">{words.thinned}</p>}
      <SetCharts curves={curves} other={null} spans={spans} range={range} whole={span} />
      <MovementTable spans={spans} targetHoldS={targetHoldS} range={range} />
      <section class="panel analysis__files">
        <Download name={`${stem}-analysis.json`} type="application/json" label={words.json}>
          {() => `${JSON.stringify(document, null, 2)}\n`}
        </Download>
        <Download name={`${stem}-movements.csv`} type="text/csv" label={words.csv}>
          {() => movementsCsv(document)}
        </Download>
        <p class="lead">{words.jsonHint}</p>
      </section>
    </>
  );
}

function Summary({ analysed, asRecorded }: { analysed: Analysed; asRecorded: Analysed | null }) {
  const words = analysisTexts();
  const { document, span, readings, header } = analysed;
  const reps = (howMany: number) => `${counts(howMany)} ${t().bay.rep(howMany)}`;
  const channel = (name: 'height' | 'force') =>
    [
      words.channel[document.channels[name]],
      ...(document.leftOut[name] > 0 ? [words.leftOut(counts(document.leftOut[name]))] : []),
    ].join(', ');
  const facts = [
    [words.facts.exercise, t().exercises[document.exercise].label],
    [words.facts.mount, words.mounts[header.forceMount]],
    [words.facts.length, minutes(span[1] - span[0])],
    [words.facts.readings, counts(readings)],
    [words.facts.height, channel('height')],
    [words.facts.force, channel('force')],
  ] as const;
  return (
    <section class="panel set-summary" data-testid="analysis-summary">
      <div>
        <p class="set-summary__count" data-testid="analysis-count">
          {counts(document.countedReps)}
        </p>
        <p>{words.counted(reps(document.countedReps), words.sets(document.sets.length))}</p>
        {asRecorded !== null && asRecorded !== analysed && (
          <p>{words.asRecorded(reps(asRecorded.document.countedReps))}</p>
        )}
      </div>
      <dl class="analysis__facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** The file is made when it is asked for. */
function Download(props: { name: string; type: string; label: string; children: () => string }) {
  const { name, type, label, children } = props;
  const save = () => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([children()], { type }));
    link.download = name;
    link.click();
    URL.revokeObjectURL(link.href);
  };
  return (
    <button class="button" type="button" onClick={save}>
      <Icon name="download" />
      {label}
    </button>
  );
}
