/** A hand waves in the beam while the bar rests on a lap that trembles: the force changes as much as the hand's way asks for, but far too quickly. */
import { expect, it } from 'vitest';
import { analyze, createState, type Input } from '../../src/core/index.ts';
import { heightsAlong, options } from '../support/compact-lifts.ts';
import { normals, run } from './core-support.ts';

function waving(strokeS: number): Input[] {
  const points: [number, number][] = [
    [0, 100],
    [5, 100],
  ];
  for (let wave = 0; wave < 5; wave++) {
    const atS = 5 + 2 * wave * strokeS;
    points.push([atS + strokeS, 400], [atS + 2 * strokeS, 100]);
  }
  const endS = 6 + 10 * strokeS;
  points.push([endS, 100]);
  const noise = normals(9);
  const forces: Input[] = [];
  for (let index = 0; index < 80 * endS; index++) {
    const atS = index / 80;
    const tremorN = 70 * Math.sin(2 * Math.PI * 9 * atS);
    forces.push({ kind: 'force', atUs: Math.round(1e6 * atS), forceN: 1000 + tremorN + noise() });
  }
  return [...heightsAlong(points), ...forces].sort((a, b) => a.atUs - b.atUs);
}

it.each([1.1, 1.4])('earns no rep (%s s a stroke)', (strokeS) => {
  expect(analyze(waving(strokeS), options).countedReps).toBe(0);
  const { events } = run(waving(strokeS), createState(options));
  expect(events.filter(({ kind }) => kind === 'lockout-reached')).toEqual([]);
});
