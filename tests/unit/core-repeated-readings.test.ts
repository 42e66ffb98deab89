/** A sensor that is asked more often than it measures gives its last reading again, with a new stamp. */
import { describe, expect, it } from 'vitest';
import { analyze, createState, type Input } from '../../src/core/index.ts';
import { isRepeated, isRepeating, noRepeatWatch } from '../../src/core/signal/repeat-watch.ts';
import { options, smoothedPath } from '../support/compact-lifts.ts';
import { normals, run } from './core-support.ts';

const alone = { ...options, forceMount: 'none' as const };
const reps = 5;

/** Quick reps of 480 mm as a sensor measures them 25 times a second that is asked a hundred times. */
function asked(noiseMm: number): Input[] {
  const noise = normals(7);
  const points: [number, number][] = [[0, 100]];
  for (let rep = 0; rep < reps; rep++) {
    const atS = 4 + 3 * rep;
    points.push([atS, 100], [atS + 0.6, 580], [atS + 1.2, 580], [atS + 2, 100]);
  }
  points.push([4 + 3 * reps, 100]);
  const { count, atUs, heightMm } = smoothedPath(points);
  const inputs: Input[] = [];
  let measuredMm = 0;
  for (let index = 0; index < count; index++) {
    if (index % 4 === 0) measuredMm = Math.round(heightMm[index]! + noiseMm * noise());
    inputs.push({ kind: 'height', atUs: atUs[index]!, heightMm: measuredMm });
  }
  return inputs;
}

it.each([0, 2])('counts each rep of it at its lockout (noise of %s mm)', (noiseMm) => {
  const set = analyze(asked(noiseMm), alone).sets[0]!;
  expect(set.movements.map(({ verdict }) => verdict)).toEqual(Array(reps).fill('counted'));
  for (const { romMm, flags } of set.movements) {
    expect(Math.abs(romMm! - 480)).toBeLessThan(8);
    expect(flags).not.toContain('gap');
  }
  const { events } = run(asked(noiseMm), createState(alone));
  const announcedS = events.flatMap(({ kind, atUs }) => (kind === 'lockout-reached' ? [atUs / 1e6] : []));
  for (const [rep, atS] of announcedS.entries()) expect(Math.abs(atS - (4.6 + 3 * rep))).toBeLessThan(0.15);
});

describe('a reading that is like the one before', () => {
  const watched = (values: readonly number[]) => {
    const watch = noRepeatWatch();
    const repeated = values.map((heightMm, index) => isRepeated(watch, 10_000 * index, heightMm));
    return { watch, repeated: repeated.filter(Boolean).length };
  };

  it('is a new one of a sensor with noise', () => {
    const noise = normals(3);
    const { repeated, watch } = watched(Array.from({ length: 5000 }, () => Math.round(300 + noise())));
    expect([repeated, isRepeating(watch)]).toEqual([0, false]);
  });

  it('is a new one of an encoder that moves slowly, and of a sensor with coarse steps', () => {
    expect(watched(Array.from({ length: 2000 }, (_, index) => Math.floor(index / 4))).repeated).toBe(0);
    const coarse = Array.from({ length: 2000 }, (_, index) => 10 * Math.round(30 + 20 * Math.sin(index / 60)));
    expect(watched(coarse).repeated).toBe(0);
  });

  it('is news where it is given for much longer than usual: the bar stands', () => {
    const moving = Array.from({ length: 120 }, (_, index) => Math.floor(index / 4) ** 2);
    const standing = (readings: number) => watched([...moving, ...Array<number>(readings).fill(900)]);
    expect(isRepeating(standing(0).watch)).toBe(true);
    expect(standing(5).repeated - standing(0).repeated).toBe(4);
    // One in eight is taken, as often as to say that it still measures.
    expect(standing(81).repeated - standing(0).repeated).toBeGreaterThan(60);
    expect(standing(81).repeated - standing(0).repeated).toBeLessThan(72);
  });
});
