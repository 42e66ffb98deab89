import { expect, test } from 'vitest';
import { demoLifter } from '../../src/sim/lifter.ts';
import { waitingLifter } from '../../src/sim/waiting-lifter.ts';

const STEP_S = 0.05;

/** Heights from one time to another, as a sensor asks for them. */
function heights(lifter: ReturnType<typeof waitingLifter>, fromS: number, toS: number): number[] {
  const out: number[] = [];
  for (let step = Math.round(fromS / STEP_S); step < Math.round(toS / STEP_S); step++)
    out.push(lifter.motionAt(step * STEP_S).heightMm);
  return out;
}
const spread = (values: readonly number[]) => Math.max(...values) - Math.min(...values);

test('a lifter who is asked to wait ends the set, rests for as long as it takes, and goes on where they were', () => {
  const lifter = waitingLifter(demoLifter(13));
  const free = demoLifter(13);
  expect(heights(lifter, 0, 8)).toEqual(heights(waitingLifter(free), 0, 8));
  expect(spread(heights(lifter, 8, 12))).toBeGreaterThan(100);
  lifter.wait(true);
  // The set in progress is lifted to its end.
  expect(spread(heights(lifter, 12, 60))).toBeGreaterThan(100);
  const still = heights(lifter, 60, 600);
  expect(spread(still)).toBe(0);
  const forces = Array.from({ length: 100 }, (_, n) => lifter.forceAt(600 + n / 10));
  expect(spread(forces)).toBe(0);
  lifter.wait(false);
  // Ten minutes later the next set comes, and none of it is skipped.
  const after = heights(lifter, 610, 720);
  expect(spread(after.slice(0, 20))).toBeLessThan(5);
  expect(spread(after)).toBeGreaterThan(100);
});

test('sensors that ask a little behind each other are never answered from a time that is forgotten', () => {
  const lifter = waitingLifter(demoLifter(7));
  for (let step = 0; step < 6000; step++) {
    const tS = step / 20;
    if (step % 700 === 0) lifter.wait(step % 1400 === 0);
    lifter.motionAt(tS);
    lifter.forceAt(Math.max(0, tS - 0.12));
  }
});
