/** One rep of the demo for the page on the method: what the sensor gave, what the bar did, and what the core told of it. */
import { exercises } from '../../src/contracts/exercises.ts';
import { createCollector } from '../../src/core/index.ts';
import { createLifter } from '../../src/sim/lifter.ts';
import { simulateInputs } from '../../src/sim/recording.ts';
import { createLoadCell, createRangefinder } from '../../src/sim/sensors.ts';
import { type Mark, movement } from './plots.ts';
import { sweeps } from './scenarios.ts';

const REP = 3;
const AROUND_S = 0.4;
const STEP_S = 0.01;

export function oneRep(): string {
  const scenario = sweeps(1).find(({ name }) => name === 'tempo 0.9')!;
  const distance = createRangefinder({ model: 'vl53l1x', rateHz: scenario.heightHz, looks: 'up' }, scenario.seed);
  const load = createLoadCell({ model: 'hx711', rateHz: scenario.forceHz }, scenario.seed);
  const collector = createCollector({
    profile: exercises['hip-thrust'],
    forceMount: scenario.mount,
    heightLagMs: distance.lagMs,
    forceLagMs: load.lagMs,
    targetHoldS: 1,
  });
  const readings: [number, number][] = [];
  let toldS = Number.NaN;
  for (const input of simulateInputs(createLifter(scenario.lifter), [distance, load], scenario.durationS)) {
    if (input.kind === 'height') readings.push([input.atUs / 1e6 - distance.lagMs / 1000, input.heightMm]);
    for (const event of collector.take(input)) {
      if (event.kind === 'lockout-reached' && event.rep.n === REP && Number.isNaN(toldS)) toldS = input.atUs / 1e6;
    }
  }
  const rep = collector.finish().sets[0]!.movements.find(({ n }) => n === REP)!;
  const startS = rep.startUs / 1e6;
  const lockoutS = rep.lockoutUs! / 1e6;
  const endS = rep.endUs! / 1e6;
  const marks: readonly Mark[] = [
    { atS: startS, label: 'start' },
    { atS: lockoutS, label: 'lockout' },
    { atS: toldS, label: 'told' },
    { atS: lockoutS + rep.holdS!, label: 'leaves the top' },
    { atS: endS, label: 'down' },
  ];
  const lifter = createLifter({ ...scenario.lifter, lookBackS: Number.POSITIVE_INFINITY });
  const fromS = startS - AROUND_S;
  const truth = Array.from({ length: Math.ceil((endS + AROUND_S - fromS) / STEP_S) }, (_, index) => {
    const atS = fromS + index * STEP_S;
    return [atS, lifter.motionAt(atS).heightMm] as const;
  });
  const within = readings.filter(([atS]) => atS >= fromS && atS <= endS + AROUND_S);
  return movement('One rep: heights as given (lag taken out), the true way, and what was told', within, truth, marks);
}
