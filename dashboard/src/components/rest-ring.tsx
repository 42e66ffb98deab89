import { useRef } from 'preact/hooks';
import { minutes } from '../format.ts';
import type { BayStore } from '../live/bay-store.ts';
import { usePainter } from '../live/use-painter.ts';
import { t } from '../locales/index.ts';
import { Ring, useRing } from './ring.tsx';

interface Props {
  bay: BayStore;
  endedAtMs: number;
  /** Null: no plan; 0: none is planned. */
  restS: number | null;
  /** Instead of how long the rest is. */
  label?: string | undefined;
}

/** Time since the last set, of how long a plan says to rest; the ring fills with it. */
export function RestRing({ bay, endedAtMs, restS, label: own }: Props) {
  const time = useRef<HTMLSpanElement>(null);
  const label = useRef<HTMLSpanElement>(null);
  const ring = useRing();
  const { restOf, restOver } = t().moment;
  const planned = own ?? (restS ? restOf(minutes(restS)) : t().bay.ring.rest);
  usePainter(bay, (frame) => {
    // Both times are the station's: the clock of this screen may be wrong.
    const restedS = (Date.parse(frame.at) - endedAtMs) / 1000;
    const text = minutes(restedS);
    if (!time.current || time.current.textContent === text) return;
    time.current.textContent = text;
    const share = restS ? Math.min(1, Math.max(0, restedS / restS)) : 0;
    ring.show(share >= 1 ? 'met' : 'rest', share);
    if (label.current) label.current.textContent = share >= 1 ? restOver : planned;
  });
  return (
    <Ring refs={ring} state="rest" testId="rest-ring">
      <span class="ring__time" ref={time}>
        {t().common.unknown}
      </span>
      <span class="ring__label" ref={label}>
        {planned}
      </span>
    </Ring>
  );
}
