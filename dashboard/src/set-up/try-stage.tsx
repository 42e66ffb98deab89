import { seconds } from '../format.ts';
import type { BayStore } from '../live/bay-store.ts';
import { RepStrip } from '../parts/rep-strip.tsx';
import { t } from '../texts/index.ts';
import { LiveValue } from './live-value.tsx';

/** A set that shows whether all of it works. */
export function TryStage({ bay }: { bay: BayStore }) {
  const words = t().wizard;
  return (
    <section class="panel stack" aria-label={words.stages.try}>
      <h2>{words.tryTitle}</h2>
      <p class="instruction">{words.tryHint}</p>
      <dl class="live-values">
        <div class="tile" data-testid="counted">
          <dt>{words.counted}</dt>
          <dd>{bay.countedReps.value}</dd>
        </div>
        <LiveValue bay={bay} label={words.hold} unit="s" of={({ holdS }) => seconds(holdS)} />
      </dl>
      <RepStrip bay={bay} />
    </section>
  );
}
