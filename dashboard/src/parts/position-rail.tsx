import { useRef } from 'preact/hooks';
import type { BayStore } from '../live/bay-store.ts';
import { usePainter } from '../live/use-painter.ts';

/** Room above the lockout line and below the lowest height, as parts of the range between them. */
const ABOVE = 0.22;
const BELOW = 0.06;
/** Until a set shows the range, this much is drawn at least. */
const MIN_RANGE_MM = 250;

/** Where the bar is, against this set's own lockout line. */
export function PositionRail({ bay }: { bay: BayStore }) {
  const rail = useRef<HTMLDivElement>(null);
  const seen = useRef({ lowMm: Number.POSITIVE_INFINITY, highMm: Number.NEGATIVE_INFINITY });

  usePainter(bay, ({ heightMm, topMm, bottomMm, phase, holdS }) => {
    const element = rail.current;
    if (!element) return;
    const isMet = phase === 'lockout' && holdS >= bay.state.peek().targetHoldS;
    element.dataset.bar = heightMm === null ? 'unknown' : isMet ? 'met' : phase;
    element.dataset.line = topMm === null ? 'unknown' : 'known';
    if (heightMm === null) return;
    const range = seen.current;
    range.lowMm = Math.min(range.lowMm, heightMm);
    range.highMm = Math.max(range.highMm, heightMm, range.lowMm + MIN_RANGE_MM);
    const lowMm = bottomMm ?? range.lowMm;
    const highMm = topMm ?? range.highMm;
    const spanMm = Math.max(highMm - lowMm, 1);
    const place = (mm: number) => (mm - lowMm + BELOW * spanMm) / ((1 + ABOVE + BELOW) * spanMm);
    element.style.setProperty('--bar', String(Math.min(1, Math.max(0, place(heightMm)))));
    if (topMm !== null) element.style.setProperty('--line', String(place(topMm)));
  });

  return (
    <div
      class="rail"
      ref={rail}
      data-testid="rail"
      role="img"
      aria-label="Position of the bar against the lockout line"
    >
      <div class="rail__track">
        <div class="rail__fill" />
      </div>
      <div class="rail__line">
        <span>lockout</span>
      </div>
      <div class="rail__bar" />
    </div>
  );
}
