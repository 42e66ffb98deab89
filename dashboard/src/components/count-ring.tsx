import type { LiveFrame } from '../../../src/contracts/live.ts';
import { RADIUS, ring } from '../drawing/pictures.ts';
import type { BayStore } from '../live/bay-store.ts';
import { t } from '../locales/index.ts';
import '../styles/card.css';
import { useSheet } from './sheet.ts';

/** The count within the hold ring: a whole bay at a glance. Its figure is drawn, too: words on a page are laid out anew at each rep. */
export function CountRing({ bay }: { bay: BayStore }) {
  const countedReps = bay.countedReps.value;
  const canvas = useSheet(
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
