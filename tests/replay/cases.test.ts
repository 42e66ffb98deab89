import { describe, expect, it } from 'vitest';
import { caseNames, caseOf, casesPresent } from './recordings.ts';

if (!casesPresent) {
  it.skip('skipped: cases not present', () => {});
}

/** A load counts as on record within so much of it. */
const LOAD_SHARE = 0.01;

describe.runIf(casesPresent)('complaints from the field', () => {
  it.each(caseNames())('%s: the right count, in the right sets', async (name) => {
    const { right, document } = await caseOf(name);
    expect(document.countedReps).toBe(right.countedReps);
    const counted = document.sets.map((set) => set.countedReps).filter((reps) => reps > 0);
    expect(counted.reduce((sum, reps) => sum + reps, 0)).toBe(right.countedReps);
    if (right.setReps !== undefined) expect(counted).toEqual(right.setReps);
    for (const { verdict, reasons } of document.movements) if (verdict !== 'counted') expect(reasons).not.toEqual([]);
  });

  it.each(caseNames())('%s: every rep has its load, and its set begins with it', async (name) => {
    const { right, document } = await caseOf(name);
    const reps = document.sets.flatMap((set) => set.reps.filter(({ verdict }) => verdict === 'counted'));
    const isAbout = (kg: number | null, loadKg: number): boolean =>
      kg !== null && Math.abs(kg - loadKg) < LOAD_SHARE * loadKg;
    if (right.loadsKg !== undefined) {
      for (const loadKg of right.loadsKg) {
        expect(reps.filter((rep) => isAbout(rep.loadKg, loadKg))).toHaveLength(
          right.countedReps / right.loadsKg.length,
        );
      }
    }
    for (const set of document.sets) {
      for (const { startS, endS } of set.reps.filter(({ verdict }) => verdict === 'counted')) {
        expect(set.startS).toBeLessThanOrEqual(startS);
        if (endS !== null) expect(set.endS).toBeGreaterThanOrEqual(endS - 0.001);
      }
    }
  });

  it.each(caseNames())('%s: halves have a range of their own', async (name) => {
    const { right, document } = await caseOf(name);
    const halves = document.movements.filter(({ verdict }) => verdict === 'partial');
    if (right.secondHalvesRomMm === undefined) {
      // No case but that of the halves has a movement that was no whole one.
      expect(halves).toEqual([]);
      return;
    }
    const [least, most] = right.secondHalvesRomMm;
    expect(halves).toHaveLength(right.countedReps);
    for (const { romMm } of halves) {
      expect(romMm).toBeGreaterThan(least);
      expect(romMm).toBeLessThan(most);
    }
  });
});
