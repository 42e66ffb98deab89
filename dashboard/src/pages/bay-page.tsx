import { useEffect } from 'preact/hooks';
import type { BayStore } from '../live/bay-store.ts';
import { bays, link } from '../live/live-store.ts';
import { HoldRing } from '../parts/hold-ring.tsx';
import { FirstSet, LastSet } from '../parts/idle.tsx';
import { Notes, Sensors, SensorsBrief } from '../parts/notes.tsx';
import { PositionRail } from '../parts/position-rail.tsx';
import { Readouts } from '../parts/readouts.tsx';
import { RecentSets } from '../parts/recent-sets.tsx';
import { CountAnnouncer, RepCount } from '../parts/rep-count.tsx';
import { RepStrip } from '../parts/rep-strip.tsx';
import { TopBar } from '../parts/top-bar.tsx';
import { holdTarget, repTarget } from '../words.ts';

/** The screen of one bay. The first screenful is for the lifter; what was lifted is beside or below it. */
export function BayPage({ bay }: { bay: BayStore }) {
  const { name, targetHoldS } = bay.state.value;
  useEffect(() => {
    document.title = `${name} · Lockout`;
  }, [name]);
  return (
    <div class="page" data-stale={link.value.kind === 'lost'}>
      <main class="bay">
        <TopBar>
          <h1>
            <a href="/" aria-disabled={bays.value?.size === 1}>
              {name}
            </a>
          </h1>
          <p class="plan">
            <b>{bay.exercise.value.label}</b>
            <span>
              {repTarget(bay.exercise.value.targetRepsMin, bay.exercise.value.targetRepsMax).replace('of ', '')} reps
            </span>
            <span>{holdTarget(targetHoldS)}</span>
          </p>
          <SensorsBrief bay={bay} />
        </TopBar>
        <Notes bay={bay} />
        <Stage bay={bay} />
        <CountAnnouncer bay={bay} />
      </main>
      <aside class="beside">
        <RecentSets bay={bay} />
        <Sensors bay={bay} />
      </aside>
    </div>
  );
}

function Stage({ bay }: { bay: BayStore }) {
  const lastSet = bay.lastSet.value;
  if (bay.isInSet.value)
    return (
      <>
        <div class="stage">
          <PositionRail bay={bay} />
          <RepCount bay={bay} />
          <HoldRing bay={bay} />
          <Readouts bay={bay} />
        </div>
        <RepStrip bay={bay} />
      </>
    );
  return (
    <>
      <div class="stage" data-idle="true">
        <PositionRail bay={bay} />
        {lastSet ? <RepCount bay={bay} /> : null}
        {lastSet ? <LastSet bay={bay} set={lastSet} /> : <FirstSet bay={bay} />}
      </div>
      {lastSet && <RepStrip bay={bay} />}
    </>
  );
}
