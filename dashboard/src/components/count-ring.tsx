import type { LiveFrame } from '../../../src/contracts/live.ts';
import { RADIUS, ring } from '../drawing/drawings.ts';
import type { BayStore } from '../live/bay-store.ts';
import { t } from '../locales/index.ts';
import '../styles/card.css';
import { useDrawing } from './use-drawing.ts';

/** The count within the hold ring: a whole bay at a glance. Its number is drawn too: text on a page would cause a layout at each rep. */
export function CountRing({ bay }: { bay: BayStore }) {
  const countedReps = bay.countedReps.value;
  const canvas = useDrawing(
    bay,
    (frame, { width }) => {
      // A pixel of the arc is the least that can be seen.
      const steps = Math.round(2 * Math.PI * RADIUS * width);
      return [Math.floor(heldShare(frame, bay.targetHoldS.peek()) * steps) / steps, countedReps] as const;
    },
    ring,
  );
  return (
    <div class="count-ring" role="img" aria-label={`${countedReps} ${t().bay.rep(countedReps)}`}>
      <canvas ref={canvas} />
    </div>
  );
}

function heldShare(frame: LiveFrame | null, targetHoldS: number): number {
  if (frame?.phase !== 'lockout') return 0;
  return targetHoldS > 0 ? Math.min(1, frame.holdS / targetHoldS) : 1;
}
