import { useRef } from 'preact/hooks';
import type { Rep } from '../../../src/contracts/events.ts';
import type { LiveFrame } from '../../../src/contracts/live.ts';
import { seconds } from '../format.ts';
import type { BayStore } from '../live/bay-store.ts';
import { usePainter } from '../live/use-painter.ts';
import { t } from '../locales/index.ts';
import { holdTarget } from '../words.ts';
import { Ring, useRing } from './ring.tsx';

type RingState = 'idle' | 'holding' | 'met' | 'missed';

function labelOf(state: RingState, targetHoldS: number): string {
  const { hold, met, missed } = t().bay.ring;
  return state === 'idle' ? holdTarget(targetHoldS) : { holding: hold, met, missed }[state];
}

interface Shown {
  holdS: number;
  state: RingState;
}

/** While held, the running time; after it, what the rep was given for it, which is measured once the bar has left. */
function nextShown(shown: Shown, frame: LiveFrame, lastRep: Rep | null, targetHoldS: number): Shown {
  if (frame.phase === 'lockout') return { holdS: frame.holdS, state: frame.holdS >= targetHoldS ? 'met' : 'holding' };
  if (frame.phase === 'ascending') return { holdS: 0, state: 'idle' };
  if (lastRep && lastRep.verdict === 'counted' && lastRep.stage !== 'lockout' && lastRep.holdS !== null)
    return { holdS: lastRep.holdS, state: lastRep.holdS >= targetHoldS ? 'met' : 'missed' };
  return shown.state === 'holding' ? { ...shown, state: 'missed' } : shown;
}

/** Fills while the bar is held at lockout and turns when the target is met; then keeps the last hold until the next rep. */
export function HoldRing({ bay }: { bay: BayStore }) {
  const ring = useRing();
  const time = useRef<HTMLSpanElement>(null);
  const label = useRef<HTMLSpanElement>(null);
  const shown = useRef<Shown>({ holdS: 0, state: 'idle' });
  const targetHoldS = bay.targetHoldS.value;

  usePainter(bay, (frame) => {
    shown.current = nextShown(shown.current, frame, bay.lastRep.peek(), targetHoldS);
    const { holdS, state } = shown.current;
    const fill = state === 'met' ? 1 : targetHoldS > 0 ? Math.min(1, holdS / targetHoldS) : 0;
    ring.show(state, fill);
    setText(time.current, seconds(holdS));
    setText(label.current, labelOf(state, targetHoldS));
  });

  return (
    <Ring refs={ring} state="idle" testId="hold-ring">
      <span class="ring__time">
        <span ref={time} data-testid="hold-time">
          {seconds(0)}
        </span>
        <small> s</small>
      </span>
      <span class="ring__label" ref={label} />
    </Ring>
  );
}

function setText(element: HTMLElement | null, text: string): void {
  if (element && element.textContent !== text) element.textContent = text;
}
