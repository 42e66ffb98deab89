import { describe, expect, it } from 'vitest';
import { analyze, type Input, loadsDisagree } from '../../src/core/index.ts';
import { createLifter, type LifterConfig } from '../../src/sim/lifter.ts';
import { createLoadCell } from '../../src/sim/load-cell.ts';
import { createRangefinder } from '../../src/sim/rangefinder.ts';
import { simulateInputs } from '../../src/sim/recording.ts';
import { simulatedOptions } from '../replay/simulated.ts';
import { easySet, inputsOf, options } from './core-support.ts';

const GRAVITY_MPS2 = 9.80665;

function lifted(config: Partial<LifterConfig>, seed = 1) {
  const forceMount = config.forceMount ?? 'bar';
  const sensors = [
    createRangefinder({ model: 'vl53l1x', looks: 'up' }, seed),
    createLoadCell({ model: 'hx711', rateHz: 80 }, seed),
  ];
  const inputs = [...simulateInputs(createLifter({ seed, romMm: 320, ...config }), sensors, 45)];
  const analysis = analyze(inputs, { ...simulatedOptions, forceMount });
  return { analysis, truth: createLifter({ seed, romMm: 320, ...config }).truthUntil(45).sets[0]! };
}

describe('effort of a way up', () => {
  const [set] = analyze(inputsOf(easySet), options).sets;

  it('work is the weight over the way, power the work over the time', () => {
    expect(set!.movements).toHaveLength(8);
    for (const { effort, concentricS } of set!.movements) {
      const workJ = 80 * GRAVITY_MPS2 * 0.35;
      expect(Math.abs(effort!.workJ / workJ - 1)).toBeLessThan(0.04);
      expect(Math.abs(effort!.meanPowerW / (effort!.workJ / concentricS!) - 1)).toBeLessThan(0.05);
      // A minimum-jerk way of 350 mm in 0.9 s accelerates with 5.77 D / T2 = 2.5 m/s2.
      expect(Math.abs(effort!.peakForceN / (80 * (GRAVITY_MPS2 + 2.49)) - 1)).toBeLessThan(0.05);
      expect(effort!.peakPowerW).toBeGreaterThan(effort!.meanPowerW);
      expect(Math.abs(effort!.meanForceN / (80 * GRAVITY_MPS2) - 1)).toBeLessThan(0.05);
    }
  });

  it('is not made up without a cell that tells it', () => {
    const { movements } = analyze(inputsOf(easySet, { forceHz: 0 }), options);
    expect(movements).toHaveLength(8);
    expect(movements.flatMap(({ effort }) => effort ?? [])).toEqual([]);
  });
});

describe('the force model', () => {
  it.each([
    ['a counterweight of 15 kg', { counterweightKg: 15 }],
    ['rails with 30 N of friction', { frictionN: 30 }],
    ['a platform under bar and lifter', { forceMount: 'platform' as const }],
  ])('is learned from the movement itself: %s', (_, config) => {
    const { analysis, truth } = lifted(config);
    expect(analysis.countedReps).toBe(truth.reps.length);
    for (const [index, rep] of analysis.sets[0]!.movements.entries()) {
      const { meanVelocityMps, holdS } = truth.reps[index]!;
      expect(Math.abs(rep.meanVelocityMps! - meanVelocityMps)).toBeLessThan(0.015);
      expect(Math.abs(rep.holdS! - holdS)).toBeLessThan(0.06);
    }
  });
});

describe('form and tempo', () => {
  it('a bar that is let fall is flagged, one that is lowered is not', () => {
    const { analysis } = lifted({ repEvents: { drop: [3] }, fatigue: 0, eccentricS: 1.2 });
    const flagged = analysis.movements.map(({ flags }) => flags.includes('dropped'));
    expect(flagged.indexOf(true)).toBe(2);
    expect(flagged.filter(Boolean)).toHaveLength(1);
  });

  it('a partial rep is short of lockout', () => {
    const { analysis } = lifted({ repEvents: { partial: [4] } });
    expect(analysis.movements[3]).toMatchObject({ verdict: 'partial' });
    expect(analysis.movements[3]!.flags).toContain('short-of-lockout');
  });

  it('the tempo is that of the lifter', () => {
    const tempo = analyze(inputsOf(easySet), options).sets[0]!.tempo!;
    expect(Math.abs(tempo.concentricS! - easySet.upS)).toBeLessThan(0.2);
    expect(Math.abs(tempo.holdS! - easySet.holdS)).toBeLessThan(0.3);
    expect(Math.abs(tempo.pauseS! - easySet.pauseS)).toBeLessThan(0.3);
  });
});

describe('handling is no rep', () => {
  it('a bar brought up to its hooks once is doubtful, not counted', () => {
    const path: [number, number][] = [
      [2, 100],
      [3, 260],
      [20, 260],
    ];
    const inputs: Input[] = [];
    for (let atUs = 0; atUs < 20e6; atUs += 20_000) {
      const tS = atUs / 1e6;
      const share = Math.min(1, Math.max(0, (tS - path[0]![0]) / (path[1]![0] - path[0]![0])));
      inputs.push({ kind: 'height', atUs, heightMm: 100 + 160 * share * share * (3 - 2 * share) });
    }
    const { countedReps, movements } = analyze(inputs, options);
    expect(countedReps).toBe(0);
    expect(movements).toMatchObject([{ verdict: 'doubtful', reasons: [{ kind: 'put-on-hooks', params: {} }] }]);
  });
});

describe('the load', () => {
  it('an entered load that the scale contradicts is noticed', () => {
    expect(loadsDisagree(80, 80.4)).toBe(false);
    expect(loadsDisagree(80, 90)).toBe(true);
    expect(loadsDisagree(200, 203)).toBe(false);
  });
});
