/**
 * `node dist/tests/judge/run.js [--seeds 20] [--from 1] [--axis part] [--json FILE] [--verbose] [--dump FILE.csv]`:
 * the baselines on every axis. An adapter calls `scoreCounter` with a counter of its own.
 */
import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { AXES } from './axes.ts';
import { smootherTurns } from './baseline-smoother.ts';
import { medianCrossing, peaks } from './baselines.ts';
import { dump } from './dump.ts';
import type { Counter } from './result.ts';
import type { Scenario } from './scenario.ts';
import { emptyMarks, score } from './score.ts';
import { type AxisMarks, add, goalsOf, goalTable, markdown } from './table.ts';

export interface JudgeOptions {
  seeds: number;
  from: number;
  /** Only axes with this in their name. */
  axis: string;
  verbose: boolean;
}

export const BASELINES: readonly (readonly [string, Counter])[] = [
  ['median filter, 30/70 % crossing', medianCrossing],
  ['heights-only smoother, turning points', smootherTurns],
  ['peaks', peaks],
];

const chosen = (options: JudgeOptions) => AXES.filter((each) => each.name.includes(options.axis));

/** The marks of several counters at once: each scenario is made once. */
export function scoreCounters(
  counters: readonly (readonly [string, Counter])[],
  options: JudgeOptions,
  say: (line: string) => void = () => {},
): Map<string, AxisMarks[]> {
  const all = new Map<string, AxisMarks[]>(counters.map(([name]) => [name, []]));
  for (const axis of chosen(options)) {
    const sums = counters.map(([name]) => {
      const own = { axis: axis.name, marks: emptyMarks() };
      all.get(name)!.push(own);
      return own;
    });
    for (let seed = options.from; seed < options.from + options.seeds; seed += 1) {
      const scenario: Scenario = axis.make(seed);
      counters.forEach(([name, counter], i) => {
        const marks = score(scenario, counter(scenario));
        add(sums[i]!.marks, marks);
        if (options.verbose && marks.notes.length > 0) say(`${name}: ${axis.name} ${seed}: ${marks.notes.join('; ')}`);
      });
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

/** Judges one counter: tables and goals on `say`, and the marks. */
export function scoreCounter(
  name: string,
  counter: Counter,
  options: JudgeOptions,
  say: (line: string) => void = console.log,
): AxisMarks[] {
  const all = scoreCounters([[name, counter], ...BASELINES], options, (line) => {
    if (line.startsWith(`${name}: `)) say(line.slice(name.length + 2));
  });
  const own = all.get(name)!;
  all.delete(name);
  say(`## ${name}\n\n${markdown(own)}\n\n${goalTable(goalsOf(own, bestBaseline(all)))}\n`);
  return own;
}

function main(): void {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string', default: '20' },
      from: { type: 'string', default: '1' },
      axis: { type: 'string', default: '' },
      json: { type: 'string' },
      verbose: { type: 'boolean', default: false },
      dump: { type: 'string' },
    },
  });
  const options = {
    seeds: Number(values.seeds),
    from: Number(values.from),
    axis: values.axis,
    verbose: values.verbose,
  };
  if (values.dump) {
    const axis = chosen(options)[0];
    if (!axis) throw new Error(`no axis has "${options.axis}" in its name`);
    dump(axis.make(options.from), values.dump);
    return;
  }
  const scores = scoreCounters(BASELINES, options, console.log);
  for (const [name, list] of scores) console.log(`## ${name}\n\n${markdown(list)}\n`);
  if (values.json) writeFileSync(values.json, JSON.stringify(Object.fromEntries(scores)));
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) main();
