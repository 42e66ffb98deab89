import { useRef } from 'preact/hooks';
import { kilograms, percent, velocity } from '../format.ts';
import type { BayStore } from '../live/bay-store.ts';
import { usePainter } from '../live/use-painter.ts';

/** Load, velocity of the last rep and its loss against the fastest of the set. */
export function Readouts({ bay }: { bay: BayStore }) {
  const counted = bay.reps.value.filter((rep) => rep.verdict === 'counted' && rep.meanVelocityMps !== null);
  const lastMps = counted.at(-1)?.meanVelocityMps ?? null;
  const bestMps = Math.max(...counted.map((rep) => rep.meanVelocityMps ?? 0));
  const againstBestPercent =
    lastMps !== null && bestMps > 0 && counted.length > 1 ? 100 * (lastMps / bestMps - 1) : null;
  const loadKg = bay.loadKg.value;
  return (
    <dl class="readouts">
      <Readout label="load" unit="kg" value={loadKg === null ? '–' : kilograms(loadKg)} />
      <Readout label="last rep" unit="m/s" value={lastMps === null ? '–' : velocity(lastMps)} />
      {againstBestPercent === null ? (
        <LiveVelocity bay={bay} />
      ) : (
        <Readout label="vs fastest" unit="" value={percent(againstBestPercent)} />
      )}
    </dl>
  );
}

function Readout({ label, value, unit }: { label: string; value: string; unit: string }) {
  return (
    <div class="readout">
      <dt>{label}</dt>
      <dd>
        {value} <small>{unit}</small>
      </dd>
    </div>
  );
}

function LiveVelocity({ bay }: { bay: BayStore }) {
  const value = useRef<HTMLSpanElement>(null);
  usePainter(bay, ({ velocityMps }) => {
    if (value.current) value.current.textContent = velocityMps === null ? '–' : velocity(velocityMps);
  });
  return (
    <div class="readout">
      <dt>now</dt>
      <dd>
        <span ref={value}>–</span> <small>m/s</small>
      </dd>
    </div>
  );
}
