/** A second reflection: single readings, one in five, show a cover or a bolt at one height, wherever the bar is. */
import { describe, expect, it } from 'vitest';
import { createCollector, type Input } from '../../src/core/index.ts';
import { noBeam, watchBeam } from '../../src/core/signal/beam.ts';
import { startFilter } from '../../src/core/signal/height-filter.ts';
import { options, repsAlong } from '../support/compact-lifts.ts';

const REPS = 8;
const TOP_MM = 420;
const clean = repsAlong(Array.from({ length: REPS }, () => [100, TOP_MM] as const));

/** Park and Miller's generator. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

const reflected = (ghostMm: number, share: number, random: () => number): Input[] =>
  clean.map((input) =>
    input.kind === 'height' && random() < share
      ? { ...input, heightMm: ghostMm + Math.round(8 * random() - 4) }
      : input,
  );

/** Counted reps, the largest error of a range, and how far below the top the earliest announcement was. */
function look(ghostMm: number, seed: number): { counted: number; offMm: number; belowMm: number } {
  const collector = createCollector({ ...options, forceMount: 'none' });
  let belowMm = 0;
  for (const input of reflected(ghostMm, 0.2, randomOf(seed))) {
    for (const event of collector.take(input)) {
      if (event.kind !== 'lockout-reached') continue;
      const bar = clean.findLast(({ atUs }) => atUs <= event.atUs);
      if (bar?.kind === 'height') belowMm = Math.max(belowMm, TOP_MM - bar.heightMm);
    }
  }
  const { countedReps, movements } = collector.finish();
  const counted = movements.filter(({ verdict }) => verdict === 'counted');
  return { counted: countedReps, offMm: Math.max(...counted.map(({ romMm }) => Math.abs(romMm! - 320))), belowMm };
}

describe('a second reflection', () => {
  it.each([-150, 130, 260, 330, 390, 700])('at %d mm hides no rep, and moves no range', (ghostMm) => {
    for (let seed = 1; seed <= 6; seed++) {
      const { counted, offMm, belowMm } = look(ghostMm, seed);
      expect(counted).toBe(REPS);
      expect(offMm).toBeLessThan(8);
      expect(belowMm).toBeLessThan(25);
    }
  });

  it('once it is known must be seen five times in a row before the bar is believed to be there', () => {
    const readingsUntilBelieved = (before: number): number => {
      const watch = noBeam();
      const filter = startFilter(0, 300, 2);
      Object.assign(filter, { p11: 100, p22: 100 });
      const see = (ms: number, heightMm: number) => watchBeam(watch, filter, 1000 * ms, heightMm, 2);
      Object.assign(watch, { barUs: 0, barMm: 300, barReadings: 4 });
      let ms = 20;
      for (let count = 0; count < before; count++, ms += 60) {
        see(ms, 340);
        for (const later of [20, 40]) see(ms + later, 300);
      }
      for (let count = 1; count < 20; count++) if (see(ms + 20 * count, 340) !== 'other') return count;
      return 20;
    };
    expect([0, 1, 2, 12].map(readingsUntilBelieved)).toEqual([2, 2, 5, 5]);
  });
});
