import { useRef } from 'preact/hooks';
import { percent, velocity } from '../format.ts';
import type { BayStore } from '../live/bay-store.ts';
import { usePainter } from '../live/use-painter.ts';
import { t } from '../locales/index.ts';

/** Velocity of the last rep and its loss against the fastest of the set; before the first rep, the velocity now. */
export function Readouts({ bay }: { bay: BayStore }) {
  const counted = bay.reps.value.flatMap((rep) =>
    rep.verdict === 'counted' && rep.meanVelocityMps !== null ? [rep.meanVelocityMps] : [],
  );
  const lastMps = counted.at(-1) ?? null;
  const bestMps = Math.max(...counted);
  const againstBestPercent =
    lastMps !== null && bestMps > 0 && counted.length > 1 ? 100 * (lastMps / bestMps - 1) : null;
  return (
    <dl class="readouts">
      {lastMps === null ? (
        <LiveVelocity bay={bay} />
      ) : (
        <Readout label={t().bay.lastRep} unit="m/s" value={velocity(lastMps)} />
      )}
      {againstBestPercent !== null && (
        <Readout label={t().bay.againstFastest} unit="" value={percent(againstBestPercent)} />
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
    if (value.current) value.current.textContent = velocityMps === null ? t().common.unknown : velocity(velocityMps);
  });
  return (
    <div class="readout">
      <dt>{t().bay.now}</dt>
      <dd>
        <span ref={value}>{t().common.unknown}</span> <small>m/s</small>
      </dd>
    </div>
  );
}
