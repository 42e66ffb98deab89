import type { Plan } from '../../../src/contracts/presence.ts';
import { loadWords, seconds, shortSeconds, unbroken, velocity } from '../format.ts';
import type { BayStore } from '../live/bay-store.ts';
import { t } from '../locales/index.ts';
import { adviceWords } from '../reasons.ts';
import { Figures } from './figures.tsx';
import { SupersetTurns } from './superset-turns.tsx';
import { usePerSide } from './use-per-side.ts';

/** What comes next, and what was done last time unless `isShort`. What no trainer wrote is held as on the bay. */
export function CurrentPlan({ bay, plan, isShort = false }: { bay: BayStore; plan: Plan; isShort?: boolean }) {
  const { programme, setsDone, nextLoadKg, lastTime, advice } = plan;
  const holdS = programme.revision === 0 ? bay.targetHoldS.value : programme.holdS;
  const words = t().presence;
  const perSide = usePerSide(nextLoadKg, bay.state.value.plateSet);
  const isDone = setsDone >= programme.sets;
  const { set, reps, load, hold } = words.figures;
  const figures: [string, string | null][] = [
    [set, words.setOf(setsDone + 1, programme.sets)],
    [reps, t().bay.reps(programme.repsMin, programme.repsMax)],
    [perSide ? words.perSide(load, perSide) : load, nextLoadKg === null ? null : loadWords(nextLoadKg)],
    [hold, holdS > 0 ? `${shortSeconds(holdS)} s` : null],
  ];
  const last = lastTime && [
    words.lastReps(lastTime.sets, lastTime.reps),
    lastTime.loadKg === null ? null : loadWords(lastTime.loadKg),
    lastTime.meanHoldS === null ? null : t().bay.held(seconds(lastTime.meanHoldS)),
    lastTime.bestMeanVelocityMps === null ? null : `${velocity(lastTime.bestMeanVelocityMps)} m/s`,
  ];
  return (
    <div class="current-plan" data-testid="plan">
      {isDone ? (
        <p class="current-plan__done">{words.done}</p>
      ) : (
        <Figures figures={figures.filter((figure): figure is [string, string] => figure[1] !== null)} />
      )}
      {plan.superset && <SupersetTurns superset={plan.superset} />}
      {programme.note !== '' && <p>{programme.note}</p>}
      {advice !== null && <p class="current-plan__advice">{adviceWords(advice)}</p>}
      {last && !isShort && (
        <p>
          <b>{words.lastTime}</b>{' '}
          {last
            .filter((part) => part !== null)
            .map(unbroken)
            .join(' · ')}
        </p>
      )}
    </div>
  );
}
