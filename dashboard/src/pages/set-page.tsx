import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import { liftedLoads } from '../../../src/contracts/events/loads.ts';
import type { SetEvent } from '../../../src/contracts/events.ts';
import { exercises } from '../../../src/contracts/exercises.ts';
import type { SetDetail, SetPage as Sets } from '../../../src/contracts/http.ts';
import { getJson } from '../api.ts';
import { WrongCount } from '../case/wrong-count.tsx';
import { Figures } from '../components/figures.tsx';
import { Icon } from '../components/icon.tsx';
import { LinkNote, NoteBar } from '../components/notes.tsx';
import { TopBar } from '../components/top-bar.tsx';
import { age, dayOf, percent, timeOfDay } from '../format.ts';
import { nowMs } from '../live/live-store.ts';
import { useCorrections } from '../live/use-corrections.ts';
import { useLoaded } from '../live/use-loaded.ts';
import { useTitle } from '../live/use-title.ts';
import { mayAs } from '../live/who.ts';
import { caseTexts } from '../locales/case-texts.ts';
import { t } from '../locales/index.ts';
import { analysisPath, floorBayPath, goTo, setPath } from '../router.ts';
import type { Range } from '../set/charts.ts';
import { CorrectSheet } from '../set/correct-sheet.tsx';
import { spansOf } from '../set/curves.ts';
import { NoCurves } from '../set/no-curves.tsx';
import { RepTable } from '../set/rep-table.tsx';
import { SetCharts } from '../set/set-charts.tsx';
import { SetMarks } from '../set/set-marks.tsx';
import { ShareSet } from '../set/share-set.tsx';
import { useCurves } from '../set/use-curves.ts';
import { setCounts, setFigures, shownLoad } from '../words.ts';
import { Message } from './message.tsx';
import '../styles/print.css';
import '../styles/floor.css';
import { FirstPixels, Skeleton } from '../components/skeleton.tsx';
import '../styles/set.css';

const COMPARABLE = 100;

/** One set, looked at closely. */
export function SetPage({ id, compare }: { id: string; compare: string | null }) {
  const corrected = useSignal<SetDetail | null>(null);
  const loaded = useLoaded<SetDetail>((signal) => getJson(`/api/v1/sets/${id}`, signal), [id]).value;
  if (loaded === null) return <FirstPixels />;
  if (loaded.kind === 'failed')
    return (
      <Message title={loaded.status === 404 ? t().set.notFound : t().set.failed}>
        <p>{loaded.why}</p>
      </Message>
    );
  return (
    <LoadedSet
      key={id}
      detail={corrected.value ?? loaded.value}
      onChange={(next) => (corrected.value = next)}
      keptAtMs={loaded.keptAtMs}
      compare={compare}
    />
  );
}

function LoadedSet(props: {
  detail: SetDetail;
  onChange: (next: SetDetail) => void;
  keptAtMs: number | null;
  compare: string | null;
}) {
  const { detail, onChange, keptAtMs, compare } = props;
  const { set, reps } = detail;
  const words = t().set;
  const range = useSignal<Range>(null);
  const spans = useMemo(() => spansOf(set, reps), [set, reps]);
  const own = useCurves(set.hasRecording ? set.id : null);
  const other = useCurves(compare);
  const compared = useLoaded<SetDetail | null>(
    async (signal) =>
      compare === null
        ? { kind: 'ok', value: null, keptAtMs: null, etag: null }
        : getJson<SetDetail>(`/api/v1/sets/${compare}`, signal),
    [compare],
  ).value;
  const otherSpans = useMemo(
    () => (compared?.kind === 'ok' && compared.value ? spansOf(compared.value.set, compared.value.reps) : []),
    [compared],
  );
  const label = t().exercises[set.exercise].label;
  useTitle(`${label} ${timeOfDay(set.startedAt)}`);
  return (
    <div class="page page--list page--set">
      <main>
        <TopBar end={mayAs('screen') && <CorrectButton set={set} onChange={onChange} />}>
          <a class="icon-button" href={floorBayPath(set.bay)} aria-label={t().common.back}>
            <Icon name="back" />
          </a>
          <h1>{label}</h1>
          <p class="plan">
            <time dateTime={set.startedAt}>
              {dayOf(set.startedAt)}, {timeOfDay(set.startedAt)}
            </time>
          </p>
        </TopBar>
        <div class="notes">
          <LinkNote />
          {keptAtMs !== null && <p>{words.kept(age(nowMs.value - keptAtMs))}</p>}
          {set.source !== 'board' && (
            <NoteBar
              note={{ level: 'info', title: t().trouble.sources[set.source][0], text: '' }}
              kind="source"
              icon="flask"
            />
          )}
        </div>
        {set.deletedAt !== undefined && (
          <NoteBar note={{ level: 'warning', title: t().correct.deleted, text: t().correct.deletedHint }} />
        )}
        <Summary detail={detail}>
          {mayAs('member') && set.endedAt !== null && set.deletedAt === undefined && (
            <WrongCount
              detail={detail}
              spans={spans}
              curves={own.kind === 'ok' ? own.curves : null}
              onChange={onChange}
            />
          )}
        </Summary>
        {mayAs('screen') && set.endedAt !== null && set.deletedAt === undefined && (
          <SetMarks key={set.id} detail={detail} onChange={onChange} />
        )}
        <CompareWith detail={detail} compare={compare} hasFailed={other.kind === 'failed'} />
        {!set.hasRecording && <NoCurves set={set} />}
        {own.kind === 'loading' && (
          <section class="panel charts charts--coming">
            <Skeleton lines={1} />
          </section>
        )}
        {own.kind === 'failed' && <p class="panel">{words.recordingFailed(own.why)}</p>}
        {own.kind === 'ok' && (
          <SetCharts
            curves={own.curves}
            other={other.kind === 'ok' ? other.curves : null}
            spans={spans}
            otherSpans={otherSpans}
            range={range}
          />
        )}
        <RepTable
          spans={spans}
          range={range}
          targetHoldS={set.targetHoldS ?? exercises[set.exercise].targetHoldS}
          hasLoads={liftedLoads(set).length > 1}
        />
      </main>
    </div>
  );
}

function CorrectButton({ set, onChange }: { set: SetEvent; onChange: (next: SetDetail) => void }) {
  const isOpen = useSignal(false);
  const corrections = useCorrections();
  return (
    <>
      <button class="button" type="button" onClick={() => (isOpen.value = true)}>
        {t().correct.open}
      </button>
      <CorrectSheet
        setId={isOpen.value ? set.id : null}
        corrections={corrections}
        close={() => (isOpen.value = false)}
        onChange={({ set, reps }) => onChange({ set, reps })}
      />
    </>
  );
}

function Summary({ detail: { set }, children }: { detail: SetDetail; children: ComponentChildren }) {
  const words = t().set;
  return (
    <section class="panel set-summary">
      <div>
        <p class="set-summary__count">{set.countedReps}</p>
        <p>{setCounts(set)}</p>
        {set.endReason !== null && <p>{words.endReasons[set.endReason]}</p>}
      </div>
      <Figures figures={setFigures(set)} />
      {set.leftSharePercent !== null && <p>{words.leftShare(percent(set.leftSharePercent))}</p>}
      <div class="set-summary__ways">
        {children}
        <ShareSet set={set} />
        <button class="button" type="button" onClick={() => print()}>
          {t().marks.print}
        </button>
        {set.hasRecording && mayAs('member') && (
          <a class="button" href={analysisPath(set.id)}>
            {caseTexts().analyseThis}
          </a>
        )}
        {set.hasRecording && (
          <a class="button" href={`/api/v1/sets/${set.id}/recording`} download>
            <Icon name="download" />
            {words.download}
          </a>
        )}
      </div>
    </section>
  );
}

/** Another set of the same exercise on this bay, drawn behind this one from its first rep on. */
function CompareWith(props: { detail: SetDetail; compare: string | null; hasFailed: boolean }) {
  const { detail, compare, hasFailed } = props;
  const { set } = detail;
  const loaded = useLoaded<Sets>(
    (signal) => getJson(`/api/v1/sets?bay=${set.bay}&limit=${COMPARABLE}`, signal),
    [set.bay],
  ).value;
  const words = t().set;
  const others = (loaded?.kind === 'ok' ? loaded.value.sets : []).filter(
    (one) => one.id !== set.id && one.exercise === set.exercise && one.hasRecording && one.endedAt !== null,
  );
  const nameOf = (one: (typeof others)[number]) => {
    const load = shownLoad(one);
    const when = `${dayOf(one.startedAt)}, ${timeOfDay(one.startedAt)}`;
    return `${when} · ${one.countedReps} ${t().bay.rep(one.countedReps)}${load === null ? '' : ` · ${load}`}`;
  };
  const chosen = others.find((one) => one.id === compare);
  return (
    <div class="compare">
      <label>
        {words.compare}
        <select
          class="select"
          value={chosen?.id ?? ''}
          onChange={({ currentTarget }) => goTo(setPath(set.id, currentTarget.value || null), 'replace')}
        >
          <option value="">{words.compareNone}</option>
          {others.map((one) => (
            <option key={one.id} value={one.id}>
              {nameOf(one)}
            </option>
          ))}
        </select>
      </label>
      {chosen && !hasFailed && <p>{words.comparedTo(nameOf(chosen))}</p>}
      {hasFailed && <p role="status">{words.compareFailed}</p>}
    </div>
  );
}
