import { useRef } from 'preact/hooks';
import { seconds } from '../format.ts';
import type { BayStore } from '../live/bay-store.ts';
import { usePainter } from '../live/use-painter.ts';
import { holdTarget } from '../words.ts';

const RADIUS = 88;
const LENGTH = 2 * Math.PI * RADIUS;

type RingState = 'idle' | 'holding' | 'met' | 'missed';
const LABEL: Record<RingState, string> = { idle: '', holding: 'hold', met: 'held', missed: 'too short' };

/** Fills while the bar is held at lockout and turns when the target is met; then keeps the last hold until the next rep. */
export function HoldRing({ bay }: { bay: BayStore }) {
  const ring = useRef<HTMLDivElement>(null);
  const arc = useRef<SVGCircleElement>(null);
  const time = useRef<HTMLSpanElement>(null);
  const label = useRef<HTMLSpanElement>(null);
  const shown = useRef<{ holdS: number; state: RingState }>({ holdS: 0, state: 'idle' });
  const { targetHoldS } = bay.state.value;

  usePainter(bay, (frame) => {
    if (frame.phase === 'lockout')
      shown.current = { holdS: frame.holdS, state: frame.holdS >= targetHoldS ? 'met' : 'holding' };
    else if (frame.phase === 'ascending') shown.current = { holdS: 0, state: 'idle' };
    else if (shown.current.state === 'holding') shown.current = { ...shown.current, state: 'missed' };
    const { holdS, state } = shown.current;
    const fill = state === 'met' ? 1 : targetHoldS > 0 ? Math.min(1, holdS / targetHoldS) : 0;
    if (arc.current) arc.current.style.strokeDashoffset = String(LENGTH * (1 - fill));
    if (time.current) time.current.textContent = seconds(holdS);
    if (label.current) label.current.textContent = LABEL[state] || holdTarget(targetHoldS);
    if (ring.current) ring.current.dataset.state = state;
  });

  return (
    <div class="ring" ref={ring} data-state="idle" data-testid="hold-ring">
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
        <span class="ring__time">
          <span ref={time} data-testid="hold-time">
            0.0
          </span>
          <small> s</small>
        </span>
        <span class="ring__label" ref={label} />
      </p>
    </div>
  );
}
