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
): { axis: string; value: number } {
  let most = { axis: '-', value: 0 };
  for (const each of list) {
    const of = value(each.marks);
    if (of !== null && of > most.value && allows(each.axis, what)) most = { axis: each.axis, value: of };
  }
  return most;
}

/** The table of the goals. `baselines`: best exact share of each axis, to be no worse than. */
export function goalsOf(list: readonly AxisMarks[], baselines: ReadonlyMap<string, number> = new Map()): Goal[] {
  const total = totalOf(list);
  const goals: Goal[] = [];
  const goal = (text: string, reached: boolean, value: string): void => {
    goals.push({ goal: text, reached, value });
  };
  const share = (marks: Marks): number => (marks.sets > 0 ? marks.exact / marks.sets : 1);
  const low = list.filter((each) => share(each.marks) < 0.98);
  goal('sets exact ≥ 98 % on each axis', low.length === 0, `${list.length - low.length} of ${list.length} axes`);
  goal('sets exact ≥ 99 % over all', share(total) >= 0.99, `${(100 * share(total)).toFixed(2)} %`);
  const beaten = list.filter((each) => share(each.marks) < (baselines.get(each.axis) ?? 0));
  goal('no axis below the best baseline', beaten.length === 0, beaten.map((each) => each.axis).join(', ') || 'none');
  const phantoms = list.filter((each) => each.marks.trueReps === 0).reduce((sum, each) => sum + each.marks.phantom, 0);
  goal('no phantom rep where nothing is lifted', phantoms === 0, `${phantoms}`);
  const hold = quantile(total.holdErrorS, 0.5) ?? 0;
  goal('hold: median ≤ 20 ms', hold <= 0.02, `${(hold * 1000).toFixed(0)} ms`);
  const holds = worst(list, 'hold', (m) => quantile(m.holdErrorS, 0.95));
  goal('hold: p95 ≤ 150 ms on each axis', holds.value <= 0.15, `${(holds.value * 1000).toFixed(0)} ms (${holds.axis})`);
  const velocity = quantile(total.velocityErrorMps, 0.5) ?? 0;
  goal('velocity: median ≤ 8 mm/s', velocity <= 0.008, `${(velocity * 1000).toFixed(1)} mm/s`);
  const fast = worst(list, 'velocity', (m) => quantile(m.velocityErrorMps, 0.95));
  goal(
    'velocity: p95 ≤ 80 mm/s on each axis',
    fast.value <= 0.08,
    `${(fast.value * 1000).toFixed(0)} mm/s (${fast.axis})`,
  );
  const ranges = worst(list, 'range', (m) => quantile(m.rangeErrorMm, 0.95));
  goal('range: p95 ≤ 10 mm', ranges.value <= 10, `${ranges.value.toFixed(1)} mm (${ranges.axis})`);
  const load = quantile(total.loadErrorShare, 0.5) ?? 0;
  goal('load: ≤ 0.5 % (median)', load <= 0.005, `${(load * 100).toFixed(2)} %`);
  const loads = worst(list, 'load', (m) => quantile(m.loadErrorShare, 0.95));
  goal('load: ≤ 3 % on any axis (p95)', loads.value <= 0.03, `${(loads.value * 100).toFixed(2)} % (${loads.axis})`);
  const early = worst(list, 'announce', (m) => quantile(m.announcedBelowMm, 0.99));
  goal('announced ≤ 25 mm below the top (p99)', early.value <= 25, `${early.value.toFixed(0)} mm (${early.axis})`);
  const late = quantile(total.announcedLateS, 0.99) ?? 0;
  goal('announced ≤ 150 ms after lockout (p99)', late <= 0.15, `${(late * 1000).toFixed(0)} ms`);
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
