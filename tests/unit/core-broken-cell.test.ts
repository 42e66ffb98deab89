/** A load cell that breaks in a set speaks neither for its movements nor against them; one that lives and carries nothing does. */
import { expect, it } from 'vitest';
import { analyze, createState, type ForceMount, type Input } from '../../src/core/index.ts';
import { easySet, inputsOf, normals, options, run, truth } from './core-support.ts';

const forceBy = (change: (forceN: number, atS: number) => number | null): Input[] =>
  inputsOf(easySet).flatMap((input): Input[] => {
    if (input.kind !== 'force') return [input];
    const forceN = change(input.forceN, input.atUs / 1e6);
    return forceN === null ? [] : [{ ...input, forceN }];
  });
const countedOf = (inputs: readonly Input[], forceMount: ForceMount = 'bar'): number =>
  analyze(inputs, { ...options, forceMount }).countedReps;
const statusOf = (inputs: readonly Input[]) => run(inputs, createState(options)).state.force;
/** Amid the concentric phase of the fourth rep. */
const midRepS = truth(easySet, 3).startS + 0.4;

it('its wire is broken: it wanders about zero', () => {
  const noise = normals(5);
  let wanderN = 0;
  const wandering = forceBy((forceN, atS) => {
    wanderN += 60 * noise() - 0.02 * wanderN;
    return atS < 6 ? forceN : wanderN;
  });
  expect(countedOf(wandering)).toBe(8);
  expect(statusOf(wandering)).toMatchObject({ status: 'unreliable', reason: { kind: 'force-wanders' } });
});

it.each([
  ['its wires are swapped', (forceN: number) => -forceN],
  ['its zero is far off', (forceN: number, atS: number) => (Math.floor(atS / 2) % 2 === 0 ? -200 : forceN)],
])('it isn’t broken where %s', (_, change) => {
  expect(statusOf(forceBy(change)).isFloating).toBe(false);
});

it('it has died, at no load', () => {
  expect(countedOf(forceBy((forceN, atS) => (atS < midRepS ? forceN : 0)))).toBe(8);
  // One that never lived shows that nothing is lifted, as far as anybody knows.
  expect(countedOf(forceBy(() => 0))).toBe(0);
});

it('it pulls the other way from the middle of a rep on', () => {
  expect(countedOf(forceBy((forceN, atS) => (atS < midRepS ? forceN : -forceN)))).toBe(8);
});

it('it was silent for most of a concentric phase, with the bar put down before it', () => {
  const { startS, lockoutS } = truth(easySet, 3);
  const silent = forceBy((forceN, atS) => {
    if (atS < startS + 0.15 && atS > startS - 0.7) return 0;
    return atS > startS && atS < lockoutS + 2 ? null : forceN;
  });
  expect(countedOf(silent)).toBe(8);
});

it('on a platform on which nobody stands nobody lifts', () => {
  const noise = normals(2);
  expect(
    countedOf(
      forceBy(() => noise()),
      'platform',
    ),
  ).toBe(0);
  expect(
    countedOf(
      forceBy((forceN) => forceN + 700),
      'platform',
    ),
  ).toBe(8);
});
