/** What a set was lifted with, where single reps don't tell it: heights missing, and a cell whose zero runs away. */
import { expect, it } from 'vitest';
import { analyze, type Input } from '../../src/core/index.ts';
import { stretchFrom } from '../../src/core/metrics/trace.ts';
import { weightsOf } from '../../src/core/sets/loads.ts';
import { type Surveyed, survey } from '../../src/core/survey/survey.ts';
import { easySet, inputsOf, options, run } from './core-support.ts';

const loadsKg = (inputs: readonly Input[]): readonly (number | null)[] =>
  analyze(inputs, options).sets[0]!.movements.map(({ loadKg }) => loadKg);

/** A cell whose zero runs away by so much a second. */
const drifting = (inputs: readonly Input[], perSecondN: number): Input[] =>
  inputs.map((input) =>
    input.kind === 'force' ? { ...input, forceN: input.forceN + perSecondN * (input.atUs / 1e6) } : input,
  );

it('is what its first reps show, where the cell’s zero runs away', () => {
  const light = { ...easySet, massKg: 30 };
  for (const perSecondN of [0.5, -0.5]) {
    const loads = loadsKg(drifting(inputsOf(light), perSecondN));
    expect(loads).toHaveLength(8);
    const firstKg = 30 + (3 * perSecondN) / 9.81;
    for (const loadKg of loads) expect(Math.abs(loadKg! - firstKg)).toBeLessThan(0.1);
  }
});

it('is another from the rep on before which a plate came off, however short the rest', () => {
  const { upS, holdS, downS, pauseS, leadS } = easySet;
  const offS = leadS + 5 * (upS + holdS + downS + pauseS) - 0.3;
  const loads = loadsKg(
    inputsOf(easySet).map((input) =>
      input.kind === 'force' && input.atUs > 1e6 * offS ? { ...input, forceN: 0.9 * input.forceN } : input,
    ),
  );
  expect(loads.map((loadKg) => Math.round(loadKg!))).toEqual([80, 80, 80, 80, 80, 72, 72, 72]);
});

it('isn’t taken to run away faster than a zero does', () => {
  const loads = loadsKg(drifting(inputsOf(easySet), 2));
  // In the middle of the set.
  for (const loadKg of loads) expect(loadKg).toBeGreaterThan(80 + 2 * 1.3);
});

/** The set's movements, as the survey sees them. */
function surveyed(inputs: readonly Input[]): readonly Surveyed[] {
  const { trace } = run(inputs).state;
  return survey(stretchFrom(trace, Number.NEGATIVE_INFINITY), 120, 'bar', [], [])!.movements;
}

it('is that of the reps whose ends were seen, and that of one that wasn’t weighed, too', () => {
  const [one, two, three, ...others] = surveyed(inputsOf(easySet));
  const weighing = (rep: Surveyed, weightN: number | null, isWeighedInSight: boolean): Surveyed => ({
    ...rep,
    isWeighedInSight,
    measures: { ...rep.measures, weightN },
  });
  const reps = [weighing(one!, 850, false), weighing(two!, null, false), weighing(three!, 790, true)];
  expect(weightsOf(reps)).toEqual([790, 790, 790]);
  expect(weightsOf(reps.slice(0, 2))).toEqual([850, 850]);
  expect(weightsOf(others.map((rep) => weighing(rep, null, true)))).toEqual([null, null, null, null, null]);
});

it('is weighed in sight where the heights show the bar begin and leave its top', () => {
  const { upS, holdS, downS, pauseS, leadS } = easySet;
  const startS = (rep: number): number => leadS + rep * (upS + holdS + downS + pauseS);
  const holes = [startS(1) - 0.1, startS(3) + upS + holdS - 0.1, startS(5) + upS / 2 - 0.1];
  const inputs = inputsOf(easySet).filter(
    ({ kind, atUs }) => kind !== 'height' || !holes.some((fromS) => atUs > 1e6 * fromS && atUs < 1e6 * (fromS + 0.3)),
  );
  const inSight = surveyed(inputs).map(({ isWeighedInSight }) => isWeighedInSight);
  expect(inSight).toEqual([true, false, true, false, true, true, true, true]);
});
