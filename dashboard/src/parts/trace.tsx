import { useLayoutEffect, useRef } from 'preact/hooks';
import type { LiveFrame } from '../../../src/contracts/live.ts';
import type { BayStore } from '../live/bay-store.ts';
import { usePainter } from '../live/use-painter.ts';
import { settings } from '../settings.ts';
import { t } from '../texts/index.ts';

const SPAN_MS = 30_000;
/** Room above and below the curve, as parts of its range. */
const MARGIN = 0.12;
const MIN_RANGE_MM = 250;
const GAP_MS = 500;

type Point = { atMs: number; heightMm: number; phase: LiveFrame['phase'] };

/** The height of the last half minute, drawn on a canvas: held is amber, as on the rail. */
export function Trace({ bay }: { bay: BayStore }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const points = useRef<Point[]>([]);
  const colours = useRef({ move: '', hold: '', line: '', ink: '' });
  const { scheme, contrast } = settings.value;
  useLayoutEffect(() => {
    const style = getComputedStyle(document.documentElement);
    const token = (name: string) => style.getPropertyValue(name).trim();
    colours.current = {
      move: token('--move'),
      hold: token('--hold-fill'),
      line: token('--line'),
      ink: token('--ink-soft'),
    };
  }, [scheme, contrast]);

  usePainter(bay, ({ at, heightMm, phase, topMm }) => {
    const atMs = Date.parse(at);
    const kept = points.current;
    if (heightMm !== null) kept.push({ atMs, heightMm, phase });
    const first = kept.findIndex((point) => point.atMs > atMs - SPAN_MS);
    if (first > 0) kept.splice(0, first);
    if (canvas.current) draw(canvas.current, kept, atMs, topMm, colours.current);
  });
  return <canvas class="trace" ref={canvas} role="img" aria-label={t().floor.curve} data-testid="trace" />;
}

function draw(
  canvas: HTMLCanvasElement,
  points: readonly Point[],
  nowMs: number,
  topMm: number | null,
  colours: { move: string; hold: string; line: string; ink: string },
): void {
  const ratio = devicePixelRatio;
  const width = canvas.clientWidth * ratio;
  const height = canvas.clientHeight * ratio;
  // Giving it a size clears it, so only when it changed.
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  }
  const pen = canvas.getContext('2d');
  if (!pen || width === 0) return;
  pen.clearRect(0, 0, width, height);
  const heights = points.map((point) => point.heightMm);
  const lowMm = Math.min(...heights);
  const highMm = Math.max(...heights, topMm ?? 0, lowMm + MIN_RANGE_MM);
  const spanMm = (highMm - lowMm) * (1 + 2 * MARGIN);
  const x = (atMs: number) => width * (1 - (nowMs - atMs) / SPAN_MS);
  const y = (mm: number) => height * (1 - (mm - lowMm + MARGIN * (highMm - lowMm)) / spanMm);

  pen.lineWidth = ratio;
  pen.strokeStyle = colours.line;
  for (let agoMs = 5000; agoMs < SPAN_MS; agoMs += 5000) line(pen, x(nowMs - agoMs), 0, x(nowMs - agoMs), height);
  if (topMm !== null) {
    pen.strokeStyle = colours.ink;
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
    pen.strokeStyle = isHeld ? colours.hold : colours.move;
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

function line(pen: CanvasRenderingContext2D, fromX: number, fromY: number, toX: number, toY: number): void {
  pen.beginPath();
  pen.moveTo(fromX, fromY);
  pen.lineTo(toX, toY);
  pen.stroke();
}
