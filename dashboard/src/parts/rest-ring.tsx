import { useRef } from 'preact/hooks';
import { minutes } from '../format.ts';
import type { BayStore } from '../live/bay-store.ts';
import { usePainter } from '../live/use-painter.ts';
import { t } from '../texts/index.ts';

const RADIUS = 88;
const LENGTH = 2 * Math.PI * RADIUS;

/** Time since the last set; the ring fills where a plan says how long to rest. */
export function RestRing({ bay, endedAtMs, restS }: { bay: BayStore; endedAtMs: number; restS: number | null }) {
  const time = useRef<HTMLSpanElement>(null);
  const arc = useRef<SVGCircleElement>(null);
  const ring = useRef<HTMLDivElement>(null);
  usePainter(bay, (frame) => {
    // Both times are the station's: the clock of this screen may be wrong.
    const restedS = (Date.parse(frame.at) - endedAtMs) / 1000;
    const text = minutes(restedS);
    if (!time.current || time.current.textContent === text) return;
    time.current.textContent = text;
    const share = restS ? Math.min(1, Math.max(0, restedS / restS)) : 0;
    if (arc.current) arc.current.style.strokeDashoffset = String(LENGTH * (1 - share));
    if (ring.current) ring.current.dataset.state = share >= 1 ? 'met' : 'rest';
  });
  return (
    <div class="ring ring--rest" ref={ring} data-state="rest" data-testid="rest-ring">
      <svg viewBox="0 0 200 200" aria-hidden="true">
        <circle class="ring__track" cx="100" cy="100" r={RADIUS} />
        <circle
          class="ring__arc"
          ref={arc}
          cx="100"
          cy="100"
          r={RADIUS}
          stroke-dasharray={LENGTH}
          stroke-dashoffset={LENGTH}
        />
      </svg>
      <p class="ring__text">
        <span class="ring__time" ref={time}>
          {t().common.unknown}
        </span>
        <span class="ring__label">{t().bay.ring.rest}</span>
      </p>
    </div>
  );
}
