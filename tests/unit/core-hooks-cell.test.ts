/** A cell in the hooks feels the bar while it hangs there: what is seen to move then is a hand in the beam. */
import { expect, it } from 'vitest';
import { analyze, createState, type Input } from '../../src/core/index.ts';
import { easySet, inputsOf, normals, options, run } from './core-support.ts';

const WEIGHT_N = 600;
/** The first rep begins after this. */
const TAKEN_S = 2;

const withHooks = (forceN: (atS: number) => number | null): Input[] =>
  inputsOf(easySet).flatMap((input): Input[] => {
    if (input.kind !== 'force') return [input];
    const n = forceN(input.atUs / 1e6);
    return n === null ? [] : [{ ...input, forceN: n }];
  });
const hooks = { ...options, forceMount: 'hooks' as const };
const countedOf = (forceN: (atS: number) => number | null): number => analyze(withHooks(forceN), hooks).countedReps;

it('no rep counts, nor is one announced, while the bar hangs there', () => {
  const noise = normals(3);
  const inputs = withHooks(() => WEIGHT_N + 4 * noise());
  const { countedReps, movements } = analyze(inputs, hooks);
  expect(countedReps).toBe(0);
  const whole = movements.filter(({ lockoutUs }) => lockoutUs !== null);
  expect(whole).toHaveLength(8);
  for (const { reasons } of whole) expect(reasons).toMatchObject([{ kind: 'nothing-accelerated' }]);
  expect(run(inputs, createState(hooks)).events.filter(({ kind }) => kind === 'lockout-reached')).toHaveLength(0);
});

it.each<[string, (noiseN: number, atS: number) => number | null]>([
  ['the hooks are empty', (noiseN) => noiseN],
  ['the bar was taken from them', (noiseN, atS) => (atS < TAKEN_S ? WEIGHT_N : 0) + noiseN],
  ['their zero is off by less than any bar', (noiseN) => 70 + noiseN],
  [
    'their zero is off, by less than half of what hung there',
    (noiseN, atS) => (atS < TAKEN_S ? WEIGHT_N : 270) + noiseN,
  ],
  ['the cell has died, and repeats one number', () => WEIGHT_N],
  ['the cell is silent', (noiseN, atS) => (atS < TAKEN_S ? WEIGHT_N + noiseN : null)],
  ['the force is no hanging weight: it swings by a fifth', (_, atS) => WEIGHT_N * (1 + 0.2 * Math.sin(20 * atS))],
  ['it is mounted upside down', (noiseN) => noiseN - WEIGHT_N],
])('all reps count where %s', (_, forceN) => {
  const noise = normals(3);
  expect(countedOf((atS) => forceN(4 * noise(), atS))).toBe(8);
});

it('the bar hangs there though its weight changes a little, and though others hung there that were heavier by half', () => {
  const noise = normals(3);
  expect(countedOf((atS) => WEIGHT_N * (1 + 0.1 * Math.sin(20 * atS)))).toBe(0);
  expect(countedOf((atS) => (atS < TAKEN_S ? WEIGHT_N : 330) + 4 * noise())).toBe(0);
  expect(countedOf(() => 90 + 3 * noise())).toBe(0);
});

it('the bar hangs there though the cell is coarse, or slow', () => {
  const noise = normals(3);
  expect(countedOf(() => WEIGHT_N + 20 * Math.round(0.6 * noise()))).toBe(0);
  let heard = 0;
  expect(countedOf(() => (heard++ % 16 === 0 ? WEIGHT_N + 4 * noise() : null))).toBe(0);
});

/** Is it so long after the end of a concentric phase, or of its beginning? */
const phases = analyze(inputsOf(easySet), options).movements.map(({ startUs, concentricS }) => ({
  startS: startUs / 1e6,
  topS: startUs / 1e6 + concentricS!,
}));
const isAfter = (of: 'startS' | 'topS', atS: number, fromS: number, toS: number): boolean =>
  phases.some((phase) => atS > phase[of] + fromS && atS < phase[of] + toS);

it('a bar counts that comes off the hooks as its concentric phase ends, for the force may be late', () => {
  const noise = normals(3);
  expect(countedOf((atS) => (isAfter('topS', atS, 0.2, 0.9) ? 0 : WEIGHT_N) + 4 * noise())).toBe(8);
  expect(countedOf((atS) => (isAfter('topS', atS, 0.4, 0.9) ? 0 : WEIGHT_N) + 4 * noise())).toBe(0);
});

it('all reps count where the cell fell silent as they began', () => {
  const noise = normals(3);
  expect(countedOf((atS) => (isAfter('startS', atS, 0.03, 2) ? null : WEIGHT_N + 4 * noise()))).toBe(8);
});
