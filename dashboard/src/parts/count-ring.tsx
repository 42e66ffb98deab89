import type { LiveFrame } from '../../../src/contracts/live.ts';
import type { BayStore } from '../live/bay-store.ts';
import { t } from '../texts/index.ts';
import '../styles/card.css';
import { type Sheet, type Token, useSheet } from './sheet.ts';

/** Of the ring, as parts of its width: as `.ring circle` has them. */
const RADIUS = 0.43;
const STROKE = 0.11;
const FIGURE = 0.46;
/** Half the height of a digit of Inter, as a part of its size. */
const HALF_DIGIT = 0.364;
const TRACK_ALPHA = 0.3;
const WASH_ALPHA = 0.14;

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
    draw,
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

function draw({ pen, width, colours }: Sheet, [share, count]: readonly [share: number, count: number]): void {
  const middle = width / 2;
  const arc = (part: number, tone: Token) => {
    pen.strokeStyle = colours[tone];
    pen.beginPath();
    pen.arc(middle, middle, RADIUS * width, -Math.PI / 2, (part * 2 - 0.5) * Math.PI);
    pen.stroke();
  };
  pen.lineWidth = STROKE * width;
  pen.globalAlpha = TRACK_ALPHA;
  arc(1, '--edge');
  if (share === 1) {
    pen.globalAlpha = WASH_ALPHA;
    pen.fillStyle = colours['--met'];
    pen.fill();
  }
  pen.globalAlpha = 1;
  if (share > 0) arc(share, share < 1 ? '--hold-fill' : '--met');
  pen.fillStyle = colours['--ink'];
  pen.font = `780 ${FIGURE * width}px Inter, sans-serif`;
  pen.textAlign = 'center';
  pen.fillText(String(count), middle, middle + HALF_DIGIT * FIGURE * width);
}
