import { useRef } from 'preact/hooks';
import type { LiveFrame } from '../../../src/contracts/live.ts';
import type { BayStore } from '../live/bay-store.ts';
import { usePainter } from '../live/use-painter.ts';
import { t } from '../texts/index.ts';
import { type Sheet, useSheet } from './sheet.ts';

/** Of the ring, as parts of its width: as `.ring circle` has them. */
const RADIUS = 0.43;
const STROKE = 0.11;

/** The count within the hold ring: a whole bay at a glance. */
export function CountRing({ bay }: { bay: BayStore }) {
  const ring = useRef<HTMLDivElement>(null);
  const heldShare = ({ phase, holdS }: LiveFrame) => {
    const targetHoldS = bay.targetHoldS.peek();
    if (phase !== 'lockout') return 0;
    return targetHoldS > 0 ? Math.min(1, holdS / targetHoldS) : 1;
  };
  const canvas = useSheet(
    bay,
    (frame, { width }) => {
      // A pixel of the arc is the least that can be seen.
      const steps = Math.round(2 * Math.PI * RADIUS * width);
      return [Math.floor(heldShare(frame) * steps) / steps] as const;
    },
    drawArc,
  );
  usePainter(bay, (frame) => {
    const share = heldShare(frame);
    const state = share >= 1 ? 'met' : frame.phase === 'lockout' ? 'holding' : 'idle';
    if (ring.current && ring.current.dataset.state !== state) ring.current.dataset.state = state;
  });
  return (
    <div class="ring ring--count" ref={ring} data-state="idle">
      <svg viewBox="0 0 200 200" aria-hidden="true">
        <circle class="ring__track" cx="100" cy="100" r={RADIUS * 200} />
      </svg>
      <canvas ref={canvas} />
      <p class="ring__text">
        <span class="ring__time">{bay.countedReps.value}</span>
        <span class="visually-hidden">{t().bay.rep(bay.countedReps.value)}</span>
      </p>
    </div>
  );
}

function drawArc({ pen, width, colours }: Sheet, [share]: readonly [share: number]): void {
  if (share === 0) return;
  pen.strokeStyle = colours[share < 1 ? '--hold-fill' : '--met'];
  pen.lineWidth = STROKE * width;
  pen.beginPath();
  pen.arc(width / 2, width / 2, RADIUS * width, -Math.PI / 2, (share * 2 - 0.5) * Math.PI);
  pen.stroke();
}
