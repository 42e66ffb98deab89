import { useRef } from 'preact/hooks';
import type { BayStore } from '../live/bay-store.ts';
import { usePainter } from '../live/use-painter.ts';
import { t } from '../texts/index.ts';

/** Room above the lockout line and below the lowest height, as parts of the range between them. */
const ABOVE = 0.22;
const BELOW = 0.06;
/** Until a set shows the range, this much is drawn at least. */
const MIN_RANGE_MM = 250;

/** Where the bar is, against this set's own lockout line. */
export function PositionRail({ bay, small = false }: { bay: BayStore; small?: boolean }) {
  const rail = useRef<HTMLDivElement>(null);
  const fill = useRef<HTMLDivElement>(null);
  const bar = useRef<HTMLDivElement>(null);
  const seen = useRef({ lowMm: Number.POSITIVE_INFINITY, highMm: Number.NEGATIVE_INFINITY });

  usePainter(bay, ({ heightMm, topMm, bottomMm, phase, holdS }) => {
    const element = rail.current;
    if (!element) return;
    const isMet = phase === 'lockout' && holdS >= bay.targetHoldS.peek();
    setData(element, 'bar', heightMm === null ? 'unknown' : isMet ? 'met' : phase);
    setData(element, 'line', topMm === null ? 'unknown' : 'known');
    if (heightMm === null) return;
    const range = seen.current;
    range.lowMm = Math.min(range.lowMm, heightMm);
    range.highMm = Math.max(range.highMm, heightMm, range.lowMm + MIN_RANGE_MM);
    const lowMm = bottomMm ?? range.lowMm;
    const highMm = topMm ?? range.highMm;
    const spanMm = Math.max(highMm - lowMm, 1);
    const place = (mm: number) => (mm - lowMm + BELOW * spanMm) / ((1 + ABOVE + BELOW) * spanMm);
    // Straight into the transforms of two layers of their own: the browser moves them without laying anything out.
    const move = `translateY(${(1 - Math.min(1, Math.max(0, place(heightMm)))) * 100}%)`;
    if (fill.current) fill.current.style.transform = move;
    if (bar.current) bar.current.style.transform = move;
    if (topMm === null) return;
    const line = place(topMm).toFixed(3);
    if (element.style.getPropertyValue('--line') !== line) element.style.setProperty('--line', line);
  });

  return (
    <div
      class={small ? 'rail rail--small' : 'rail'}
      ref={rail}
      data-testid="rail"
      role="img"
      aria-label={t().bay.rail}
      data-unknown={t().bay.noPosition}
    >
      <div class="rail__track">
        <div class="rail__fill" ref={fill} />
      </div>
      <div class="rail__line">{!small && <span>{t().bay.lockoutLine}</span>}</div>
      <div class="rail__bar" ref={bar} />
    </div>
  );
}

/** Setting an attribute to what it is already still costs the browser a look at all styles. */
function setData(element: HTMLElement, key: string, value: string): void {
  if (element.dataset[key] !== value) element.dataset[key] = value;
}
