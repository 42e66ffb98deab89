/** Adds marks up by axis, and holds them against the goals. */
import { AXES } from './axes.ts';
import type { Axis, Measure } from './axes-kit.ts';
import { FLAGS, type Flag } from './scenario.ts';
import { emptyMarks, type Marks } from './score.ts';

export interface AxisMarks {
  axis: string;
  marks: Marks;
}

export function quantile(values: readonly number[], share: number): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)]!;
}

const LISTS = [
  'holdErrorS',
  'velocityErrorMps',
  'rangeErrorMm',
  'loadErrorShare',
  'announcedBelowMm',
  'announcedLateS',
  'notes',
] as const;
const SUMS = [
  'sets',
  'exact',
  'trueReps',
  'missed',
  'phantom',
  'groupings',
  'groupedRight',
  'setStartsLate',
  'unmeasured',
  'announcedNotCounted',
  'countedNotAnnounced',
] as const;

export function add(into: Marks, from: Marks): void {
  for (const key of SUMS) into[key] += from[key];
  for (const key of LISTS) (into[key] as unknown[]).push(...from[key]);
  for (const flag of FLAGS) {
    into.flags[flag].right += from.flags[flag].right;
    into.flags[flag].missed += from.flags[flag].missed;
    into.flags[flag].wrong += from.flags[flag].wrong;
  }
}

export function totalOf(list: readonly AxisMarks[]): Marks {
  const total = emptyMarks();
  for (const each of list) add(total, each.marks);
  return total;
}

const cell = (value: number | null, factor = 1, digits = 0): string =>
  value === null ? '' : (value * factor).toFixed(digits);

function row(name: string, m: Marks): string {
  const cells = [
    name,
    `${m.exact}/${m.sets}`,
    `${m.missed}/${m.trueReps}`,
    `${m.phantom}`,
    m.groupings > 0 ? `${m.groupedRight}/${m.groupings}` : '',
    cell(quantile(m.holdErrorS, 0.5), 1000),
    cell(quantile(m.holdErrorS, 0.95), 1000),
    cell(quantile(m.velocityErrorMps, 0.5), 1000, 1),
    cell(quantile(m.velocityErrorMps, 0.95), 1000),
    cell(quantile(m.rangeErrorMm, 0.95), 1, 1),
    cell(quantile(m.loadErrorShare, 0.5), 100, 2),
    cell(quantile(m.loadErrorShare, 0.95), 100, 2),
    cell(quantile(m.announcedBelowMm, 0.99)),
    cell(quantile(m.announcedLateS, 0.99), 1000),
    `${m.announcedNotCounted}`,
    `${m.setStartsLate}`,
    `${m.unmeasured}`,
  ];
  return `| ${cells.join(' | ')} |`;
}

const HEAD = [
  '| axis | exact sets | missed | phantom | grouping | hold ms p50 | p95 | velocity mm/s p50 | p95 | range mm p95 | load % p50 | p95 | announced mm below p99 | late ms p99 | announced, not counted | set starts late | not measured |',
  '|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|',
];

export function markdown(list: readonly AxisMarks[]): string {
  const rows = list.map((each) => row(each.axis, each.marks));
  return [...HEAD, ...rows, row('**all**', totalOf(list)), '', ...flagTable(totalOf(list))].join('\n');
}

function flagTable(total: Marks): string[] {
  return [
    '| flag | right | missed | false |',
    '|---|---|---|---|',
    ...FLAGS.map((flag) => {
      const { right, missed, wrong } = total.flags[flag];
      return `| ${flag} | ${right} | ${missed} | ${wrong} |`;
    }),
  ];
}

export interface Goal {
  goal: string;
  reached: boolean;
  value: string;
}

const allows = (name: string, what: Measure): boolean =>
  !(AXES.find((axis: Axis) => axis.name === name)?.exempt ?? []).includes(what);

function worst(
  list: readonly AxisMarks[],
  what: Measure,
  value: (marks: Marks) => number | null,
): { axis: string; value: number | null } {
  let most: { axis: string; value: number | null } = { axis: '-', value: null };
  for (const each of list) {
    const of = value(each.marks);
    if (of !== null && of > (most.value ?? -1) && allows(each.axis, what)) most = { axis: each.axis, value: of };
  }
  return most;
}

const UNLIFTED = new Set(AXES.filter((axis) => ['handling', 'hands'].includes(axis.group)).map((axis) => axis.name));

/** The table of the goals. `baselines`: best exact share of each axis, to be no worse than. */
export function goalsOf(list: readonly AxisMarks[], baselines: ReadonlyMap<string, number> = new Map()): Goal[] {
  const total = totalOf(list);
  const goals: Goal[] = [];
  const goal = (text: string, reached: boolean, value: string): void => {
    goals.push({ goal: text, reached, value });
  };
  /** A quantile over all, or the worst of all axes. What nobody measured reaches no goal. */
  const limit = (text: string, most: number, value: number | null, show: (value: number) => string, where = ''): void =>
    goal(text, value !== null && value <= most, value === null ? 'not measured' : `${show(value)}${where}`);
  const share = (marks: Marks): number => (marks.sets > 0 ? marks.exact / marks.sets : 1);
  const ms = (value: number) => `${(value * 1000).toFixed(0)} ms`;
  const mmps = (value: number) => `${(value * 1000).toFixed(1)} mm/s`;
  const mm = (value: number) => `${value.toFixed(1)} mm`;
  const percent = (value: number) => `${(value * 100).toFixed(2)} %`;

  const low = list.filter((each) => share(each.marks) < 0.98);
  goal('sets exact ≥ 98 % on each axis', low.length === 0, `${list.length - low.length} of ${list.length} axes`);
  // The day of handling has its own goal: its hundreds of empty pieces would flatter this one.
  const lifted = totalOf(list.filter((each) => !each.axis.startsWith('handling-24h')));
  goal('sets exact ≥ 99 % over all axes', share(lifted) >= 0.99, percent(share(lifted)));
  if (baselines.size > 0) {
    const beaten = list.filter((each) => share(each.marks) < (baselines.get(each.axis) ?? 0)).map((each) => each.axis);
    goal('no axis below the best baseline', beaten.length === 0, beaten.join(', ') || 'none');
  }
  const unlifted = (name: string): boolean => name.startsWith('handling-24h') || UNLIFTED.has(name);
  const phantoms = list.filter((each) => unlifted(each.axis)).reduce((sum, each) => sum + each.marks.phantom, 0);
  goal('no phantom rep where nothing is lifted', phantoms === 0, `${phantoms}`);

  const onEach = (
    text: string,
    what: Measure,
    most: number,
    of: (m: Marks) => number[],
    p: number,
    show: typeof ms,
  ): void => {
    const { axis, value } = worst(list, what, (marks) => quantile(of(marks), p));
    limit(text, most, value, show, ` (${axis})`);
  };
  limit('hold: median ≤ 20 ms', 0.02, quantile(total.holdErrorS, 0.5), ms);
  onEach('hold: p95 ≤ 150 ms on each axis', 'hold', 0.15, (m) => m.holdErrorS, 0.95, ms);
  limit('velocity: median ≤ 8 mm/s', 0.008, quantile(total.velocityErrorMps, 0.5), mmps);
  onEach('velocity: p95 ≤ 80 mm/s on each axis', 'velocity', 0.08, (m) => m.velocityErrorMps, 0.95, mmps);
  onEach('range: p95 ≤ 10 mm on each axis', 'range', 10, (m) => m.rangeErrorMm, 0.95, mm);
  limit('load: median ≤ 0.5 %', 0.005, quantile(total.loadErrorShare, 0.5), percent);
  onEach('load: p95 ≤ 3 % on each axis', 'load', 0.03, (m) => m.loadErrorShare, 0.95, percent);
  onEach('announced ≤ 25 mm below the top (p99) on each axis', 'announce', 25, (m) => m.announcedBelowMm, 0.99, mm);
  limit('announced ≤ 150 ms after lockout (p99)', 0.15, quantile(total.announcedLateS, 0.99), ms);
  for (const flag of FLAGS) goals.push(flagGoal(flag, total));
  return goals;
}

function flagGoal(flag: Flag, total: Marks): Goal {
  const { right, missed, wrong } = total.flags[flag];
  const precision = right + wrong > 0 ? right / (right + wrong) : 1;
  const recall = right + missed > 0 ? right / (right + missed) : 1;
  return {
    goal: `flag ${flag}: precision ≥ 80 %, recall ≥ 90 %`,
    reached: precision >= 0.8 && recall >= 0.9,
    value: `${(100 * precision).toFixed(0)} %, ${(100 * recall).toFixed(0)} %`,
  };
}

export const goalTable = (goals: readonly Goal[]): string =>
  [
    '| goal | reached | value |',
    '|---|---|---|',
    ...goals.map((each) => `| ${each.goal} | ${each.reached ? 'yes' : 'NO'} | ${each.value} |`),
  ].join('\n');

/** What a file should hold of an axis: counts and quantiles instead of every single error. */
export function summary({ axis, marks }: AxisMarks): Record<string, unknown> {
  const spread = (values: readonly number[]) => ({
    count: values.length,
    p50: quantile(values, 0.5),
    p95: quantile(values, 0.95),
    p99: quantile(values, 0.99),
  });
  const sums = Object.fromEntries(SUMS.map((key) => [key, marks[key]]));
  const spreads = Object.fromEntries(LISTS.filter((key) => key !== 'notes').map((key) => [key, spread(marks[key])]));
  return { axis, ...sums, ...spreads, flags: marks.flags };
}
