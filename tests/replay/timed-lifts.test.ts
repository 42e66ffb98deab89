import { describe, expect, it } from 'vitest';
import { type TimedLift, timedLiftOf, timedNames, timedPresent } from './recordings.ts';
import { rms } from './simulated.ts';

if (!timedPresent) {
  it.skip('skipped: recordings not present', () => {});
}

const velocitiesOf = ({ document }: TimedLift): (number | null)[] =>
  document.movements.flatMap((movement) => (movement.verdict === 'counted' ? [movement.meanVelocityMps] : []));

/** Errors against one of the references, of all lifts that have it. Nothing is left out: a rep without a velocity is wrong. */
async function errorsAgainst(
  of: 'refVelocityToPeakMps' | 'repVelocityMps',
  names: readonly string[],
): Promise<number[]> {
  const errors: number[] = [];
  for (const name of names) {
    const lift = await timedLiftOf(name);
    const reference = lift[of];
    if (lift.weak || reference === null) continue;
    const velocities = velocitiesOf(lift);
    expect(velocities).toHaveLength(reference.length);
    for (const [rep, mps] of reference.entries()) errors.push((velocities[rep] ?? Number.POSITIVE_INFINITY) - mps);
  }
  return errors;
}

/** Device not right by its own notes (30 kg), or the picture's scale only roughly known (those numbered -1 and -2). */
const UNSCALED = /squat-30kg|-[12]$/;

describe.runIf(timedPresent)('real lifts with the mean velocity of each rep', () => {
  it.each(timedNames())('%s: the true count', async (name) => {
    const { reps, weak, document } = await timedLiftOf(name);
    // Two are cables pulled by hand at 2 m/s, from 190 to 710 mm, and no lifts: none too many, and none dropped without a word.
    if (weak) expect(document.countedReps).toBeLessThanOrEqual(reps);
    else expect(document.countedReps).toBe(reps);
    for (const { verdict, reasons } of document.movements) if (verdict !== 'counted') expect(reasons).not.toEqual([]);
  });

  it('velocity is the trace’s own, from its bottom to its first top', async () => {
    const errors = await errorsAgainst('refVelocityToPeakMps', timedNames());
    expect(errors.length).toBeGreaterThan(30);
    expect(rms(errors)).toBeLessThan(0.03);
    expect(Math.max(...errors.map(Math.abs))).toBeLessThan(0.1);
  });

  it('velocity is near the device’s', async () => {
    const trusted = timedNames().filter((name) => !UNSCALED.test(name) || name.startsWith('jimvbt'));
    const errors = await errorsAgainst('repVelocityMps', trusted);
    expect(errors.length).toBeGreaterThan(20);
    expect(rms(errors)).toBeLessThan(0.05);
  });
});
