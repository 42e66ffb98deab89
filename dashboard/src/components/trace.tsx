import { useRef } from 'preact/hooks';
import type { LiveFrame } from '../../../src/contracts/live.ts';
import type { DrawingContext } from '../drawing/renderer.ts';
import type { BayStore } from '../live/bay-store.ts';
import { t } from '../locales/index.ts';
import { useDrawing } from './use-drawing.ts';

const SPAN_MS = 30_000;
/** Points nearer to each other than this would lie on the same pixel. */
const STEP_MS = 30;
/** Room above and below the curve, as parts of its range. */
const MARGIN = 0.12;
const MIN_RANGE_MM = 250;
const GAP_MS = 500;

type Point = { atMs: number; heightMm: number; phase: LiveFrame['phase'] };

/** The height of the last half minute: held is amber, as on the rail. */
export function Trace({ bay }: { bay: BayStore }) {
  const points = useRef<Point[]>([]);
  const canvas = useDrawing(
    bay,
    (frame) => {
      if (frame === null) return [0, null] as const;
      const { at, heightMm, phase, topMm } = frame;
      const atMs = Date.parse(at);
      const kept = points.current;
      if (heightMm !== null && atMs - (kept.at(-1)?.atMs ?? 0) >= STEP_MS) kept.push({ atMs, heightMm, phase });
      const first = kept.findIndex((point) => point.atMs > atMs - SPAN_MS);
      if (first > 0) kept.splice(0, first);
      return [atMs, topMm] as const;
    },
    { draw: (context, [atMs, topMm]) => draw(context, points.current, atMs, topMm) },
  );
  return <canvas class="trace" ref={canvas} role="img" aria-label={t().floor.curve} data-testid="trace" />;
}

function draw(
  { pen, width, height, ratio, colours }: DrawingContext,
  points: readonly Point[],
  nowMs: number,
  topMm: number | null,
): void {
  const heights = points.map((point) => point.heightMm);
  const lowMm = Math.min(...heights);
  const highMm = Math.max(...heights, topMm ?? 0, lowMm + MIN_RANGE_MM);
  const spanMm = (highMm - lowMm) * (1 + 2 * MARGIN);
  const x = (atMs: number) => width * (1 - (nowMs - atMs) / SPAN_MS);
  const y = (mm: number) => height * (1 - (mm - lowMm + MARGIN * (highMm - lowMm)) / spanMm);

  pen.lineWidth = ratio;
  pen.strokeStyle = colours['--line'];
  for (let agoMs = 5000; agoMs < SPAN_MS; agoMs += 5000) line(pen, x(nowMs - agoMs), 0, x(nowMs - agoMs), height);
  if (topMm !== null) {
    pen.strokeStyle = colours['--ink-soft'];
    pen.lineWidth = 2 * ratio;
    pen.setLineDash([8 * ratio, 6 * ratio]);
    line(pen, 0, y(topMm), width, y(topMm));
    pen.setLineDash([]);
  }
  pen.lineWidth = 3 * ratio;
  pen.lineJoin = 'round';
  for (let index = 1; index < points.length; ) {
    // One stroke for each stretch of one colour.
    const { phase } = points[index]!;
    const isHeld = phase === 'lockout';
    pen.strokeStyle = isHeld ? colours['--hold-fill'] : colours['--move'];
    pen.beginPath();
    const before = points[index - 1]!;
    pen.moveTo(x(before.atMs), y(before.heightMm));
    while (index < points.length && (points[index]!.phase === 'lockout') === isHeld) {
      const point = points[index]!;
      const isGap = point.atMs - points[index - 1]!.atMs > GAP_MS;
      pen[isGap ? 'moveTo' : 'lineTo'](x(point.atMs), y(point.heightMm));
      index += 1;
    }
    pen.stroke();
  }
}

function line(pen: DrawingContext['pen'], fromX: number, fromY: number, toX: number, toY: number): void {
  pen.beginPath();
  pen.moveTo(fromX, fromY);
  pen.lineTo(toX, toY);
  pen.stroke();
}
