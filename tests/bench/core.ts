/** The core alone: time and memory per sample, whether either grows, and what a set and a recording take. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serialize } from 'node:v8';
import { analyzeFile } from '../../src/cli/analyze.ts';
import { exercises } from '../../src/contracts/exercises.ts';
import { formatRecordingHeader, formatRecordingRow } from '../../src/contracts/recording-writer.ts';
import { type CoreOptions, createState, type Input, type State, step } from '../../src/core/index.ts';
import { createLifter, demoLifter, type Lifter, type LifterConfig } from '../../src/sim/lifter.ts';
import { simulateInputs } from '../../src/sim/recording.ts';
import { createLoadCell, createRangefinder } from '../../src/sim/sensors.ts';
import { type Row, summary } from './report.ts';

const HOUR_S = 3600;
/** V8 compiles what is called once a rep, or once a set, over some hundred of them: told apart, for a station runs for weeks. */
const FIRST_ROUNDS = 4;
const ROUNDS = 8;
/** A set of ten: the lifter of these benches never rests, so the set is ended by hand. */
const SET_US = 40e6;
const GROWTH = [1e3, 1e4, 1e5, 1e6, 1e7];
const options: CoreOptions = {
  profile: exercises['hip-thrust'],
  forceMount: 'bar',
  heightLagMs: 11,
  forceLagMs: 25,
  targetHoldS: 1,
};
const lifting: Partial<LifterConfig> = { seed: 1, sets: 1, reps: 2000, romMm: 320, bottomMm: 260, rackMm: 340 };
const resting: Partial<LifterConfig> = { seed: 1, sets: 0, bottomMm: 260, rackMm: 340 };

export async function measureCore(): Promise<Row[]> {
  return [
    ...perSample('while lifting', endingSets(simulated(createLifter(lifting), HOUR_S / 2))),
    ...perSample('at rest', simulated(createLifter(resting), HOUR_S / 2)),
    ...growth(),
    ...settling(),
    ...(await recording()),
  ];
}

/** 50 heights and 80 forces a second. */
const simulated = (lifter: Lifter, durationS: number): Input[] => [
  ...simulateInputs(
    lifter,
    [createRangefinder({ model: 'vl53l1x', rateHz: 50 }, 1), createLoadCell({ model: 'hx711', rateHz: 80 }, 2)],
    durationS,
  ),
];

/** CPU time of all threads, so with collecting garbage and with compiling, and whatever else the machine does meanwhile. */
export function cpuNs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) * 1000;
}

/** What is measured of a core. */
export interface Core {
  readonly createState: typeof createState;
  readonly step: typeof step;
}

export const own: Core = { createState, step };

/** At rest, with rests between the sets, and without any rest. */
export const coreLoads = (): { what: string; inputs: readonly Input[] }[] => [
  { what: 'at rest', inputs: simulated(createLifter(resting), HOUR_S / 4) },
  { what: 'of the demo', inputs: simulated(demoLifter(1), HOUR_S / 2) },
  { what: 'while lifting', inputs: endingSets(simulated(createLifter(lifting), HOUR_S / 4)) },
];

/** The same with the end of a set put in every 40 s. */
function endingSets(inputs: readonly Input[]): Input[] {
  let endUs = SET_US;
  return inputs.flatMap((input): Input[] => {
    if (input.atUs < endUs) return [input];
    endUs += SET_US;
    return [input, { kind: 'end-set', atUs: input.atUs }];
  });
}

function fold(inputs: readonly Input[]): void {
  const state = createState(options);
  // By index: what is measured is the step, not the iterator.
  for (let index = 0; index < inputs.length; index++) step(state, inputs[index]!);
}

/** Which of the inputs end a set, so that their step settles it. */
export function settlingAt(inputs: readonly Input[], { createState, step }: Core): number[] {
  const state = createState(options);
  return inputs.flatMap((input, index) => (step(state, input).events.some(isSetEnded) ? [index] : []));
}

const isSetEnded = ({ kind }: { readonly kind: string }): boolean => kind === 'set-ended';

/** CPU time of the steps that settle a set, and of all others. */
export function costNs(
  inputs: readonly Input[],
  settling: readonly number[],
  { createState, step }: Core,
): { settlingNs: number; othersNs: number } {
  const state = createState(options);
  let [settlingNs, othersNs, from] = [0, 0, 0];
  for (const end of [...settling, inputs.length]) {
    othersNs += cpuNs(() => {
      for (let index = from; index < end; index++) step(state, inputs[index]!);
    });
    if (end < inputs.length) settlingNs += cpuNs(() => step(state, inputs[end]!));
    from = end + 1;
  }
  return { settlingNs, othersNs };
}

function perSample(what: string, inputs: readonly Input[]): Row[] {
  const all = Array.from({ length: FIRST_ROUNDS + ROUNDS }, () => cpuNs(() => fold(inputs)) / inputs.length);
  const [first, rounds] = [all.slice(0, FIRST_ROUNDS), all.slice(FIRST_ROUNDS)];
  const sorted = rounds.toSorted((a, b) => a - b);
  const medianNs = sorted[ROUNDS >> 1]!;
  return [
    [
      `step ${what}, ns of CPU a sample with all metrics, rounds of ${inputs.length} samples`,
      `${first.map((ns) => ns.toFixed(0)).join(', ')} while V8 compiles; ${rounds.map((ns) => ns.toFixed(0)).join(', ')}`,
    ],
    [
      `step ${what}, samples a second on one core`,
      `median ${(1e9 / medianNs).toFixed(0)}, best ${(1e9 / sorted[0]!).toFixed(0)}`,
    ],
    [`step ${what}, bytes made a sample`, allocated(inputs)],
  ];
}

/** Growth of the heap over stretches so short that most of them see no collection; those that do are left out. */
function allocated(inputs: readonly Input[]): string {
  const state = createState(options);
  const stretch = 250;
  const bytes: number[] = [];
  for (let from = 0; from + stretch < inputs.length; from += stretch) {
    const before = process.memoryUsage().heapUsed;
    for (let index = from; index < from + stretch; index++) step(state, inputs[index]!);
    bytes.push((process.memoryUsage().heapUsed - before) / stretch);
  }
  const grown = bytes.filter((made) => made >= 0);
  return (grown.reduce((sum, made) => sum + made, 0) / grown.length).toFixed(0);
}

/** The demo's lifter, lifting and resting, its hour again and again: 21 hours of samples through one state. */
function growth(): Row[] {
  const hour = simulated(demoLifter(1), HOUR_S);
  const state: State = createState(options);
  let fed = 0;
  const rows: Row[] = [];
  for (const until of GROWTH) {
    const from = fed;
    const ns = cpuNs(() => {
      for (; fed < until; fed++) {
        const input = hour[fed % hour.length]!;
        step(state, { ...input, atUs: input.atUs + Math.floor(fed / hour.length) * HOUR_S * 1e6 } as Input);
      }
    });
    globalThis.gc?.();
    rows.push([
      `after ${until.toExponential(0)} samples: heap with the inputs, size of the state; ns a sample since the line before`,
      `${(process.memoryUsage().heapUsed / 2 ** 20).toFixed(1)} MB, ${(serialize(state).length / 1024).toFixed(0)} KB; ${(ns / (until - from)).toFixed(0)} ns`,
    ]);
  }
  return rows;
}

function settling(): Row[] {
  const inputs = simulated(createLifter({ ...lifting, reps: 20 }), 120);
  const state = createState(options);
  let counted = 0;
  let lastUs = 0;
  for (const input of inputs) {
    for (const { kind } of step(state, input).events) if (kind === 'rep-completed') counted += 1;
    lastUs = input.atUs;
    if (counted === 20) break;
  }
  const tookMs = Array.from({ length: 200 }, () => {
    const own = structuredClone(state);
    const began = performance.now();
    step(own, { kind: 'end-set', atUs: lastUs });
    return performance.now() - began;
  });
  return [[`settling a set of ${counted} reps`, summary(tookMs, 'ms')]];
}

async function recording(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'lockout-bench-'));
  const file = join(folder, 'hour.csv');
  const header = formatRecordingHeader({
    title: 'an hour of the demo',
    source: 'simulated',
    exercise: 'hip-thrust',
    forceMount: 'bar',
    further: {},
  });
  const blank = { heightMm: null, forceN: null, rawLoad: null, rawDistanceMm: null };
  const rows = simulated(demoLifter(1), HOUR_S).flatMap((input) => {
    if (input.kind !== 'height' && input.kind !== 'force') return [];
    const { atUs, flags = 0 } = input;
    const value = input.kind === 'height' ? { heightMm: input.heightMm } : { forceN: input.forceN };
    return formatRecordingRow({ ...blank, ...value, atUs, flags });
  });
  writeFileSync(file, header + rows.join(''));
  try {
    const began = performance.now();
    const { countedReps } = await analyzeFile(file);
    const tookS = (performance.now() - began) / 1000;
    return [
      [
        `lockout analyze of an hour (${rows.length} samples, ${countedReps} reps), file to document`,
        `${tookS.toFixed(1)} s, ${(HOUR_S / tookS).toFixed(0)} × real time`,
      ],
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
