import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isFarOff, KNOWN_MM, SCALE } from '../../src/contracts/height-scale.ts';
import { calibrateHeight, judgeScale } from '../../src/core/index.ts';

const cos = (deg: number) => Math.cos((deg * Math.PI) / 180);

describe('the scale of the height', () => {
  it('property: makes a sensor that is off by up to 10 % true, toward and away, with any beam angle, wherever the zero lies', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('toward', 'away'),
        fc.double({ min: 0, max: 45, noNaN: true }),
        fc.double({ min: 0.9005, max: 1.0995, noNaN: true }),
        fc.double({ min: KNOWN_MM.least, max: KNOWN_MM.most, noNaN: true }),
        fc.double({ min: 0, max: 4000, noNaN: true }),
        fc.boolean(),
        (direction, beamAngleDeg, trueScale, knownMm, zeroMm, isBelow) => {
          /** What the sensor reads with the bar at this height. */
          const readAt = (heightMm: number) =>
            zeroMm + ((direction === 'away' ? 1 : -1) * heightMm) / cos(beamAngleDeg) / trueScale;
          const known = isBelow ? -knownMm : knownMm;
          const found = judgeScale(readAt(0), readAt(known), knownMm, beamAngleDeg);
          expect(found.ok && found.scale).toBeCloseTo(trueScale, 3);
          if (!found.ok) return;
          const calibration = { zeroMm, direction, beamAngleDeg, scale: found.scale } as const;
          expect(calibrateHeight(calibration, zeroMm)).toBeCloseTo(0, 9);
          // Four decimals of the scale are 0.05 mm on a metre.
          for (const heightMm of [-300, 350, 1000])
            expect(Math.abs(calibrateHeight(calibration, readAt(heightMm)) - heightMm)).toBeLessThan(0.1);
        },
      ),
    );
  });

  it('is 1 where none is given', () => {
    const old = { zeroMm: 200, direction: 'away', beamAngleDeg: 7 } as const;
    expect(calibrateHeight(old, 555)).toBe(calibrateHeight({ ...old, scale: 1 }, 555));
    expect(calibrateHeight({ ...old, scale: 1.03 }, 555)).toBeCloseTo(1.03 * calibrateHeight(old, 555), 2);
  });

  it.each([
    [500, 500, 1, false],
    [500, 515, 1.03, false],
    [500, 485, 0.97, false],
    [500, 515.1, 1.0302, true],
    [500, 484.9, 0.9698, true],
    [500, 550, 1.1, true],
    [500, 450, 0.9, true],
  ])('%d mm read for %d known ones are taken as %d, far off: %s', (measuredMm, knownMm, scale, farOff) => {
    expect(judgeScale(1000, 1000 - measuredMm, knownMm, 0)).toEqual({ ok: true, scale });
    expect(isFarOff(scale)).toBe(farOff);
  });

  it('takes what the schema of a calibration takes', () => {
    for (const scale of [SCALE.least, SCALE.most])
      expect(judgeScale(0, 1000, 1000 * scale, 0)).toEqual({ ok: true, scale });
  });

  it.each([
    [500, 551],
    [500, 449],
    [0, 500],
    [Number.NaN, 500],
  ])('%d mm read for %d known ones are refused', (measuredMm, knownMm) => {
    expect(judgeScale(1000, 1000 + measuredMm, knownMm, 0)).toEqual({ ok: false, why: 'out-of-range', measuredMm });
  });
});
