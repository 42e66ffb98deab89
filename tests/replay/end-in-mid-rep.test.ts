/** A person ends a set at any moment of it, also in mid-rep: no rep is in two sets. */
import { describe, expect, it } from 'vitest';
import type { Input, Movement } from '../../src/core/index.ts';
import { easySet, inputsOf, run } from '../unit/core-support.ts';

const REPS = 4;
const STEP_US = 17_000;
/** No one lifts faster. */
const NEAREST_LOCKOUTS_US = 400_000;

/** Counted reps of all sets, the last of which ends long after the last reading. */
function countedWhenEnded(inputs: readonly Input[], atUs: number): Movement[] {
  const before = inputs.filter((input) => input.atUs <= atUs);
  const after = inputs.slice(before.length);
  const { events } = run([...before, { kind: 'end-set', atUs }, ...after, { kind: 'end-set', atUs: 60e6 }]);
  return events
    .flatMap((event) => (event.kind === 'set-ended' ? event.set.movements : []))
    .filter(({ n }) => n !== null);
}

describe.each([0.5, 0.9])('a set with rises of %s s that is ended at any moment', (upS) => {
  const readings = inputsOf({ ...easySet, reps: REPS, upS, holdS: 0.2, downS: 0.3, pauseS: 0.15 });
  const of = (kind: Input['kind']) => readings.filter((input) => input.kind === kind);

  it.each([
    ['heights and forces', readings],
    ['heights', of('height')],
    ['forces', of('force')],
  ])('counts no rep twice: %s', (_, inputs) => {
    for (let atUs = 2e6; atUs < inputs.at(-1)!.atUs; atUs += STEP_US) {
      const lockoutsUs = countedWhenEnded(inputs, atUs).map(({ lockoutUs }) => lockoutUs!);
      const apartUs = lockoutsUs.slice(1).map((lockoutUs, index) => lockoutUs - lockoutsUs[index]!);
      expect(lockoutsUs.length, `ended at ${atUs} us`).toBeLessThanOrEqual(REPS);
      expect(Math.min(...apartUs), `ended at ${atUs} us: ${lockoutsUs}`).toBeGreaterThan(NEAREST_LOCKOUTS_US);
    }
  });
});

it('a set that is ended early in a rise leaves it to the next one; late in it, the next one begins with the rep after', () => {
  const inputs = inputsOf({ ...easySet, reps: REPS });
  const secondUpUs = (easySet.leadS + easySet.upS + easySet.holdS + easySet.downS + easySet.pauseS) * 1e6;
  const endedAt = (share: number) => {
    const atUs = secondUpUs + share * easySet.upS * 1e6;
    const before = inputs.filter((input) => input.atUs <= atUs);
    const rest = [...inputs.slice(before.length), { kind: 'end-set', atUs: 60e6 } as const];
    const { events } = run([...before, { kind: 'end-set', atUs }, ...rest]);
    return events.flatMap((event) => (event.kind === 'set-ended' ? [event.set.countedReps] : []));
  };
  expect(endedAt(0.1)).toEqual([1, 3]);
  expect(endedAt(0.95)).toEqual([2, 2]);
});
