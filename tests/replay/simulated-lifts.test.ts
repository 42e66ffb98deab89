import { describe, expect, it } from 'vitest';
import { draws, faults, handling, sweeps } from '../evaluate/scenarios.ts';
import { play } from '../evaluate/score.ts';
import { rms, simulate } from '../replay/simulated.ts';

/** The demo's lifter (fatigue, partial reps, stalls, wiggles, plates, slides under the bar) through sensors with the recordings' noise. */
describe.each([1, 2, 3])('five minutes of the simulated lifter, seed %d', (seed) => {
  const errors = simulate(seed, 300);

  it('every whole rep is counted, and nothing else', () => {
    expect(errors.whole).toBeGreaterThan(15);
    expect(errors).toMatchObject({ missed: 0, phantom: 0 });
  });

  it('sets begin and end with the lifter’s', () => {
    expect(errors.sets[0]).toBe(errors.sets[1]);
  });

  it('hold, velocity, range and load are near the truth', () => {
    expect(rms(errors.holdS)).toBeLessThan(0.04);
    expect(rms(errors.velocityMps)).toBeLessThan(0.005);
    expect(rms(errors.romMm)).toBeLessThan(2);
    expect(Math.max(...errors.loadShare.map(Math.abs))).toBeLessThan(0.005);
  });
});

describe('corners of the simulated matrix', () => {
  it.each([
    ['load rate 320', 1],
    ['load rate 320', 2],
    ['mount platform', 1],
  ])('velocity at the lockout and settled, by the force and its own gain: %s, seed %i', (name, seed) => {
    const scenario = sweeps(seed).find((each) => each.name === name && each.seed === seed)!;
    const { errors } = play(scenario, ['fused'])[0]!;
    expect(rms(errors.map(({ velocityMps }) => velocityMps))).toBeLessThan(0.005);
    // The event of a first rep knows neither the weight nor its gain well yet.
    expect(rms(errors.flatMap(({ liveVelocityMps }) => liveVelocityMps ?? []))).toBeLessThan(0.015);
  });

  it('velocity at the lockout of quick reps on a platform, whose way up tells no gain: 44 heights and 320 forces a second, 0.5 s up', () => {
    const scenario = draws(178, 1)[177]!;
    expect(scenario).toMatchObject({ mount: 'platform', forceHz: 320 });
    const { errors } = play(scenario, ['fused'])[0]!;
    expect(errors).toHaveLength(17);
    expect(rms(errors.flatMap(({ liveVelocityMps }) => liveVelocityMps ?? []))).toBeLessThan(0.02);
  });

  it.each(['dead stop 0.6', 'dead stop 0.9', 'dead stop 2'])(
    'a bar that rests on the floor between reps: %s',
    (name) => {
      const scenario = sweeps(1).find((each) => each.name === name)!;
      expect(scenario.lifter.deadStop).toBe(true);
      const outcome = play(scenario, ['fused'])[0]!;
      expect(outcome).toMatchObject({ sets: 3, exactSets: 3, missed: 0, phantom: 0 });
      const worst = (errors: readonly number[]): number => Math.max(...errors.map(Math.abs));
      expect(worst(outcome.errors.map(({ romMm }) => romMm))).toBeLessThan(10);
      expect(rms(outcome.errors.map(({ velocityMps }) => velocityMps))).toBeLessThan(0.008);
      expect(worst(outcome.load)).toBeLessThan(0.005);
    },
  );

  it.each(['distance rate 20', 'range 150', 'load rate 40'])('lockout to event within 120 ms: %s', (name) => {
    const scenario = sweeps(1).find((each) => each.name === name)!;
    const { errors } = play(scenario, ['fused'])[0]!;
    expect(errors.length).toBeGreaterThan(15);
    for (const { delayS } of errors) expect(delayS).toBeLessThan(0.12);
  });

  it.each(handling(1))('no rep is counted in handling: $name', (scenario) => {
    const [outcome] = play({ ...scenario, durationS: 900 }, ['fused']);
    expect(outcome!.counted).toBe(0);
  });

  it.each(draws(4, 2))('twice the noise, any tempo, range, load, rate and mount: $name', (scenario) => {
    const [outcome] = play(scenario, ['fused']);
    expect(outcome!.sets).toBe(3);
    expect(outcome).toMatchObject({ exactSets: 3, missed: 0, phantom: 0 });
    // The first rep after the bar is taken off its hooks too.
    for (const { concentricS } of outcome!.errors) expect(Math.abs(concentricS)).toBeLessThan(0.3);
  });

  it('a bar that is rocked at the top is held until it leaves for good', () => {
    const [plain] = draws(1, 1);
    const rocked = { ...plain!, lifter: { ...plain!.lifter, repEvents: { wiggle: [2, 3, 5] }, holdS: 2 } };
    const [outcome] = play(rocked, ['fused']);
    const errors = outcome!.errors.filter((error) => error.rocked);
    expect(errors.length).toBe(9);
    for (const { holdS } of errors) expect(Math.abs(holdS)).toBeLessThan(0.1);
  });

  const named = (name: string) => faults(1).find((scenario) => scenario.name === name)!;

  it.each(['height dropouts', 'height drift', 'force spikes', 'force garbage', 'lag error 15 ms', 'clock 5000 ppm'])(
    'costs no rep: %s',
    (name) => {
      const [outcome] = play(named(name), ['fused']);
      expect(outcome).toMatchObject({ exactSets: 3, missed: 0, phantom: 0 });
    },
  );

  it.each(['height blackMat', 'height blocked', 'height outOfRange', 'force saturated', 'force silent'])(
    'is told within 2 s: %s',
    (name) => {
      const [outcome] = play(named(name), ['fused']);
      expect(outcome!.flaggedAfterS).toBeLessThan(2);
    },
  );

  it.each(['height spikes', 'force spikes', 'force garbage'])('is told with the first wrong reading: %s', (name) => {
    const [outcome] = play({ ...named(name), durationS: 100 }, ['fused']);
    expect(outcome!.flaggedAfterS).toBeLessThan(0.1);
  });
});
