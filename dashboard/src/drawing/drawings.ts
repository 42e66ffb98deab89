/** The drawings of a card. They depend on context and frame only, so any thread can draw them. */
import type { Drawing, DrawingContext, Token } from './renderer.ts';

/** How far the bar extends beyond its track, in CSS pixels; the style of `.card-rail` leaves room for it. */
export const OVERHANG = 4;
const BAR_HEIGHT = 8;
const LINE_WIDTH = 3;

/** The ring's radius as a part of its width, as in `.ring circle`. */
export const RADIUS = 0.43;
const STROKE = 0.11;
const FIGURE = 0.46;
/** Half the height of a digit of Inter, as a part of its size. */
const HALF_DIGIT = 0.364;
const TRACK_ALPHA = 0.3;
const WASH_ALPHA = 0.14;

type RailFrame = readonly [barRow: number | null, lineRow: number | null, tone: Token];
type RingFrame = readonly [share: number, count: number];

function drawRail({ pen, width, height, ratio, colours }: DrawingContext, [barRow, lineRow, tone]: RailFrame): void {
  const edge = OVERHANG * ratio;
  if (barRow !== null) {
    // Fill the whole rounded track, then clear the part above the bar.
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

function drawRing({ pen, width, colours }: DrawingContext, [share, count]: RingFrame): void {
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

export const rail: Drawing<RailFrame> = { name: 'rail', draw: drawRail };
export const ring: Drawing<RingFrame> = { name: 'ring', draw: drawRing };
