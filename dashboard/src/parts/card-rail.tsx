import { useRef } from 'preact/hooks';
import type { BayStore } from '../live/bay-store.ts';
import { t } from '../texts/index.ts';
import { barState, RailScale } from './rail-scale.ts';
import { type Sheet, type Token, useSheet } from './sheet.ts';

const TONES: Record<string, Token> = { lockout: '--hold-fill', met: '--met' };
/** In CSS pixels: how far the bar juts out of its track; the style of `.card-rail` leaves room for it. */
const OVERHANG = 4;
const BAR_HEIGHT = 8;
const LINE_WIDTH = 3;

/** The position rail of one card among many: the same picture as `PositionRail`, on a canvas. */
export function CardRail({ bay }: { bay: BayStore }) {
  const scale = useRef(new RailScale());
  const canvas = useSheet(
    bay,
    (frame, { height, ratio }) => {
      const { bar, line } = scale.current.places(frame);
      const edge = OVERHANG * ratio;
      const row = (place: number | null) =>
        place === null ? null : Math.round(edge + (1 - place) * (height - 2 * edge));
      return [row(bar), row(line), TONES[barState(frame, bay.targetHoldS.peek())] ?? '--move'] as const;
    },
    draw,
  );
  return (
    <div class="card-rail" role="img" aria-label={t().bay.rail}>
      <canvas ref={canvas} />
    </div>
  );
}

function draw(
  { pen, width, height, ratio, colours }: Sheet,
  [barRow, lineRow, tone]: readonly [barRow: number | null, lineRow: number | null, tone: Token],
): void {
  const edge = OVERHANG * ratio;
  if (barRow !== null) {
    // The rounded track filled whole, and what is above the bar taken away again.
    pen.globalAlpha = 0.36;
    pen.fillStyle = colours[tone];
    pen.beginPath();
    pen.roundRect(edge, edge, width - 2 * edge, height - 2 * edge, (width - 2 * edge) * 0.4);
    pen.fill();
    pen.clearRect(0, 0, width, barRow);
    pen.globalAlpha = 1;
    pen.beginPath();
    pen.roundRect(0, barRow - (BAR_HEIGHT / 2) * ratio, width, BAR_HEIGHT * ratio, (BAR_HEIGHT / 2) * ratio);
    pen.fill();
  }
  if (lineRow !== null) {
    pen.strokeStyle = colours['--ink'];
    pen.lineWidth = LINE_WIDTH * ratio;
    pen.setLineDash([6 * ratio, 4 * ratio]);
    pen.beginPath();
    pen.moveTo(edge, lineRow);
    pen.lineTo(width - edge, lineRow);
    pen.stroke();
  }
}
