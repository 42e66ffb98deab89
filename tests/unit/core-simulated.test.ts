import { describe, expect, it } from 'vitest';
import { exercises } from '../../src/contracts/exercises.ts';
import { analyze, type CoreOptions, type Movement } from '../../src/core/index.ts';
import { demoLifter } from '../../src/sim/lifter.ts';
import { createLoadCell } from '../../src/sim/load-cell.ts';
import { createRangefinder } from '../../src/sim/rangefinder.ts';
import { simulateInputs } from '../../src/sim/recording.ts';

const DURATION_S = 300;
/** VL53L1X: its budget of 20 ms and the read-out; HX711 at 80 SPS: the mean of four conversions. */
const options: CoreOptions = {
  profile: exercises['hip-thrust'],
  forceMount: 'bar',
  heightLagMs: 20,
  forceLagMs: 19,
  targetHoldS: 1,
};

/** The demo's lifter (fatigue, partial reps, stalls, wiggles, plates, slides under the bar) through sensors with the recordings' noise. */
describe.each([1, 2, 3])('five minutes of the simulated lifter, seed %d', (seed) => {
  const sensors = [
    createRangefinder({ model: 'vl53l1x', looks: 'up' }, seed),
    createLoadCell({ model: 'hx711', rateHz: 80 }, seed),
  ];
  const { sets, movements } = analyze(simulateInputs(demoLifter(seed), sensors, DURATION_S), options);
  const truth = demoLifter(seed).truthUntil(DURATION_S);
  const whole = truth.sets
    .flatMap((set) => set.reps)
    .filter((rep) => rep.complete && (rep.lockoutS ?? 0) < DURATION_S - 1);
  const counted = movements.filter(({ verdict }) => verdict === 'counted');
  const seen = (lockoutS: number): Movement | undefined =>
    counted.find(({ lockoutUs }) => Math.abs(lockoutUs! / 1e6 - lockoutS) < 0.4);

  it('every whole rep is counted, and nothing else', () => {
    expect(whole.length).toBeGreaterThan(15);
    for (const { lockoutS } of whole) expect(seen(lockoutS!), `lockout at ${lockoutS} s`).toBeDefined();
    expect(counted).toHaveLength(whole.length);
  });

  it('sets begin and end with the lifter’s', () => {
    expect(sets).toHaveLength(truth.sets.length);
  });

  it('hold, velocity, range and load are near the truth', () => {
    const rms = (errors: number[]): number =>
      Math.sqrt(errors.reduce((sum, error) => sum + error ** 2, 0) / errors.length);
    const pairs = whole
      .filter(({ endS }) => endS < DURATION_S - 1)
      .map((rep) => ({ rep, movement: seen(rep.lockoutS!)! }));
    expect(rms(pairs.map(({ rep, movement }) => movement.holdS! - rep.holdS))).toBeLessThan(0.04);
    expect(rms(pairs.map(({ rep, movement }) => movement.meanVelocityMps! - rep.meanVelocityMps))).toBeLessThan(0.01);
    expect(rms(pairs.map(({ rep, movement }) => movement.romMm! - rep.romMm))).toBeLessThan(2);
    for (const [index, { loadKg }] of sets.entries()) {
      expect(Math.abs(loadKg! / truth.sets[index]!.massKg - 1)).toBeLessThan(0.005);
    }
  });
});
