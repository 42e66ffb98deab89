/** `npm run evaluate [-- --full]`: recordings and simulated matrix against the truth, into reports/evaluation.{md,json} and SVG plots. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { errorOf, folders, namesIn, present, resultOf } from '../replay/recordings.ts';
import { oneRep } from './one-rep.ts';
import { distortedErrors, distortions } from './perturbed.ts';
import { bars, cumulative } from './plots.ts';
import { draws, faults, handling, type Scenario, sweeps } from './scenarios.ts';
import { METHODS, type Method, type Outcome, play } from './score.ts';
import { percent, quantile, rms, sum } from './statistics.ts';

const isFull = process.argv.includes('--full');
const size = isFull
  ? { seeds: 4, draws: 400, noisy: 200, handlingHours: 24, faultSeeds: 4 }
  : { seeds: 1, draws: 60, noisy: 30, handlingHours: 4, faultSeeds: 1 };
const folder = fileURLToPath(new URL('../../../reports/', import.meta.url));

interface Summary {
  readonly method: Method;
  readonly sets: number;
  readonly exactPercent: number | null;
  readonly trueReps: number;
  readonly missed: number;
  readonly phantom: number;
  /** Reps that the lifter rocked at the top of are apart. */
  readonly holdMs: number | null;
  readonly rockedHoldMs: number | null;
  readonly velocityMps: number | null;
  readonly liveVelocityMps: number | null;
  /** What the same reps' errors are at best (bound.ts). */
  readonly bound: {
    readonly holdMs: number | null;
    readonly velocityMps: number | null;
    readonly liveVelocityMps: number | null;
  };
  readonly romMm: number | null;
  readonly loadPercent: number | null;
  readonly delayP99Ms: number | null;
}

function summary(method: Method, outcomes: readonly Outcome[]): Summary {
  const own = outcomes.filter((outcome) => outcome.method === method);
  const errors = own.flatMap((outcome) => outcome.errors);
  const scaled = (value: number | null, factor: number) => (value === null ? null : value * factor);
  const sets = sum(own.map((outcome) => outcome.sets));
  return {
    method,
    sets,
    exactPercent: percent(sum(own.map(({ exactSets }) => exactSets)), sets),
    trueReps: sum(own.map(({ trueReps }) => trueReps)),
    missed: sum(own.map(({ missed }) => missed)),
    phantom: sum(own.map(({ phantom }) => phantom)),
    holdMs: scaled(rms(errors.flatMap(({ holdS, rocked }) => (rocked ? [] : holdS))), 1000),
    rockedHoldMs: scaled(rms(errors.flatMap(({ holdS, rocked }) => (rocked ? holdS : []))), 1000),
    velocityMps: rms(errors.map(({ velocityMps }) => velocityMps)),
    liveVelocityMps: rms(errors.flatMap(({ liveVelocityMps }) => liveVelocityMps ?? [])),
    bound: {
      holdMs: scaled(rms(errors.flatMap(({ rocked, bound }) => (rocked ? [] : (bound.holdS ?? [])))), 1000),
      velocityMps: rms(errors.map(({ bound }) => bound.velocityMps)),
      liveVelocityMps: rms(errors.map(({ bound }) => bound.liveVelocityMps)),
    },
    romMm: rms(errors.map(({ romMm }) => romMm)),
    loadPercent: scaled(rms(own.flatMap(({ load }) => load)), 100),
    delayP99Ms: scaled(
      quantile(
        errors.flatMap(({ delayS }) => delayS ?? []),
        0.99,
      ),
      1000,
    ),
  };
}

const text = (value: number | null, digits: number): string => (value === null ? '–' : value.toFixed(digits));
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

/** With what it is at best, where that is known. */
const bounded = (value: number | null, bound: number | null, digits: number): string =>
  bound === null ? text(value, digits) : `${text(value, digits)} (${text(bound, digits)})`;

const SUMMARY_HEAD = [
  '',
  'sets',
  'exact %',
  'reps',
  'missed',
  'phantom',
  'hold ms (bound)',
  'hold ms, rocked',
  'mean velocity m/s (bound)',
  'live (bound)',
  'range mm',
  'load %',
  'event p99 ms',
];
const summaryRow = (label: string, s: Summary): string[] => [
  label,
  String(s.sets),
  text(s.exactPercent, 1),
  String(s.trueReps),
  String(s.missed),
  String(s.phantom),
  bounded(s.holdMs, s.bound.holdMs, 1),
  text(s.rockedHoldMs, 0),
  bounded(s.velocityMps, s.bound.velocityMps, 4),
  bounded(s.liveVelocityMps, s.bound.liveVelocityMps, 4),
  text(s.romMm, 2),
  text(s.loadPercent, 2),
  text(s.delayP99Ms, 0),
];

function run(label: string, scenarios: readonly Scenario[], methods: readonly Method[]): Outcome[] {
  const began = performance.now();
  const outcomes = scenarios.flatMap((scenario) => play(scenario, methods));
  console.log(`${label}: ${scenarios.length} scenarios in ${((performance.now() - began) / 1000).toFixed(0)} s`);
  return outcomes;
}

async function recordings() {
  const rows: { folder: string; files: number; known: number; exact: number; withinOne: number; flagged: string }[] =
    [];
  for (const name of folders) {
    const results = [];
    for (const file of namesIn(name)) results.push(await resultOf(name, file));
    const errors = results
      .filter(({ truth }) => truth.mustFlag === undefined)
      .flatMap((result) => errorOf(result) ?? []);
    const faulty = results.filter(({ truth }) => truth.mustFlag !== undefined);
    rows.push({
      folder: name,
      files: results.length,
      known: errors.length,
      exact: errors.filter((error) => error === 0).length,
      withinOne: errors.filter((error) => error <= 1).length,
      flagged:
        faulty.length === 0
          ? '–'
          : `${faulty.filter(({ document: { channels, countedReps } }) => channels.height === 'unreliable' && countedReps === 0).length} of ${faulty.length}`,
    });
  }
  const distorted = Object.keys(distortions).map((label) => ({ label, exact: 0, files: 0 }));
  for (const file of namesIn('lift')) {
    const errors = distortedErrors('lift', file);
    for (const row of distorted) {
      row.files += 1;
      if (errors[row.label] === 0) row.exact += 1;
    }
  }
  return { rows, distorted };
}

mkdirSync(folder, { recursive: true });
const recorded = present ? await recordings() : null;
if (recorded === null) console.log('skipped: recordings not present');
const all = METHODS;
const fusedOnly: readonly Method[] = ['fused'];
const sweep = run('one axis at a time', sweeps(size.seeds), fusedOnly);
const quiet = run('noise ×1', draws(size.draws, 1), all);
const noisy = run('noise ×2', draws(size.noisy, 2), fusedOnly);
const handled = run('handling', handling(size.handlingHours), [
  'fused',
  'distance only',
  'crossing 30/70 %',
  'peak finding',
]);
const faulty = run('faults', faults(size.faultSeeds), fusedOnly);

const summaries = all.map((method) => summary(method, quiet));
const noisySummary = summary('fused', noisy);
function grouped(outcomes: readonly Outcome[]): Record<string, Outcome[]> {
  const groups: Record<string, Outcome[]> = {};
  for (const outcome of outcomes) {
    groups[outcome.scenario.name] ??= [];
    groups[outcome.scenario.name]!.push(outcome);
  }
  return groups;
}
const movingCell = quiet.filter(
  ({ scenario: { mount, forceHz, lifter } }) => mount === 'bar' && forceHz >= 40 && (lifter.massKg ?? 0) >= 10,
);

const markdown = `# Evaluation${isFull ? ' (full)' : ''}

\`npm run evaluate${isFull ? ' -- --full' : ''}\`. Truth is the simulated lifter's closed form, and the counts written beside the recordings.
In brackets: what the errors of the same reps are at best, by the smoother's own covariance (tests/evaluate/bound.ts).

## Recordings
${
  recorded === null
    ? 'skipped: recordings not present'
    : `${table(
        ['folder', 'files', 'exact', 'within one', 'no signal to count: flagged, none counted'],
        recorded.rows.map(({ folder, files, known, exact, withinOne, flagged }) => [
          folder,
          String(files),
          `${exact} of ${known}`,
          `${withinOne} of ${known}`,
          flagged,
        ]),
      )}

\`lift/\`, distorted in ways that leave the count as it is:

${table(
  ['distortion', 'exact'],
  recorded.distorted.map(({ label, exact, files }) => [label, `${exact} of ${files}`]),
)}`
}

## Simulated: all axes at once, noise as recorded
Tempo 0.4 to 3 s up, range 150 to 500 mm, hold 0 to 5 s, 0 to 250 kg, 20 to 100 Hz, 10 to 320 SPS, every mount; fatigue, partial reps, stalls, dips, wiggles, handling.

${table(SUMMARY_HEAD, [
  ...summaries.map((item) => summaryRow(item.method, item)),
  summaryRow('fused, cell on the bar from 40 SPS and 10 kg', summary('fused', movingCell)),
  summaryRow('fused, noise ×2', noisySummary),
])}

![exact sets](exact.svg)
![hold](hold.svg)
![mean velocity](velocity.svg)
![event](event.svg)

## One axis at a time (fused)
${table(
  SUMMARY_HEAD,
  Object.entries(grouped(sweep)).map(([name, outcomes]) => summaryRow(name, summary('fused', outcomes))),
)}

## Handling without lifting, ${size.handlingHours} h
${table(
  ['', ...all],
  Object.entries(grouped(handled)).map(([name, outcomes]) => [
    name,
    ...all.map((method) =>
      outcomes.some((outcome) => outcome.method === method)
        ? String(sum(outcomes.filter((outcome) => outcome.method === method).map(({ counted }) => counted)))
        : '–',
    ),
  ]),
)}

## Faults in the middle of the second set
"told after": from the fault's first wrong reading to the first word about that channel; of spikes and garbage, one reading in a hundred at random,
each is left out, and the first is told. "not trusted": to when reps on it are doubtful, with spikes and garbage after a second one within
1.4 s (height) or 4 s (force).

${table(
  [
    'fault',
    'told after s',
    'not trusted after s',
    'lag found wrong',
    'reps',
    'missed',
    'phantom',
    'hold ms',
    'mean velocity m/s',
  ],
  Object.entries(grouped(faulty)).map(([name, outcomes]) => {
    const item = summary('fused', outcomes);
    const longest = (times: readonly (number | null)[], digits: number): string => {
      const known = times.filter((atS) => atS !== null);
      return known.length === 0 ? '–' : text(Math.max(...known), digits);
    };
    return [
      name,
      longest(
        outcomes.map(({ flaggedAfterS }) => flaggedAfterS),
        2,
      ),
      longest(
        outcomes.map(({ distrustedAfterS }) => distrustedAfterS),
        1,
      ),
      `${sum(outcomes.map(({ lagShifted }) => lagShifted))} of ${item.sets} sets`,
      String(item.trueReps),
      String(item.missed),
      String(item.phantom),
      text(item.holdMs, 1),
      text(item.velocityMps, 4),
    ];
  }),
)}
`;

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
      summaries,
      noisy: noisySummary,
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
