import { exercises } from '../../src/contracts/exercises.ts';
import { type CoreOptions, createCollector } from '../../src/core/index.ts';
import { demoLifter } from '../../src/sim/lifter.ts';
import { createLoadCell } from '../../src/sim/load-cell.ts';
import { createRangefinder } from '../../src/sim/rangefinder.ts';
import { simulateInputs } from '../../src/sim/recording.ts';

/** VL53L1X: the middle of its budget of 20 ms, and the read-out; HX711 at 80 SPS: the middle of four conversions. */
export const simulatedOptions: CoreOptions = {
  profile: exercises['hip-thrust'],
  forceMount: 'bar',
  heightLagMs: 11,
  forceLagMs: 25,
  targetHoldS: 1,
};

export interface Errors {
  readonly whole: number;
  readonly missed: number;
  readonly phantom: number;
  readonly sets: readonly [found: number, true_: number];
  readonly velocityMps: number[];
  readonly holdS: number[];
  readonly lockoutS: number[];
  readonly romMm: number[];
  readonly loadShare: number[];
  readonly delayS: number[];
}

/** The demo's lifter through sensors with the recordings' noise; reps that the end cuts off are left out. */
export function simulate(seed: number, durationS: number): Errors {
  const sensors = [
    createRangefinder({ model: 'vl53l1x', looks: 'up' }, seed),
    createLoadCell({ model: 'hx711', rateHz: 80 }, seed),
  ];
  const collector = createCollector(simulatedOptions);
  const seenS: { n: number; lockoutS: number; atS: number }[] = [];
  for (const input of simulateInputs(demoLifter(seed), sensors, durationS)) {
    for (const event of collector.take(input)) {
      if (event.kind !== 'lockout-reached') continue;
      seenS.push({ n: event.rep.n, lockoutS: event.rep.lockoutUs / 1e6, atS: input.atUs / 1e6 });
    }
  }
  const { sets, movements } = collector.finish();
  const truth = demoLifter(seed).truthUntil(durationS);
  const untilS = durationS - 3;
  const whole = truth.sets.flatMap(({ reps }) => reps).filter((rep) => rep.complete && rep.lockoutS! < untilS);
  const counted = movements.filter(({ verdict, lockoutUs }) => verdict === 'counted' && lockoutUs! / 1e6 < untilS);
  const pairs = whole.flatMap((rep) => {
    const movement = counted.find(({ lockoutUs }) => Math.abs(lockoutUs! / 1e6 - rep.lockoutS!) < 0.5);
    return movement === undefined ? [] : [{ rep, movement }];
  });
  return {
    whole: whole.length,
    missed: whole.length - pairs.length,
    phantom: counted.length - pairs.length,
    sets: [sets.length, truth.sets.length],
    velocityMps: pairs.map(({ rep, movement }) => movement.meanVelocityMps! - rep.meanVelocityMps),
    holdS: pairs.filter(({ rep }) => rep.endS < untilS).map(({ rep, movement }) => movement.holdS! - rep.holdS),
    lockoutS: pairs.map(({ rep, movement }) => movement.lockoutUs! / 1e6 - rep.lockoutS!),
    romMm: pairs.map(({ rep, movement }) => movement.romMm! - rep.romMm),
    loadShare: sets.flatMap(({ loadKg }, index) => {
      const massKg = truth.sets[index]?.massKg;
      return loadKg === null || massKg === undefined ? [] : [loadKg / massKg - 1];
    }),
    delayS: pairs.flatMap(({ rep }) => {
      const seen = seenS.find(({ atS }) => Math.abs(atS - rep.lockoutS!) < 0.6);
      return seen === undefined ? [] : [seen.atS - rep.lockoutS!];
    }),
  };
}

export const rms = (errors: readonly number[]): number =>
  Math.sqrt(errors.reduce((sum, error) => sum + error ** 2, 0) / Math.max(1, errors.length));

export const quantile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(share * values.length))] ?? Number.NaN;
