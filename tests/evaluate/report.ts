/** The report in Markdown. */
import type { Recorded } from './recorded.ts';
import { METHODS, type Outcome } from './score.ts';
import { sum } from './statistics.ts';
import { grouped, type Summary, summary } from './summary.ts';

/** What each run came to, all scenarios in the order they were played in. */
interface Results {
  readonly isFull: boolean;
  readonly handlingHours: number;
  /** Null where the recordings aren't. */
  readonly recorded: Recorded | null;
  readonly sweep: readonly Outcome[];
  readonly quiet: readonly Outcome[];
  readonly noisy: readonly Outcome[];
  readonly handled: readonly Outcome[];
  readonly faulty: readonly Outcome[];
  /** Tables and goals of the judge, which shares nothing with the simulator. */
  readonly judge: string;
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

const longest = (times: readonly (number | null)[], digits: number): string => {
  const known = times.filter((atS) => atS !== null);
  return known.length === 0 ? '–' : text(Math.max(...known), digits);
};

export function markdownOf(results: Results): string {
  const { isFull, handlingHours, recorded, sweep, quiet, noisy, handled, faulty, judge } = results;
  const movingCell = quiet.filter(
    ({ scenario: { mount, forceHz, lifter } }) => mount === 'bar' && forceHz >= 40 && (lifter.massKg ?? 0) >= 10,
  );
  return `# Evaluation${isFull ? ' (full)' : ''}

\`npm run evaluate${isFull ? ' -- --full' : ''}\`. Truth is the judge's own lifters (tests/judge/README.md), the counts written beside the recordings, and the
simulated lifter's closed form, which shares its smooth movements with the core.
In brackets: what the errors of the same reps are at best, by the smoother's own covariance (tests/evaluate/bound.ts).

## Recordings
${
  recorded === null
    ? 'skipped: recordings not present'
    : `${table(
        ['folder', 'files', 'exact', 'within one', 'no good signal: reported unreliable, none too many'],
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

## Judged from outside
Lifters, sensors and scorer share nothing with src; seeds that nothing was tuned on; against three baselines of an afternoon.

${judge}

## Simulated: all axes at once, noise as recorded
Tempo 0.4 to 3 s up, range 150 to 500 mm, hold 0 to 5 s, 0 to 250 kg, 20 to 100 Hz, 10 to 320 SPS, every mount; fatigue, partial reps, stalls, dips, wiggles, handling.

${table(SUMMARY_HEAD, [
  ...METHODS.map((method) => summaryRow(method, summary(method, quiet))),
  summaryRow('fused, cell on the bar from 40 SPS and 10 kg', summary('fused', movingCell)),
  summaryRow('fused, noise ×2', summary('fused', noisy)),
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

## Handling without lifting, ${handlingHours} h
${table(
  ['', ...METHODS],
  Object.entries(grouped(handled)).map(([name, outcomes]) => [
    name,
    ...METHODS.map((method) =>
      outcomes.some((outcome) => outcome.method === method)
        ? String(sum(outcomes.filter((outcome) => outcome.method === method).map(({ counted }) => counted)))
        : '–',
    ),
  ]),
)}

## Faults in the middle of the second set
"told after": from the fault's first wrong reading to the first word about that channel; of spikes and garbage, one reading in a hundred at random,
each is left out, and the first is told. "not trusted": to when the channel is reported unreliable, which vetoes no rep.

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
}
