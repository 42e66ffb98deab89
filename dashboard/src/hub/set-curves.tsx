import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { liftedLoads } from '../../../src/contracts/events/loads.ts';
import { exercises } from '../../../src/contracts/exercises.ts';
import type { HubCurves, HubSetDetail } from '../../../src/contracts/hub-pages.ts';
import type { Problem } from '../../../src/contracts/problems.ts';
import { Fault } from '../components/fault.tsx';
import { Figures } from '../components/figures.tsx';
import { Icon } from '../components/icon.tsx';
import { Skeleton } from '../components/skeleton.tsx';
import { age, timeOfDay } from '../format.ts';
import { nowMs } from '../live/live-store.ts';
import { t } from '../locales/index.ts';
import { problemWords } from '../reasons.ts';
import type { Range } from '../set/charts.ts';
import { type RepSpan, spansOf } from '../set/curves.ts';
import { RepTable } from '../set/rep-table.tsx';
import { SetCharts } from '../set/set-charts.tsx';
import { useCurves } from '../set/use-curves.ts';
import { setCounts, setFigures } from '../words.ts';
import { useCommand } from './use-command.ts';
import '../styles/idle.css';
import '../styles/set.css';

const NO_SPANS: readonly RepSpan[] = [];

/** What was lifted, as on the page of a set at its station; its curves come from the gym when someone asks for them. */
export function HubSetCurves({ set, onSent }: { set: HubSetDetail; onSent: () => void }) {
  const { curves } = set;
  const range = useSignal<Range>(null);
  // The page asks again and again: of the same revision, nothing is drawn again.
  const lifted = useMemo(() => set.lifted, [set.id, set.lifted?.set.revision]);
  const spans = useMemo(() => (lifted ? spansOf(lifted.set, lifted.reps) : NO_SPANS), [lifted]);
  const loaded = useCurves(curves.kind === 'here' ? set.id : null);
  const words = t().hub.set;
  return (
    <>
      {lifted && (
        <section class="panel set-summary">
          <div>
            <p class="set-summary__count">{lifted.set.countedReps}</p>
            <p>{setCounts(lifted.set)}</p>
            {lifted.set.endReason !== null && <p>{t().set.endReasons[lifted.set.endReason]}</p>}
          </div>
          <Figures figures={setFigures(lifted.set)} />
        </section>
      )}
      {!set.isDeleted && curves.kind !== 'here' && <NoCurves set={set} curves={curves} onSent={onSent} />}
      {loaded.kind === 'loading' && (
        <section class="panel charts charts--coming">
          <Skeleton lines={1} />
        </section>
      )}
      {loaded.kind === 'failed' && <p class="panel">{t().set.recordingFailed(loaded.why)}</p>}
      {loaded.kind === 'ok' && <SetCharts curves={loaded.curves} other={null} spans={spans} range={range} />}
      {lifted ? (
        <RepTable
          spans={spans}
          range={range}
          targetHoldS={lifted.set.targetHoldS ?? exercises[lifted.set.exercise].targetHoldS}
          hasLoads={liftedLoads(lifted.set).length > 1}
        />
      ) : (
        <p class="panel">{words.otherVersion}</p>
      )}
      {curves.kind === 'here' && <Kept id={set.id} until={curves.until} />}
    </>
  );
}

function Kept({ id, until }: { id: string; until: string }) {
  return (
    <section class="panel stack">
      <p>{t().hub.set.kept(timeOfDay(until))}</p>
      <p>
        <a class="button" href={`/api/v1/sets/${id}/recording`} download>
          <Icon name="download" />
          {t().set.download}
        </a>
      </p>
    </section>
  );
}

type Missing = Exclude<HubCurves, { kind: 'here' }>;

/** Why there are no curves, and how to get them. */
function NoCurves({ set, curves, onSent }: { set: HubSetDetail; curves: Missing; onSent: () => void }) {
  const { ask, action } = useCommand(set.gym, onSent);
  const words = t().hub.set;
  if (!('heardAt' in curves)) return <p class="panel">{whyNone(curves.kind)}</p>;
  const { heardAt, isSilent } = curves;
  const heard = heardAt === null ? t().hub.chain.never : t().hub.chain.heard(age(nowMs.value - Date.parse(heardAt)));
  const isAsked = curves.kind === 'asked';
  const failed = isAsked ? null : curves.failed;
  return (
    <section class="panel stack" data-testid="curves">
      <h2>{t().set.charts}</h2>
      <div class="stack" role="status">
        {isSilent && <p>{words.silent(heard)}</p>}
        {isAsked && <p>{isSilent ? words.askedSilent : words.asked}</p>}
        {failed && <p>{failedWords(failed)}</p>}
        {!isAsked && !failed && !isSilent && <p>{words.showHint}</p>}
      </div>
      <Fault failure={action.failure.value} />
      <p>
        <button
          class="button"
          type="button"
          disabled={isAsked || action.isBusy.value}
          onClick={() => ask({ kind: 'recording', setId: set.id })}
        >
          {words.show}
        </button>
      </p>
    </section>
  );
}

function whyNone(kind: 'no-consent' | 'not-kept' | 'no-controller'): string {
  if (kind === 'no-controller') return t().hub.set.noController;
  return kind === 'no-consent' ? t().set.curvesOffOther : t().set.curvesLost;
}

function failedWords({ state, problem }: Pick<HubSetDetail['commands'][number], 'state' | 'problem'>): string {
  if (problem) return problemWords(problem as Problem);
  return state === 'interrupted' ? t().hub.set.cut : t().hub.set.noAnswer;
}
