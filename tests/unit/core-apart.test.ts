/** One bar is in one movement at a time: settled movements of a set never overlap. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyze, type Input, type Movement } from '../../src/core/index.ts';
import { apart } from '../../src/core/sets/apart.ts';
import { movementOf, options, smoothedPath } from '../support/compact-lifts.ts';

const leftUs = ({ startUs, lockoutUs, holdS }: Movement): number =>
  lockoutUs === null ? startUs : lockoutUs + 1e6 * (holdS ?? 0);

/** Pairs of which the second begins before the first has ended. */
const overlapping = (movements: readonly Movement[]): unknown[] =>
  movements.slice(1).flatMap((movement, index) => {
    const before = movements[index]!;
    const doneUs = Math.max(before.endUs ?? 0, leftUs(before));
    return movement.startUs < doneUs - 1 ? [[before, movement]] : [];
  });

/** A bar of 60 kg along these points, with a cell on it. */
function liftAlong(points: readonly (readonly [atS: number, heightMm: number])[]): Input[] {
  const { count, atUs, heightMm, accelerationMmps2 } = smoothedPath(points);
  const inputs: Input[] = [];
  for (let index = 0; index < count; index++) {
    const at = atUs[index]!;
    const ripple = ((index * 7) % 5) / 2 - 1;
    inputs.push({ kind: 'force', atUs: at, forceN: 60 * (9.807 + accelerationMmps2[index]! / 1000) + ripple });
    if (index % 2 === 0) inputs.push({ kind: 'height', atUs: at + 1, heightMm: heightMm[index]! + ripple });
  }
  return inputs;
}

describe('movements of a settled set', () => {
  it('never overlap, whatever the heights have lost', () => {
    const rep = fc.record({
      restS: fc.double({ min: 0, max: 2, noNaN: true }),
      upS: fc.double({ min: 0.4, max: 2, noNaN: true }),
      holdS: fc.double({ min: 0.05, max: 2, noNaN: true }),
      downS: fc.double({ min: 0.4, max: 2, noNaN: true }),
      romMm: fc.integer({ min: 180, max: 420 }),
    });
    const hole = fc.record({
      fromS: fc.double({ min: 1, max: 25, noNaN: true }),
      lastsS: fc.constantFrom(0.2, 0.6, 2, 6, 6),
    });
    const ends = { counted: 0 };
    fc.assert(
      fc.property(fc.array(rep, { minLength: 4, maxLength: 8 }), fc.array(hole, { maxLength: 3 }), (reps, holes) => {
        const points: [number, number][] = [
          [0, 100],
          [2, 100],
        ];
        let atS = 2;
        for (const { restS, upS, holdS, downS, romMm } of reps) {
          points.push(
            [(atS += restS), 100],
            [(atS += upS), 100 + romMm],
            [(atS += holdS), 100 + romMm],
            [(atS += downS), 100],
          );
        }
        points.push([atS + 1, 100]);
        const steps = points.filter(([at], index) => index === 0 || at > points[index - 1]![0] + 0.02);
        const isLost = (atUs: number): boolean =>
          holes.some(({ fromS, lastsS }) => atUs > 1e6 * fromS && atUs < 1e6 * (fromS + lastsS));
        const inputs = liftAlong(steps).filter(({ kind, atUs }) => kind === 'force' || !isLost(atUs));
        for (const { movements, countedReps } of analyze(inputs, options).sets) {
          ends.counted += countedReps;
          expect(overlapping(movements)).toEqual([]);
        }
      }),
      { numRuns: 60, seed: 20261201, endOnFailure: true },
    );
    expect(ends.counted).toBeGreaterThan(200);
  });

  const long = { ...movementOf(10), lockoutUs: 11e6, holdS: 1, endUs: 14e6, concentricS: 1, eccentricS: 2 };

  it('end where the next begins', () => {
    const [before, next] = apart([long, { ...movementOf(13), concentricS: 0.75 }]);
    expect([before!.endUs, before!.eccentricS, next!.startUs]).toEqual([13e6, 1, 13e6]);
  });

  it('begin after the hold of the one before, and are none where little is left of them', () => {
    const begin = (startS: number): readonly Movement[] => apart([long, { ...movementOf(startS), concentricS: 0.75 }]);
    expect(begin(11.8).at(-1)).toMatchObject({ startUs: 12e6, verdict: 'counted' });
    expect(begin(11.5).at(-1)).toMatchObject({ startUs: 12e6, verdict: 'doubtful', n: null });
    expect(begin(11).at(-1)).toMatchObject({ startUs: 12e6, lockoutUs: 12e6, concentricS: 0 });
  });

  it('stay as they are where they lie apart', () => {
    const movements = [long, movementOf(14), movementOf(16)];
    expect(apart(movements)).toEqual(movements);
  });
});
