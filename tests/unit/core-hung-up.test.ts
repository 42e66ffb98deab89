/** A bar that is hung up, or rolled off, where its lockout is; and an unloaded cell that is noisy. */
import { expect, it } from 'vitest';
import { analyze, type Input } from '../../src/core/index.ts';
import { easySet, inputsOf, motionAt, normals, options, run, truth } from './core-support.ts';

const last = truth(easySet, easySet.reps - 1);

/** The floor carries it between the reps. */
const lies = (atUs: number): boolean => motionAt(easySet, atUs / 1e6).heightMm === easySet.bottomMm;

/** The last rep stays at its top, and from some time on the cell feels nothing of it. */
const hungUp = (heldS: number, forS: number): Input[] => {
  const standsS = last.lockoutS + 0.3;
  const inputs = inputsOf(easySet, { forceNoiseN: 1 })
    .filter(({ atUs }) => atUs < 1e6 * standsS)
    .map((input) =>
      input.kind === 'force' && lies(input.atUs) ? { ...input, forceN: input.forceN - 80 * 9.81 } : input,
    );
  const topMm = easySet.bottomMm + easySet.romMm;
  const noise = normals(3);
  for (let atS = standsS; atS < standsS + forS; atS += 0.0125) {
    const isCarried = atS < last.lockoutS + heldS;
    inputs.push({ kind: 'height', atUs: Math.round(1e6 * atS), heightMm: topMm + 2 * noise() });
    inputs.push({
      kind: 'force',
      atUs: Math.round(1e6 * atS) + 1,
      forceN: (isCarried ? 80 * (9.81 + 0.6 * noise()) : 0) + noise(),
    });
  }
  return inputs;
};

it('counts the rep that was held at its full load before it was hung up where the lockout is', () => {
  const { sets } = analyze(hungUp(1, 14), options);
  expect(sets.map(({ countedReps }) => countedReps)).toEqual([8]);
  expect(Math.abs(sets[0]!.movements.at(-1)!.holdS! - 1)).toBeLessThan(0.15);
});

it('doesn’t count the way to the hooks, on which nothing is held', () => {
  const { movements, countedReps } = analyze(hungUp(0.35, 14), options).sets[0]!;
  expect(countedReps).toBe(7);
  expect(movements.at(-1)).toMatchObject({ verdict: 'doubtful', reasons: [{ kind: 'put-on-hooks' }] });
});

it('ends the set while the bar hangs there, but not while it is held', () => {
  const endsOf = (heldS: number): number =>
    run(hungUp(heldS, 20)).events.filter(({ kind }) => kind === 'set-ended').length;
  expect([endsOf(1), endsOf(30)]).toEqual([1, 0]);
});

it('announces no rep for a bar that is put down after it left the beam at its top', () => {
  const { lockoutS } = last;
  const noise = normals(4);
  const inputs = inputsOf(easySet).flatMap((input): Input[] => {
    const afterS = input.atUs / 1e6 - lockoutS;
    if (afterS < 0.5) return [input];
    if (input.kind === 'height') return [];
    return [{ ...input, forceN: (afterS < 3 ? 80 * 9.81 : 0) + noise() } as Input];
  });
  const endUs = inputs.at(-1)!.atUs;
  for (let atUs = endUs; atUs < endUs + 3e6; atUs += 12_500) inputs.push({ kind: 'force', atUs, forceN: noise() });
  expect(run(inputs).events.filter(({ kind }) => kind === 'lockout-reached')).toHaveLength(8);
});

it('a noisy cell that carries nothing speaks against what a hand does in the beam', () => {
  const noise = normals(6);
  const inputs = inputsOf(easySet).map((input) =>
    input.kind === 'force' ? { ...input, forceN: 15 * noise() } : input,
  );
  expect(analyze(inputs, options).countedReps).toBe(0);
});
