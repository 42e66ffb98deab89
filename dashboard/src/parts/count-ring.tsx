import { useRef } from 'preact/hooks';
import type { BayStore } from '../live/bay-store.ts';
import { usePainter } from '../live/use-painter.ts';
import { t } from '../texts/index.ts';

const RADIUS = 86;
const LENGTH = 2 * Math.PI * RADIUS;

/** The count within the hold ring: a whole bay at a glance. */
export function CountRing({ bay }: { bay: BayStore }) {
  const ring = useRef<HTMLDivElement>(null);
  const arc = useRef<SVGCircleElement>(null);
  const shown = useRef({ state: '', share: -1 });
  usePainter(bay, ({ phase, holdS }) => {
    const targetHoldS = bay.targetHoldS.peek();
    const isHeld = phase === 'lockout';
    const share = !isHeld ? 0 : targetHoldS > 0 ? Math.min(1, holdS / targetHoldS) : 1;
    const state = !isHeld ? 'idle' : share >= 1 ? 'met' : 'holding';
    if (shown.current.state !== state && ring.current) ring.current.dataset.state = state;
    if (shown.current.share !== share && arc.current) arc.current.style.strokeDashoffset = String(LENGTH * (1 - share));
    shown.current = { state, share };
  });
  return (
    <div class="ring ring--count" ref={ring} data-state="idle">
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
        <span class="ring__time">{bay.countedReps.value}</span>
        <span class="visually-hidden">{t().bay.rep(bay.countedReps.value)}</span>
      </p>
    </div>
  );
}
