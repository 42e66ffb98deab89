/** When a set is over: twelve seconds after the last progress, by the core's own events. */
import { expect, test } from 'vitest';
import { createState, type Input, step } from '../../src/core/index.ts';
import { durationS, easySet, motionAt, options } from './core-support.ts';

/** Two sets of three, with so long a rest between the end of the last way down and the next start. */
function eventsOf(restS: number) {
  const set = { ...easySet, reps: 3, leadS: 2, pauseS: 0.6 };
  const liftS = durationS(set) - 1 - set.pauseS;
  const inputs: Input[] = [];
  for (const [beginS, lastS] of [
    [0, liftS + restS - set.leadS],
    [liftS + restS - set.leadS, liftS + 40],
  ] as const)
    for (let tS = 0; tS < lastS; tS += 0.02)
      inputs.push({ kind: 'height', atUs: Math.round((beginS + tS) * 1e6), heightMm: motionAt(set, tS).heightMm });
  const state = createState({ ...options, forceMount: 'none' });
  return { liftS, events: inputs.flatMap((input) => step(state, input).events) };
}

test('it ends 12 s after its last rep, and not at 11 or 13', () => {
  const { events, liftS } = eventsOf(30);
  const [ended] = events.filter(({ kind }) => kind === 'set-ended');
  expect(ended!.atUs / 1e6 - liftS).toBeGreaterThan(11.5);
  expect(ended!.atUs / 1e6 - liftS).toBeLessThan(12.5);
});

test('who goes on after 11 s is in the same set, after 13 s in the next', () => {
  const startsOf = (restS: number) => eventsOf(restS).events.filter(({ kind }) => kind === 'set-started').length;
  expect(startsOf(11)).toBe(1);
  expect(startsOf(13.5)).toBe(2);
});
