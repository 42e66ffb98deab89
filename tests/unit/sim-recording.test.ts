import { describe, expect, it } from 'vitest';
import { createLifter } from '../../src/sim/lifter.ts';
import { simulateInputs } from '../../src/sim/recording.ts';
import { createLoadCell, createRangefinder } from '../../src/sim/sensors.ts';

function set(seed = 1) {
  return {
    lifter: createLifter({ seed }),
    distance: createRangefinder({ model: 'vl53l1x' }, seed),
    load: createLoadCell({ model: 'hx711' }, seed),
  };
}

describe('simulateInputs', () => {
  it('gives both channels in order of time, at their rates, calibrated', () => {
    const { lifter, distance, load } = set();
    const inputs = [...simulateInputs(lifter, [distance, load], 40)];
    const times = inputs.map(({ atUs }) => atUs);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    const heights = inputs.filter((input) => input.kind === 'height');
    const forces = inputs.filter((input) => input.kind === 'force').slice(1);
    expect(Math.abs(heights.length - 40 * 50)).toBeLessThan(10);
    expect(Math.abs(forces.length - 40 * 80)).toBeLessThan(10);
    expect(Math.min(...heights.map(({ heightMm }) => heightMm))).toBeGreaterThan(230);
    expect(Math.max(...heights.map(({ heightMm }) => heightMm))).toBeLessThan(590);
    const { reps } = lifter.truthUntil(40).sets[0]!;
    const holding = forces.filter(({ atUs }) => {
      const tS = atUs / 1e6;
      return reps.some((rep) => tS > rep.topS + 0.3 && tS < rep.topS + rep.holdS - 0.3);
    });
    const meanN = holding.reduce((sum, { forceN }) => sum + forceN, 0) / holding.length;
    expect(meanN / 9.80665).toBeGreaterThan(59.5);
    expect(meanN / 9.80665).toBeLessThan(60.5);
  });

  it('is the same for the same seed, byte for byte', () => {
    const bytes = (seed: number) => {
      const { lifter, distance, load } = set(seed);
      return JSON.stringify([...simulateInputs(lifter, [distance, load], 20)]);
    };
    expect(bytes(3)).toBe(bytes(3));
    expect(bytes(3)).not.toBe(bytes(4));
  });

  it('tells of lost readings as one gap right before the next that came', () => {
    const { lifter, distance, load } = set();
    distance.setFault('gaps', true);
    const inputs = [...simulateInputs(lifter, [distance, load], 60)];
    const gaps = inputs.filter((input) => input.kind === 'gap');
    expect(gaps.length).toBeGreaterThan(0);
    for (const gap of gaps) {
      expect(gap.channel).toBe('height');
      expect(gap.atUs - gap.fromUs).toBeGreaterThan(300_000);
      expect(gap.atUs - gap.fromUs).toBeLessThan(800_000);
      expect(inputs[inputs.indexOf(gap) + 1]).toMatchObject({ kind: 'height', atUs: gap.atUs });
    }
  });

  it('passes on what the device doubts', () => {
    const { lifter, load } = set();
    const [first] = simulateInputs(lifter, [load], 1);
    expect(first).toMatchObject({ kind: 'force', flags: 1 });
  });
});
