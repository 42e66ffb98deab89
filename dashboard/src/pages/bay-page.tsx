import { useComputed } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { ClassBar } from '../components/class-bar.tsx';
import { HoldRing } from '../components/hold-ring.tsx';
import { FirstSet, LastSet } from '../components/idle.tsx';
import { Notes, Sensors } from '../components/notes.tsx';
import { PositionRail } from '../components/position-rail.tsx';
import { PresenceNotes } from '../components/presence-notes.tsx';
import { Readouts } from '../components/readouts.tsx';
import { RecentSets } from '../components/recent-sets.tsx';
import { CountAnnouncer, RepCount } from '../components/rep-count.tsx';
import { RepStrip } from '../components/rep-strip.tsx';
import { SoundButton } from '../components/sound-button.tsx';
import { TopBar } from '../components/top-bar.tsx';
import { Who } from '../components/who.tsx';
import { load } from '../format.ts';
import type { BayStore } from '../live/bay-store.ts';
import { bays, link, nowMs } from '../live/live-store.ts';
import { useCardReader } from '../live/use-card-reader.ts';
import { useTitle } from '../live/use-title.ts';
import { keepAwake } from '../live/wake-lock.ts';
import { t } from '../locales/index.ts';
import { followWithSound } from '../sound/sounds.ts';
import { ConsentSheet } from '../touch/consent-sheet.tsx';
import { Controls } from '../touch/controls.tsx';
import { DoneBar } from '../touch/done-bar.tsx';
import { SetQuestions } from '../touch/set-questions.tsx';
import { useTouchActions } from '../touch/touch-actions.ts';
import { holdTarget } from '../words.ts';

/** The screen of one bay. The first screenful is for the lifter; what was lifted is beside or below it. */
export function BayPage({ bay }: { bay: BayStore }) {
  const { name } = bay.state.value;
  useTitle(name);
  useEffect(() => followWithSound(bay), [bay]);
  useEffect(keepAwake, []);
  useCardReader(bay.id);
  const actions = useTouchActions(bay);
  return (
    <div class="page page--bay" data-stale={link.value.kind !== 'open'}>
      <main class="bay">
        <TopBar
          end={
            <>
              <Load bay={bay} />
              <SoundButton />
            </>
          }
        >
          <h1>
            <a href="/" aria-disabled={bays.value?.size === 1}>
              {name}
            </a>
          </h1>
          <Who bay={bay} />
          <PlanLine bay={bay} />
        </TopBar>
        <ClassBar bay={bay} />
        <Notes bay={bay}>
          <PresenceNotes bay={bay} />
          <SetQuestions bay={bay} actions={actions} />
          <DoneBar bay={bay} actions={actions} />
        </Notes>
        <Stage bay={bay} controls={<Controls bay={bay} actions={actions} />} />
        <CountAnnouncer bay={bay} />
        <ConsentSheet bay={bay} actions={actions} />
      </main>
      <aside class="beside">
        <RecentSets bay={bay} />
        <Sensors bay={bay} />
      </aside>
    </div>
  );
}

/** Exercise and target. */
function PlanLine({ bay }: { bay: BayStore }) {
  const { repsMin, repsMax } = bay.target.value;
  const plan = bay.plan.value;
  return (
    <p class="plan" data-gives-way>
      <b>{t().exercises[bay.exercise.value.name].label}</b>
      {plan && plan.setsDone < plan.programme.sets && (
        <span>{t().bay.setOf(plan.setsDone + 1, plan.programme.sets)}</span>
      )}
      <span>{t().bay.repsWord(t().bay.reps(repsMin, repsMax))}</span>
      <span>{holdTarget(bay.targetHoldS.value)}</span>
    </p>
  );
}

function Load({ bay }: { bay: BayStore }) {
  const loadKg = bay.loadKg.value;
  if (loadKg === null) return null;
  const { value, unit } = load(loadKg);
  return (
    <p class="top__load" data-testid="load">
      <span class="visually-hidden">{t().bay.load} </span>
      {value} <small>{unit}</small>
    </p>
  );
}

/** A guest who rests for longer than this has left; the screen is for the next lifter. */
const GONE_MS = 15 * 60_000;

function Stage({ bay, controls }: { bay: BayStore; controls: ComponentChildren }) {
  const isLeft = useComputed(() => {
    const endedAt = bay.lastSet.value?.endedAt;
    if (!endedAt || bay.session.value.kind !== 'none') return false;
    return bay.stationMs(nowMs.value) - Date.parse(endedAt) > GONE_MS;
  }).value;
  const lastSet = isLeft ? null : bay.lastSet.value;
  if (bay.isInSet.value)
    return (
      <>
        <div class="stage">
          <PositionRail bay={bay} />
          <RepCount bay={bay} />
          <HoldRing bay={bay} />
          <Readouts bay={bay} />
        </div>
        <div class="foot">
          <RepStrip bay={bay} />
          {controls}
        </div>
      </>
    );
  return (
    <>
      <div class="stage" data-idle={lastSet ? 'rest' : 'true'}>
        <PositionRail bay={bay} />
        {lastSet ? <LastSet bay={bay} set={lastSet} /> : <FirstSet bay={bay} />}
        {!lastSet && controls}
      </div>
      {lastSet && (
        <div class="foot">
          <RepStrip bay={bay} />
          {controls}
        </div>
      )}
    </>
  );
}
