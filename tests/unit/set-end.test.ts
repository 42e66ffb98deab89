/** When a set is over: twelve seconds after the last progress, by the core's own events. */
import { expect, test } from 'vitest';
import { createState, type Input, step } from '../../src/core/index.ts';
import { durationS, easySet, inputsOf, motionAt, options } from './core-support.ts';

/** So long before and after each concentric phase no height is seen. */
const HIDDEN_S = 0.3;

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

test('a bar that is seen at both ends of its range goes on lifting, though no height shows it rise', () => {
  const set = { ...easySet, reps: 8 };
  const hiddenFromS = set.leadS + (2 * (durationS(set) - set.leadS - 1)) / set.reps;
  const risesAt = (tS: number) => motionAt(set, tS + 0.01).heightMm > motionAt(set, tS).heightMm;
  const isShown = ({ kind, atUs }: Input): boolean =>
    kind !== 'height' || atUs / 1e6 < hiddenFromS || ![-HIDDEN_S, 0, HIDDEN_S].some((by) => risesAt(atUs / 1e6 + by));
  const inputs = inputsOf(set, { heightNoiseMm: 1.4, forceNoiseN: 8 }).filter(isShown);
  const state = createState(options);
  const events = inputs.flatMap((input) => step(state, input).events);
  expect(events.filter(({ kind }) => kind === 'set-ended')).toEqual([]);
});
