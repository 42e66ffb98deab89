import { useRef } from 'preact/hooks';
import type { SetEvent } from '../../../src/contracts/events.ts';
import { minutes } from '../format.ts';
import type { BayStore } from '../live/bay-store.ts';
import { usePainter } from '../live/use-painter.ts';
import { setCounts, setFigures } from '../words.ts';

/** Before the first set: how to set up, and that nothing needs to be pressed. */
export function FirstSet({ bay }: { bay: BayStore }) {
  const { setUpSteps, cues } = bay.exercise.value;
  const isLost = bay.state.value.board.state === 'lost';
  return (
    <section class="idle" aria-labelledby="idle-title" data-testid="empty">
      <h2 id="idle-title">
        {isLost ? 'Nothing can be counted until the board is back' : 'No set yet: lie down and lift'}
      </h2>
      <ol class="steps">
        {setUpSteps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <Cues cues={cues} />
    </section>
  );
}

/** Between two sets: what the last one was, and how long ago. */
export function LastSet({ bay, set }: { bay: BayStore; set: SetEvent }) {
  const rest = useRef<HTMLElement>(null);
  const endedAtMs = set.endedAt === null ? null : Date.parse(set.endedAt);
  usePainter(bay, (frame) => {
    // Both times are the station's: the clock of this screen may be wrong.
    if (rest.current && endedAtMs !== null)
      rest.current.textContent = minutes((Date.parse(frame.at) - endedAtMs) / 1000);
  });
  return (
    <section class="idle" aria-labelledby="idle-title" data-testid="last-set">
      <h2 id="idle-title">Set done: {setCounts(set)}</h2>
      <dl class="figures">
        <div>
          <dt>rest</dt>
          <dd ref={rest}>–</dd>
        </div>
        {setFigures(set).map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <Cues cues={bay.exercise.value.cues} />
    </section>
  );
}

function Cues({ cues }: { cues: readonly string[] }) {
  return (
    <ol class="cues" aria-label="Each rep">
      {cues.map((one) => (
        <li key={one}>{one}</li>
      ))}
    </ol>
  );
}
