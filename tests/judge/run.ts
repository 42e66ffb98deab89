/**
 * `node dist/tests/judge/run.js [--seeds 20] [--from 1] [--axis part] [--hours 24] [--json FILE] [--verbose]
 * [--dump FILE.csv]`: the baselines on every axis. An adapter calls `scoreCounter` with a counter of its own.
 */
import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { AXES } from './axes.ts';
import { smootherTurns } from './baseline-smoother.ts';
import { medianCrossing, peaks } from './baselines.ts';
import { dump } from './dump.ts';
import { handling24h } from './handling-day.ts';
import type { Counter } from './result.ts';
import type { Scenario } from './scenario.ts';
import { emptyMarks, score } from './score.ts';
import { type AxisMarks, add, goalsOf, goalTable, markdown, summary, totalOf } from './table.ts';

export interface JudgeOptions {
  seeds: number;
  from: number;
  /** Only axes with this in their name. */
  axis: string;
  verbose: boolean;
  /** Hours of handling without a rep, beside the axes. */
  hours: number;
}

export const BASELINES: readonly (readonly [string, Counter])[] = [
  ['median filter, 30/70 % crossing', medianCrossing],
  ['heights-only smoother, turning points', smootherTurns],
  ['peaks', peaks],
];

/** The axes' scenarios, one after the other: never more than one in memory. */
function* scenariosOf(options: JudgeOptions): Generator<Scenario> {
  for (const axis of AXES.filter((each) => each.name.includes(options.axis))) {
    for (let seed = options.from; seed < options.from + options.seeds; seed += 1) yield axis.make(seed);
  }
  if (options.hours > 0) yield* handling24h(options.from, options.hours);
}

/** The marks of several counters at once: each scenario is made once. */
export function scoreCounters(
  counters: readonly (readonly [string, Counter])[],
  options: JudgeOptions,
  say: (line: string) => void = () => {},
): Map<string, AxisMarks[]> {
  const all = new Map<string, AxisMarks[]>(counters.map(([name]) => [name, []]));
  for (const scenario of scenariosOf(options)) {
    for (const [name, counter] of counters) {
      const list = all.get(name)!;
      if (list.at(-1)?.axis !== scenario.axis) list.push({ axis: scenario.axis, marks: emptyMarks() });
      const marks = score(scenario, counter(scenario));
      add(list.at(-1)!.marks, marks);
      if (options.verbose && marks.notes.length > 0) {
        say(`${name}: ${scenario.axis} ${scenario.seed}: ${marks.notes.join('; ')}`);
      }
    }
  }
  return all;
}

/** The best exact share of each axis among the baselines. */
export function bestBaseline(scores: ReadonlyMap<string, AxisMarks[]>): Map<string, number> {
  const best = new Map<string, number>();
  for (const list of scores.values()) {
    for (const { axis, marks } of list) best.set(axis, Math.max(best.get(axis) ?? 0, marks.exact / marks.sets));
  }
  return best;
}

/** Judges one counter: tables and goals on `say`, and the marks. `compare`: hold it against the baselines, too. */
export function scoreCounter(
  name: string,
  counter: Counter,
  options: JudgeOptions & { compare?: boolean },
  say: (line: string) => void = console.log,
): AxisMarks[] {
  const others = options.compare === false ? [] : BASELINES;
  const all = scoreCounters([[name, counter], ...others], options, (line) => {
    if (line.startsWith(`${name}: `)) say(line.slice(name.length + 2));
  });
  const own = all.get(name)!;
  all.delete(name);
  say(`## ${name}\n\n${markdown(own)}\n\n${goalTable(goalsOf(own, bestBaseline(all)))}\n`);
  return own;
}

/** What the command line says; an adapter takes the same words. */
export function optionsOf(
  args: readonly string[],
): JudgeOptions & { json: string | undefined; dump: string | undefined } {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seeds: { type: 'string', default: '20' },
      from: { type: 'string', default: '1' },
      axis: { type: 'string', default: '' },
      hours: { type: 'string', default: '0' },
      json: { type: 'string' },
      verbose: { type: 'boolean', default: false },
      dump: { type: 'string' },
    },
  });
  const whole = (name: 'seeds' | 'from', most: number): number => {
    const value = Number(values[name]);
    if (!Number.isInteger(value) || value < 0 || value > most) throw new Error(`--${name} must be 0 to ${most}`);
    return value;
  };
  const hours = Number(values.hours);
  if (!(hours >= 0 && hours <= 240)) throw new Error('--hours must be 0 to 240');
  return {
    seeds: whole('seeds', 1000),
    from: whole('from', 1_000_000),
    axis: values.axis,
    verbose: values.verbose,
    hours,
    json: values.json,
    dump: values.dump,
  };
}

export function jsonOf(scores: ReadonlyMap<string, AxisMarks[]>): string {
  const whole = [...scores].map(([name, list]) => [
    name,
    { axes: list.map(summary), total: summary({ axis: 'all', marks: totalOf(list) }), goals: goalsOf(list) },
  ]);
  return `${JSON.stringify(Object.fromEntries(whole), null, 1)}\n`;
}

function main(): void {
  const options = optionsOf(process.argv.slice(2));
  if (options.dump) {
    const axis = AXES.find((each) => each.name.includes(options.axis));
    if (!axis) throw new Error(`no axis has "${options.axis}" in its name`);
    dump(axis.make(options.from), options.dump);
    return;
  }
  const scores = scoreCounters(BASELINES, options, console.log);
  for (const [name, list] of scores) console.log(`## ${name}\n\n${markdown(list)}\n\n${goalTable(goalsOf(list))}\n`);
  if (options.json) writeFileSync(options.json, jsonOf(scores));
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) main();
