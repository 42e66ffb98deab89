import { NoteBar } from '../components/notes.tsx';
import { RepStrip } from '../components/rep-strip.tsx';
import { seconds } from '../format.ts';
import type { BayStore } from '../live/bay-store.ts';
import { t } from '../locales/index.ts';
import { troubleNotes } from '../words.ts';
import { LeftToDo } from './left-to-do.tsx';
import { LiveValue } from './live-value.tsx';

/** A set that shows whether all of it works. */
export function TryStage({ bay }: { bay: BayStore }) {
  const words = t().wizard;
  return (
    <section class="panel stack" aria-label={words.stages.try}>
      <h2>{words.tryTitle}</h2>
      <p class="instruction">{words.tryHint}</p>
      {/* Such as a calibration that was left open: nothing is counted then. */}
      {troubleNotes(bay.state.value, bay.alerts.value).map((note) => (
        <NoteBar key={note.title} note={note} />
      ))}
      <dl class="live-values">
        <div class="tile" data-testid="counted">
          <dt>{words.counted}</dt>
          <dd>{bay.countedReps.value}</dd>
        </div>
        <LiveValue bay={bay} label={words.hold} unit="s" of={({ holdS }) => seconds(holdS)} />
      </dl>
      <RepStrip bay={bay} />
      <LeftToDo bay={bay} />
    </section>
  );
}
