import { describe, expect, it } from 'vitest';
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
    expect(rms(errors.velocityMps)).toBeLessThan(0.01);
    expect(rms(errors.romMm)).toBeLessThan(2);
    expect(Math.max(...errors.loadShare.map(Math.abs))).toBeLessThan(0.005);
  });
});
