import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';

interface Values {
  /** Seconds since 1970, or the load for points; rising. */
  x: readonly number[];
  y: readonly number[];
  unit: string;
  yMax?: number;
}
export type Trend =
  | (Values & { kind: 'bars' })
  /** `error`: half the height of the band at each point. */
  | (Values & { kind: 'band'; error: readonly number[] })
  /** `age`: any measure of time; the newest points are drawn strongest. */
  | (Values & { kind: 'points'; xUnit: string; age: readonly number[] });

const HEIGHT = 220;
const DAY_S = 86_400;
/** Room beside the first and the last value, as a part of their distance. */
const MARGIN = 0.06;

/** @returns a function that removes the chart */
export function drawTrend(element: HTMLElement, trend: Trend, languageName: string): () => void {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string) => style.getPropertyValue(name).trim();
  const axis: uPlot.Axis = {
    stroke: token('--ink-soft'),
    grid: { stroke: token('--line'), width: 1 },
    ticks: { show: false },
    font: '13px Inter, sans-serif',
  };
  const days = new Intl.DateTimeFormat(languageName, { day: 'numeric', month: 'short' });
  const numbers = new Intl.NumberFormat(languageName, { maximumFractionDigits: 2 });
  const isTime = trend.kind !== 'points';
  const width = () => Math.max(element.clientWidth, 100);
  const error = trend.kind === 'band' ? trend.error : trend.y.map(() => 0);
  const chart = new uPlot(
    {
      width: width(),
      height: HEIGHT,
      legend: { show: false },
      cursor: { show: false },
      scales: {
        x: { time: false, range: (_, min, max) => around(min, max, isTime ? 2 * DAY_S : 5) },
        y: { range: (_, min, max) => yRange(trend, min, max) },
      },
      axes: [
        {
          ...axis,
          grid: { show: false },
          incrs: isTime ? [1, 2, 7, 14, 30, 61, 122, 365].map((step) => step * DAY_S) : [1, 2, 5, 10, 20, 50, 100],
          space: 70,
          values: (_, values) =>
            values.map((value) => (trend.kind === 'points' ? `${value} ${trend.xUnit}` : days.format(value * 1000))),
        },
        {
          ...axis,
          size: 66,
          values: (_, values) => values.map((value) => `${numbers.format(value)} ${trend.unit}`),
        },
      ],
      series: [{}, ...seriesOf(trend, token)],
      bands: trend.kind === 'band' ? [{ series: [2, 3], fill: withAlpha(token('--move'), 0.22) }] : [],
      hooks: trend.kind === 'points' ? { draw: [(drawn) => drawPoints(drawn, trend, token('--move'))] } : {},
    },
    [
      [...trend.x],
      [...trend.y],
      ...(trend.kind === 'band'
        ? [
            trend.y.map((value, index) => value + (error[index] ?? 0)),
            trend.y.map((value, index) => value - (error[index] ?? 0)),
          ]
        : []),
    ] as uPlot.AlignedData,
    element,
  );
  const watcher = new ResizeObserver(() => chart.setSize({ width: width(), height: HEIGHT }));
  watcher.observe(element);
  return () => {
    watcher.disconnect();
    chart.destroy();
  };
}

function seriesOf(trend: Trend, token: (name: string) => string): uPlot.Series[] {
  if (trend.kind === 'points') return [{ stroke: 'transparent', points: { show: false } }];
  if (trend.kind === 'bars')
    return [
      {
        stroke: token('--move'),
        fill: token('--move'),
        points: { show: false },
        paths: uPlot.paths.bars?.({ size: [0.6, 34], radius: 0.25 }) ?? null,
      } as uPlot.Series,
    ];
  const edge: uPlot.Series = { stroke: 'transparent', points: { show: false } };
  return [{ stroke: token('--move'), width: 2.5, points: { show: true, size: 7, fill: token('--move') } }, edge, edge];
}

const around = (min: number, max: number, least: number): [number, number] => {
  const margin = Math.max(least, (max - min) * MARGIN);
  return [min - margin, max + margin];
};

function yRange(trend: Trend, min: number, max: number): [number, number] {
  if (trend.kind === 'bars') return [0, trend.yMax ?? Math.max(1, max * 1.08)];
  const margin = Math.max((max - min) * 0.15, max * 0.04);
  return [Math.max(0, min - margin), max + margin];
}

const withAlpha = (colour: string, alpha: number) => `color-mix(in srgb, ${colour} ${alpha * 100}%, transparent)`;

function drawPoints(chart: uPlot, trend: Extract<Trend, { kind: 'points' }>, colour: string): void {
  const { ctx: pen } = chart;
  const oldest = Math.min(...trend.age);
  const span = Math.max(...trend.age) - oldest || 1;
  pen.save();
  pen.fillStyle = colour;
  trend.x.forEach((x, index) => {
    pen.globalAlpha = 0.25 + 0.75 * (((trend.age[index] ?? oldest) - oldest) / span);
    pen.beginPath();
    const y = chart.valToPos(trend.y[index] ?? 0, 'y', true);
    pen.arc(chart.valToPos(x, 'x', true), y, 5 * devicePixelRatio, 0, 2 * Math.PI);
    pen.fill();
  });
  pen.restore();
}
