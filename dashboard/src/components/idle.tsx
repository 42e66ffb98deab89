import type { PersonalBest } from '../../../src/contracts/coaching.ts';
import type { SetEvent } from '../../../src/contracts/events.ts';
import { loadWords, seconds, velocity } from '../format.ts';
import type { BayStore } from '../live/bay-store.ts';
import { useFit } from '../live/use-fit.ts';
import { t } from '../locales/index.ts';
import { coachingWords } from '../reasons.ts';
import { plannedRestS, setCounts, setFigures, setInShort } from '../words.ts';
import { CurrentPlan } from './current-plan.tsx';
import { HIP_THRUST_REP, HIP_THRUST_SET_UP } from './drawings.tsx';
import { Figures } from './figures.tsx';
import { Icon } from './icon.tsx';
import { RestRing } from './rest-ring.tsx';
import { TapIn } from './tap-in.tsx';

/** Before the first set: what is planned; to whom it is new, how to set up; and that nothing needs to be pressed. */
export function FirstSet({ bay }: { bay: BayStore }) {
  const { name } = bay.exercise.value;
  const plan = bay.plan.value;
  const isKnown = plan?.lastTime !== null && plan?.lastTime !== undefined;
  const { cues } = t().exercises[name];
  const isLost = bay.state.value.board.state === 'lost';
  const fitted = useFit();
  return (
    <section class="idle" ref={fitted} aria-labelledby="idle-title" data-testid="empty">
      <header class="idle__head">
        <div>
          <h2 id="idle-title">{isLost ? t().bay.waitsForBoard : t().bay.firstSet}</h2>
          {!isLost && <p>{t().bay.firstSetHint}</p>}
        </div>
        <TapIn bay={bay} />
      </header>
      {plan && <CurrentPlan bay={bay} plan={plan} />}
      {!isKnown && <SetUp bay={bay} />}
      {name === 'hip-thrust' ? <DrawnCues /> : <Cues cues={cues} />}
    </section>
  );
}

function SetUp({ bay }: { bay: BayStore }) {
  const { name } = bay.exercise.value;
  const { setUpSteps } = t().exercises[name];
  const drawings = name === 'hip-thrust' ? HIP_THRUST_SET_UP : [];
  return (
    <ol class="steps" data-drawn={drawings.length > 0}>
      {setUpSteps.map((step, index) => (
        <li key={step}>
          {drawings[index]}
          <span>{step}</span>
        </li>
      ))}
    </ol>
  );
}

function DrawnCues() {
  const { cue, eachRep } = t().bay;
  return (
    <ol class="cues cues--drawn" aria-label={eachRep}>
      {(['drive', 'hold', 'lower'] as const).map((one) => (
        <li key={one} data-cue={one}>
          {HIP_THRUST_REP[one]}
          <b>{cue[one]}</b>
        </li>
      ))}
    </ol>
  );
}

function Cues({ cues }: { cues: readonly string[] }) {
  return (
    <ol class="cues" aria-label={t().bay.eachRep}>
      {cues.map((one, index) => (
        <li key={one}>
          {index > 0 && <Icon name="forward" />}
          {one}
        </li>
      ))}
    </ol>
  );
}

/** What the set beat, the one that counts most first. */
function Bests({ bests }: { bests: readonly PersonalBest[] }) {
  const words = t().moment;
  return (
    <ul class="bests" data-testid="bests">
      {bests.map(({ kind, value, before, loadKg }) => (
        <li key={kind}>
          <b>{recordWords(kind, value)}</b> {words.bests[kind]}
          {kind !== 'load' && loadKg !== null && ` ${words.at(loadWords(loadKg))}`}{' '}
          <small>{words.before(recordWords(kind, before))}</small>
        </li>
      ))}
    </ul>
  );
}

function recordWords(kind: PersonalBest['kind'], value: number): string {
  if (kind === 'load') return loadWords(value);
  if (kind === 'reps-at-load') return t().bay.repsWord(String(value));
  return kind === 'hold' ? `${seconds(value)} s` : `${velocity(value)} m/s`;
}

/** Between two sets: how long ago, what the last one was, and what comes next. */
export function LastSet({ bay, set }: { bay: BayStore; set: SetEvent }) {
  const plan = bay.plan.value;
  const review = bay.review.value;
  const bests = review?.bests ?? [];
  const fitted = useFit();
  const { best, programmeDone, programmeDoneText } = t().moment;
  const title = bests.length > 0 ? best : t().bay.setDone;
  const coaching = review?.coaching && <p class="coaching">{coachingWords(review.coaching)}</p>;
  return (
    <>
      {set.endedAt !== null && (
        <RestRing
          bay={bay}
          endedAtMs={Date.parse(set.endedAt)}
          restS={plan && plannedRestS(plan)}
          label={plan?.superset?.restS === 0 ? t().presence.superset.noRest : undefined}
        />
      )}
      <section class="idle" ref={fitted} aria-labelledby="idle-title" data-testid="last-set">
        <header class="idle__head">
          <div>
            <h2 id="idle-title" data-best={bests.length > 0}>
              {title}
            </h2>
            {bests.length > 0 && <Bests bests={bests} />}
            <p>{plan ? setInShort(set) : setCounts(set)}</p>
          </div>
          <TapIn bay={bay} />
        </header>
        {review?.programmeDone && (
          <p class="current-plan__done" data-testid="programme-done">
            {programmeDone} <small>{programmeDoneText}</small>
          </p>
        )}
        {coaching}
        {plan && !review?.programmeDone && (
          <>
            <h3>
              {t().bay.nextSet}
              {plan.superset && `: ${t().exercises[plan.superset.next ?? plan.programme.exercise].label}`}
            </h3>
            <CurrentPlan
              bay={bay}
              plan={plan}
              isShort={Boolean(coaching) || bests.length > 0 || plan.superset !== undefined}
            />
          </>
        )}
        {!plan && (
          <>
            <Figures figures={setFigures(set)} />
            <p class="next">
              <b>{t().bay.nextSet}</b> {t().bay.nextSetHint}
            </p>
          </>
        )}
      </section>
    </>
  );
}
