import { useRef } from 'preact/hooks';
import type { BayStore } from '../live/bay-store.ts';
import { usePainter } from '../live/use-painter.ts';
import { t } from '../locales/index.ts';
import { barState, RailScale } from './rail-scale.ts';

/** Where the bar is, against this set's own lockout line. */
export function PositionRail({ bay }: { bay: BayStore }) {
  const rail = useRef<HTMLDivElement>(null);
  const fill = useRef<HTMLDivElement>(null);
  const bar = useRef<HTMLDivElement>(null);
  const scale = useRef(new RailScale());

  usePainter(bay, (frame) => {
    const element = rail.current;
    if (!element) return;
    const places = scale.current.places(frame);
    setData(element, 'bar', barState(frame, bay.targetHoldS.peek()));
    setData(element, 'line', frame.topMm === null ? 'unknown' : 'known');
    if (places.bar === null) return;
    // Straight into the transforms of two layers of their own: the browser moves them without laying anything out.
    const move = `translateY(${(1 - places.bar) * 100}%)`;
    if (fill.current) fill.current.style.transform = move;
    if (bar.current) bar.current.style.transform = move;
    const line = places.line?.toFixed(3);
    if (line !== undefined && element.style.getPropertyValue('--line') !== line)
      element.style.setProperty('--line', line);
  });

  return (
    <div
      class="rail"
      ref={rail}
      data-testid="rail"
      role="img"
      aria-label={t().bay.rail}
      data-unknown={t().bay.noPosition}
    >
      <div class="rail__track">
        <div class="rail__fill" ref={fill} />
      </div>
      <div class="rail__line">
        <span>{t().bay.lockoutLine}</span>
      </div>
      <div class="rail__bar" ref={bar} />
    </div>
  );
}

/** Setting an attribute to what it is already still costs the browser a look at all styles. */
function setData(element: HTMLElement, key: string, value: string): void {
  if (element.dataset[key] !== value) element.dataset[key] = value;
}
