/** `npm run evaluate [-- --full]`: the judge, recordings and simulated matrix against the truth, into reports/evaluation.{md,json} and SVG plots. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { product } from '../judge/product.ts';
import { jsonOf, scoreCounter } from '../judge/run.ts';
import { present } from '../replay/recordings.ts';
import { oneRep } from './one-rep.ts';
import { bars, cumulative } from './plots.ts';
import { recordings } from './recorded.ts';
import { markdownOf } from './report.ts';
import { draws, faults, handling, type Scenario, sweeps } from './scenarios.ts';
import { METHODS, type Method, type Outcome, play } from './score.ts';
import { grouped, summary } from './summary.ts';

const isFull = process.argv.includes('--full');
const size = isFull
  ? { seeds: 4, draws: 400, noisy: 200, handlingHours: 24, faultSeeds: 4, judgeSeeds: 20, judgeHours: 24 }
  : { seeds: 1, draws: 60, noisy: 30, handlingHours: 4, faultSeeds: 1, judgeSeeds: 2, judgeHours: 1 };
/** The first seed of the judge that nothing was tuned on. */
const JUDGE_FROM = 1001;
const folder = fileURLToPath(new URL('../../../reports/', import.meta.url));

function run(label: string, scenarios: readonly Scenario[], methods: readonly Method[]): Outcome[] {
  const began = performance.now();
  const outcomes = scenarios.flatMap((scenario) => play(scenario, methods));
  console.log(`${label}: ${scenarios.length} scenarios in ${((performance.now() - began) / 1000).toFixed(0)} s`);
  return outcomes;
}

mkdirSync(folder, { recursive: true });
const recorded = present ? await recordings() : null;
if (recorded === null) console.log('skipped: recordings not present');
const fusedOnly: readonly Method[] = ['fused'];
const sweep = run('one axis at a time', sweeps(size.seeds), fusedOnly);
const quiet = run('noise ×1', draws(size.draws, 1), METHODS);
const noisy = run('noise ×2', draws(size.noisy, 2), fusedOnly);
const handled = run('handling', handling(size.handlingHours), [
  'fused',
  'distance only',
  'crossing 30/70 %',
  'peak finding',
]);
const faulty = run('faults', faults(size.faultSeeds), fusedOnly);

const judgeLines: string[] = [];
const beganMs = performance.now();
const judged = scoreCounter(
  'core',
  product,
  { seeds: size.judgeSeeds, from: JUDGE_FROM, hours: size.judgeHours, axis: '', verbose: false, compare: true },
  (line) => judgeLines.push(line.replace(/^## core\n\n/, '')),
);
console.log(`judge: ${judged.length} axes in ${((performance.now() - beganMs) / 1000).toFixed(0)} s`);
const judge = `Seeds ${JUDGE_FROM} to ${JUDGE_FROM + size.judgeSeeds - 1}, and ${size.judgeHours} h of handling without a rep.\n\n${judgeLines.join('\n').trim()}`;

const { handlingHours } = size;
const markdown = markdownOf({ isFull, handlingHours, recorded, sweep, quiet, noisy, handled, faulty, judge });
const summaries = METHODS.map((method) => summary(method, quiet));
const errorsOf = (method: Method) =>
  quiet.filter((outcome) => outcome.method === method).flatMap(({ errors }) => errors);
const curves = (of: (error: ReturnType<typeof errorsOf>[number]) => number | null) =>
  (['fused', 'distance only'] as const).map((label) => ({
    label,
    values: errorsOf(label).flatMap((error) => {
      const value = of(error);
      return value === null ? [] : [Math.abs(value)];
    }),
  }));
const files: Readonly<Record<string, string>> = {
  'evaluation.md': markdown,
  'evaluation.json': JSON.stringify(
    {
      full: isFull,
      recorded,
      judge: JSON.parse(jsonOf(new Map([['core', judged]]))) as unknown,
      summaries,
      noisy: summary('fused', noisy),
      sweep: Object.entries(grouped(sweep)).map(([name, outcomes]) => ({ name, ...summary('fused', outcomes) })),
    },
    null,
    2,
  ),
  'exact.svg': bars(
    'Sets counted exactly',
    summaries.map(({ method, exactPercent }) => ({ label: method, percent: exactPercent ?? 0 })),
  ),
  'one-rep.svg': oneRep(),
  'hold.svg': cumulative(
    'Error of the hold',
    'ms',
    100,
    15,
    curves(({ holdS }) => holdS * 1000),
  ),
  'velocity.svg': cumulative(
    'Error of the mean velocity',
    'm/s',
    0.03,
    0.005,
    curves(({ velocityMps }) => velocityMps),
  ),
  'event.svg': cumulative(
    'True lockout to its event',
    'ms',
    250,
    120,
    curves(({ delayS }) => (delayS === null ? null : Math.max(0, delayS) * 1000)),
  ),
};
for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
console.log(`\n${markdown}\nwritten to ${folder}`);
