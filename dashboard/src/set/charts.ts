import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { type IconName, iconPath } from '../components/icon.tsx';
import { repTone } from '../words.ts';
import type { Curves, RepSpan, ShownRep } from './curves.ts';
import { aroundStaticLoad, type Curve, rangeWithin } from './static-load.ts';

/** From and to, in seconds of the set; null: the whole set. */
export type Range = readonly [fromS: number, toS: number] | null;

interface ChartOptions {
  curves: Curves;
  /** Drawn faint behind; null: nothing to compare with. */
  other: Curves | null;
  spans: readonly RepSpan<ShownRep>[];
  /** Of `other`; the force of each is shown around its own load. */
  otherSpans: readonly RepSpan<ShownRep>[];
  /** What the whole set is, in seconds; left out: its movements and what is around them. */
  whole?: readonly [fromS: number, toS: number];
  labels: Record<keyof Curves, string>;
  onRange: (range: Range) => void;
}

export interface Charts {
  show(range: Range): void;
  destroy(): void;
}

const HEIGHTS: Record<keyof Curves, number> = { heightCm: 220, velocityMps: 120, forceN: 120 };
/** The lowest chart carries the axis of time for all. */
const AXIS_HEIGHT = 50;
/** uPlot keeps such a margin for the last number of an axis of time, but only on a chart that has one: the curves would not stand in line. */
const RIGHT_MARGIN = 25;
/** Room above and below the force of the movements, as a part of its range. */
const FORCE_ROOM = 0.15;
/** Room for the marks of the reps above the curve, as a part of its range. */
const HEADROOM = 0.2;
/** Before the first rep and after the last, as seconds. */
const MARGIN_S = 1.5;
const PHASE_TONES = { up: '--move', hold: '--hold-fill', down: '--edge' } as const;
const MARK_TONES = { met: '--met', hold: '--hold', short: '--short', wrong: '--wrong', doubt: '--doubt' } as const;

/** Draws height, velocity and force one above the other, with one cursor and one zoom. */
export function drawCharts(element: HTMLElement, options: ChartOptions): Charts {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string) => style.getPropertyValue(name).trim();
  const { spans, labels, onRange } = options;
  const curves = withForceAround(options.curves, spans);
  const other = options.other && withForceAround(options.other, options.otherSpans);
  const force = rangeWithin(curves.forceN, spans);
  const names = (Object.keys(HEIGHTS) as (keyof Curves)[]).filter((name) => curves[name].atS.length > 0);
  const lastS = Math.max(spans.at(-1)?.toS ?? 0, 5);
  const [firstS, endS] = options.whole ?? [-MARGIN_S, lastS + MARGIN_S];
  const whole: [number, number] = [firstS, endS];
  let charts: uPlot[] = [];
  let isSyncing = false;

  const heightOf = (name: keyof Curves) => HEIGHTS[name] + (name === names.at(-1) ? AXIS_HEIGHT : 0);
  const setAll = (fromS: number, toS: number) => {
    isSyncing = true;
    for (const chart of charts) chart.setScale('x', { min: fromS, max: toS });
    isSyncing = false;
  };
  const zoomed = (chart: uPlot) => {
    const { min, max } = chart.scales.x ?? {};
    if (isSyncing || charts.length < names.length || min === undefined || max === undefined) return;
    if (min === null || max === null) return;
    setAll(min, max);
    onRange(min <= whole[0] && max >= whole[1] ? null : [min, max]);
  };

  charts = names.map((name) => {
    const ink = token('--ink-soft');
    const axis: uPlot.Axis = {
      stroke: ink,
      grid: { stroke: token('--line'), width: 1 },
      ticks: { stroke: token('--line'), width: 1 },
      font: '13px Inter, sans-serif',
      labelFont: '13px Inter, sans-serif',
    };
    return new uPlot(
      {
        width: Math.max(element.clientWidth, 100),
        height: heightOf(name),
        padding: [null, RIGHT_MARGIN, null, null],
        legend: { show: false },
        cursor: { sync: { key: 'set' }, drag: { x: true, y: false }, points: { show: false } },
        scales: {
          x: { time: false, range: (_, min, max) => (charts.length < names.length ? whole : [min, max]) },
          ...(name === 'heightCm' && { y: { range: (_, min, max) => [min - 1, max + HEADROOM * (max - min)] } }),
          ...(name === 'forceN' && force && { y: { range: () => widened(force) } }),
        },
        axes: [
          { ...axis, show: name === names.at(-1) },
          { ...axis, label: labels[name], labelSize: 20, size: 56 },
        ],
        series: [
          {},
          { stroke: token('--edge'), width: 1.5, points: { show: false } },
          { stroke: token('--ink'), width: 2, points: { show: false } },
        ],
        hooks: {
          setScale: [(chart, scale) => scale === 'x' && zoomed(chart)],
          drawClear: [(chart) => shade(chart, spans, token)],
          draw: name === 'heightCm' ? [(chart) => markReps(chart, spans, token)] : [],
        },
      },
      uPlot.join([tableOf(other?.[name] ?? null), tableOf(curves[name])]),
      element,
    );
  });

  // Twice on the curve: the whole set, on all of them.
  const reset = () => setAll(...whole);
  element.addEventListener('dblclick', reset);
  const watcher = new ResizeObserver(() => {
    for (const [index, chart] of charts.entries())
      chart.setSize({ width: Math.max(element.clientWidth, 100), height: heightOf(names[index]!) });
  });
  watcher.observe(element);
  return {
    show: (range) => setAll(...(range ?? whole)),
    destroy() {
      watcher.disconnect();
      element.removeEventListener('dblclick', reset);
      for (const chart of charts) chart.destroy();
    },
  };
}

/** Without movements no load is known: the force is shown as it is. */
const withForceAround = (curves: Curves, spans: ChartOptions['spans']): Curves =>
  spans.length === 0 ? curves : { ...curves, forceN: aroundStaticLoad(curves.forceN, spans) };

function widened([least, most]: [number, number]): [number, number] {
  const room = Math.max(FORCE_ROOM * (most - least), 1);
  return [least - room, most + room];
}

const tableOf = (curve: Curve | null): uPlot.AlignedData => [curve?.atS ?? [], curve?.values ?? []];

/** Colours the background of each phase; what didn't count is left pale. */
function shade(chart: uPlot, spans: readonly RepSpan<ShownRep>[], token: (name: string) => string): void {
  const { ctx: pen, bbox } = chart;
  pen.save();
  pen.beginPath();
  pen.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  pen.clip();
  for (const { rep, phases } of spans) {
    pen.globalAlpha = rep.verdict === 'counted' ? 0.22 : 0.09;
    for (const { kind, fromS, toS } of phases) {
      pen.fillStyle = token(PHASE_TONES[kind]);
      const left = chart.valToPos(fromS, 'x', true);
      pen.fillRect(left, bbox.top, chart.valToPos(toS, 'x', true) - left, bbox.height);
    }
  }
  pen.restore();
}

/** Number or sign of each movement above its top. */
function markReps(chart: uPlot, spans: readonly RepSpan<ShownRep>[], token: (name: string) => string): void {
  const { ctx: pen, bbox } = chart;
  const size = 15 * devicePixelRatio;
  const top = bbox.top + 4 * devicePixelRatio;
  pen.save();
  pen.font = `700 ${size}px Inter, sans-serif`;
  pen.textAlign = 'center';
  pen.textBaseline = 'top';
  let lastX = Number.NEGATIVE_INFINITY;
  for (const { rep, topS } of spans) {
    const x = chart.valToPos(topS, 'x', true);
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    // Where numbers would lie upon each other only some are written; what did not count always has its sign.
    if (rep.n !== null && x - lastX < size * String(rep.n).length) continue;
    lastX = x;
    pen.fillStyle = token(MARK_TONES[repTone(rep)]);
    if (rep.n !== null) pen.fillText(String(rep.n), x, top);
    else drawIcon(pen, SIGNS[rep.verdict], x - size / 2, top, size);
  }
  pen.restore();
}

const SIGNS = { counted: 'check', partial: 'short', doubtful: 'question', rejected: 'cross' } as const;

function drawIcon(pen: CanvasRenderingContext2D, name: IconName, left: number, top: number, size: number): void {
  pen.save();
  pen.translate(left, top);
  pen.scale(size / 24, size / 24);
  pen.strokeStyle = pen.fillStyle;
  pen.lineWidth = 3;
  pen.stroke(iconPath(name));
  pen.restore();
}
