/** Runs one scenario through the core, and through the baselines, and compares with the lifter's closed form. */
import { exercises } from '../../src/contracts/exercises.ts';
import { type CoreOptions, createCollector, type Input, type Movement } from '../../src/core/index.ts';
import { createLifter, type Lifter, type TruthRep, type TruthSet } from '../../src/sim/lifter.ts';
import { createLoadCell } from '../../src/sim/load-cell.ts';
import { createRangefinder } from '../../src/sim/rangefinder.ts';
import { simulateInputs } from '../../src/sim/recording.ts';
import type { SensorFault, SensorModel } from '../../src/sim/sensor.ts';
import { crossings, peaks } from './baselines.ts';
import { type Bound, boundOf, type Sensing } from './bound.ts';
import type { Scenario } from './scenarios.ts';

export const METHODS = ['fused', 'distance only', 'force only', 'crossing 30/70 %', 'peak finding'] as const;
export type Method = (typeof METHODS)[number];

/** Errors of the counted reps against the truth: estimate less truth. */
export interface RepErrors {
  readonly holdS: number;
  readonly velocityMps: number;
  readonly liveVelocityMps: number | null;
  readonly romMm: number;
  readonly concentricS: number;
  readonly lockoutS: number;
  /** From the true lockout to its event. */
  readonly delayS: number | null;
  readonly trueVelocityMps: number;
  /** The lifter rocked at the top: where such a hold ends is a matter of definition. */
  readonly rocked: boolean;
  /** What its errors are at best. */
  readonly bound: Bound;
}

export interface Outcome {
  readonly scenario: Scenario;
  readonly method: Method;
  readonly sets: number;
  readonly exactSets: number;
  readonly trueReps: number;
  readonly counted: number;
  readonly missed: number;
  /** Counted where no rep was. */
  readonly phantom: number;
  readonly errors: readonly RepErrors[];
  /** loadKg over the true mass, less 1. */
  readonly load: readonly number[];
  /** From the fault's first wrong reading to the first word about that channel; null when none came. */
  readonly flaggedAfterS: number | null;
  /** The same to when it wasn't trusted any more. */
  readonly distrustedAfterS: number | null;
  /** Sets whose movement showed that the lags they were taken with are wrong. */
  readonly lagShifted: number;
}

/** An estimate belongs to the rep in whose time it lies, give or take this. */
const PAIR_S = 0.3;

/** A counted movement nearer to a set than this makes the set inexact. */
const APART_S = 4;

/** Seconds of the device's clock in a true one. */
const driftOf = ({ clockPpm = 0 }: Scenario): number => 1 + clockPpm * 1e-6;

interface Live {
  readonly lockoutS: number;
  readonly atS: number;
  readonly velocityMps: number | null;
}

function sensorsOf(scenario: Scenario): SensorModel[] {
  const { heightHz, forceHz, noiseScale, clockPpm = 0, seed } = scenario;
  const sensors = [createRangefinder({ model: 'vl53l1x', rateHz: heightHz, noiseScale, clockPpm, looks: 'up' }, seed)];
  if (forceHz > 0) {
    const model = forceHz > 80 ? 'nau7802' : 'hx711';
    sensors.push(createLoadCell({ model, rateHz: forceHz, noiseScale, clockPpm }, seed));
  }
  return sensors;
}

function optionsOf(scenario: Scenario, sensors: readonly SensorModel[]): CoreOptions {
  const lagMs = (channel: string) => sensors.find((sensor) => sensor.channel === channel)?.lagMs ?? 0;
  return {
    profile: exercises['hip-thrust'],
    forceMount: scenario.mount,
    heightLagMs: lagMs('height') + (scenario.lagErrorMs ?? 0),
    forceLagMs: lagMs('force'),
    targetHoldS: 1,
  };
}

/** @param methods The baselines beside `fused` that are wanted. */
export function play(scenario: Scenario, methods: readonly Method[]): Outcome[] {
  const sensors = sensorsOf(scenario);
  const options = optionsOf(scenario, sensors);
  const inputs: Input[] = [];
  for (const input of simulateInputs(createLifter(scenario.lifter), sensors, scenario.durationS)) {
    inputs.push(input);
    const { fault } = scenario;
    if (fault !== undefined && input.atUs >= fault.fromS * 1e6) {
      for (const sensor of sensors) if (sensor.channel === fault.channel) sensor.setFault(fault.kind, true);
    }
  }
  // The whole movement stays known, so that the bound of each rep can be reckoned from it.
  const lifter = createLifter({ ...scenario.lifter, lookBackS: Number.POSITIVE_INFINITY });
  const truth = lifter.truthUntil(scenario.durationS).sets;
  return methods.map((method) => {
    if (method === 'crossing 30/70 %') return scoreTimes(scenario, method, truth, crossings(inputs));
    if (method === 'peak finding') return scoreTimes(scenario, method, truth, peaks(inputs));
    const only = method === 'distance only' ? 'height' : 'force';
    const seen =
      method === 'fused'
        ? inputs
        : inputs.filter((input) => ('channel' in input ? input.channel === only : input.kind === only));
    return scoreCore(scenario, method, lifter, truth, seen, options);
  });
}

function scoreCore(
  scenario: Scenario,
  method: Method,
  lifter: Lifter,
  truth: readonly TruthSet[],
  inputs: readonly Input[],
  options: CoreOptions,
): Outcome {
  const collector = createCollector(options);
  const live: Live[] = [];
  let flaggedS: number | null = null;
  let distrustedS: number | null = null;
  const { fault } = scenario;
  const wrongFromS = wrongSinceS(scenario, lifter, inputs, options);
  for (const input of inputs) {
    for (const event of collector.take(input)) {
      if (event.kind === 'lockout-reached') {
        const { lockoutUs, meanVelocityMps } = event.rep;
        live.push({ lockoutS: lockoutUs / 1e6, atS: input.atUs / 1e6, velocityMps: meanVelocityMps });
      }
      if (event.kind !== 'channel' || event.channel !== fault?.channel || input.atUs < wrongFromS * 1e6) continue;
      if (event.reason !== null) flaggedS ??= input.atUs / 1e6;
      if (event.status !== 'ok') distrustedS ??= input.atUs / 1e6;
    }
  }
  const { sets, movements } = collector.finish();
  const counted = movements.filter(({ verdict }) => verdict === 'counted');
  const drift = driftOf(scenario);
  const times = counted.map(({ lockoutUs }) => lockoutUs! / 1e6);
  const scored = scoreTimes(scenario, method, truth, times);
  const bounds = (rep: TruthRep) => boundOf(rep, lifter.motionAt, sensingOf(scenario, method));
  const errors =
    method === 'force only'
      ? []
      : scored.pairs.flatMap(([rep, index]) => errorsOf(rep, counted[index]!, live, drift, bounds));
  const load =
    scenario.mount !== 'bar' || method !== 'fused'
      ? []
      : sets.flatMap((set) => {
          const lifted = truth.find(({ startS, endS }) => startS < set.endUs / 1e6 && endS > set.startUs / 1e6);
          return set.loadKg === null || lifted === undefined || lifted.massKg < 3
            ? []
            : [set.loadKg / lifted.massKg - 1];
        });
  const afterS = (atS: number | null) => (atS === null ? null : atS - wrongFromS);
  const lagShifted = sets.filter(({ lag }) => lag?.shifted === true).length;
  return {
    ...scored,
    errors,
    load,
    flaggedAfterS: afterS(flaggedS),
    distrustedAfterS: afterS(distrustedS),
    lagShifted,
  };
}

/** Single readings are wrong when they are off by more than a movement could make them. */
const WRONG_MM = 100;
const WRONG_N = 300;
const SINGLE: readonly SensorFault[] = ['spikes', 'garbage'];

/** Since when there is something wrong to be seen: with single wrong readings at random not before the first of them. */
function wrongSinceS(
  { fault }: Scenario,
  lifter: Lifter,
  inputs: readonly Input[],
  { heightLagMs, forceLagMs }: CoreOptions,
): number {
  if (fault === undefined) return 0;
  const isWrong = (input: Input): boolean => {
    if (input.kind !== fault.channel || input.atUs < fault.fromS * 1e6 || (input.flags ?? 0) !== 0) return false;
    if (input.kind === 'height') {
      return Math.abs(input.heightMm - lifter.motionAt(input.atUs / 1e6 - heightLagMs / 1000).heightMm) > WRONG_MM;
    }
    return Math.abs(input.forceN - lifter.forceAt(input.atUs / 1e6 - forceLagMs / 1000)) > WRONG_N;
  };
  const first = SINGLE.includes(fault.kind) ? inputs.find(isWrong) : undefined;
  return first === undefined ? fault.fromS : first.atUs / 1e6;
}

/** The force tells of the movement only where it moves with the bar, often enough, with more weight on it than rattle. */
function sensingOf({ mount, forceHz, heightHz, lifter, noiseScale }: Scenario, method: Method): Sensing {
  const moves = (mount === 'bar' && (lifter.massKg ?? 0) >= 10) || mount === 'platform';
  return { heightHz, noiseScale, forceHz: method === 'fused' && moves && forceHz >= 40 ? forceHz : 0 };
}

function errorsOf(
  rep: TruthRep,
  movement: Movement,
  live: readonly Live[],
  drift: number,
  bounds: (rep: TruthRep) => Bound,
): RepErrors[] {
  const { holdS, meanVelocityMps, romMm, concentricS, lockoutUs } = movement;
  if (concentricS === null || holdS === null || meanVelocityMps === null || romMm === null || lockoutUs === null)
    return [];
  const seen = live.findLast(({ atS }) => atS / drift > rep.lockoutS! - 1 && atS / drift < rep.endS);
  return [
    {
      holdS: holdS - rep.holdS,
      velocityMps: meanVelocityMps - rep.meanVelocityMps,
      liveVelocityMps: seen?.velocityMps == null ? null : seen.velocityMps - rep.meanVelocityMps,
      romMm: romMm - rep.romMm,
      concentricS: concentricS - rep.concentricS,
      lockoutS: lockoutUs / 1e6 / drift - rep.lockoutS!,
      delayS: seen === undefined ? null : seen.atS / drift - rep.lockoutS!,
      trueVelocityMps: rep.meanVelocityMps,
      rocked: rep.events.includes('wiggle'),
      bound: bounds(rep),
    },
  ];
}

/** Times of counted lockouts (or the like) against the truth. */
function scoreTimes(
  scenario: Scenario,
  method: Method,
  truth: readonly TruthSet[],
  deviceTimes: readonly number[],
): Outcome & { pairs: (readonly [TruthRep, number])[] } {
  const times = deviceTimes.map((atS) => atS / driftOf(scenario));
  const untilS = scenario.durationS - 15;
  const free = new Set(times.keys());
  const pairs: (readonly [TruthRep, number])[] = [];
  let exactSets = 0;
  let trueReps = 0;
  const sets = truth.filter(({ endS }) => endS < untilS);
  for (const set of sets) {
    const whole = set.reps.filter(({ complete }) => complete);
    trueReps += whole.length;
    let found = 0;
    for (const rep of whole) {
      const index = [...free].find((at) => times[at]! > rep.startS - PAIR_S && times[at]! < rep.endS + PAIR_S);
      if (index === undefined) continue;
      free.delete(index);
      found += 1;
      pairs.push([rep, index]);
    }
    const extra = [...free].some((at) => times[at]! > set.startS - APART_S && times[at]! < set.endS + APART_S);
    if (found === whole.length && !extra) exactSets += 1;
  }
  const phantom = [...free].filter((at) => times[at]! < untilS).length;
  const missed = trueReps - pairs.length;
  const counts = { sets: sets.length, exactSets, trueReps, counted: times.length, missed, phantom };
  return {
    scenario,
    method,
    ...counts,
    pairs,
    errors: [],
    load: [],
    flaggedAfterS: null,
    distrustedAfterS: null,
    lagShifted: 0,
  };
}
