/** Recordings of our own, simulated: what a checkout counts by itself, without the recordings of other people. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { analyzeFile } from '../../src/cli/analyze.ts';

const folder = fileURLToPath(new URL('../fixtures/recordings/', import.meta.url));
const names = readdirSync(folder).flatMap((name) => (name.endsWith('.csv') ? name.slice(0, -4) : []));

interface TrueRep {
  complete: boolean;
  lockoutS: number | null;
  holdS: number;
  meanVelocityMps: number;
}
async function resultOf(name: string) {
  const { reps } = JSON.parse(readFileSync(join(folder, `${name}.truth.json`), 'utf8')) as { reps: TrueRep[] };
  return {
    document: await analyzeFile(join(folder, `${name}.csv`)),
    whole: reps.filter(({ complete }) => complete),
    reps,
  };
}

describe('recordings of our own', () => {
  it('are four', () => {
    expect(names.toSorted()).toEqual(['distance-freezes', 'five-reps-one-partial', 'nobody-lifts', 'six-reps']);
  });

  it.each(['six-reps', 'five-reps-one-partial'])(
    '%s: each whole rep is counted where it was, with its hold and velocity',
    async (name) => {
      const { document, whole } = await resultOf(name);
      expect(document.countedReps).toBe(whole.length);
      const counted = document.movements.filter(({ verdict }) => verdict === 'counted');
      for (const [index, rep] of whole.entries()) {
        expect(Math.abs(counted[index]!.lockoutS! - rep.lockoutS!)).toBeLessThan(0.1);
        expect(Math.abs(counted[index]!.holdS! - rep.holdS)).toBeLessThan(0.15);
        expect(Math.abs(counted[index]!.meanVelocityMps! - rep.meanVelocityMps)).toBeLessThan(0.03);
      }
    },
  );

  it('five-reps-one-partial: the short one is listed, with its reason', async () => {
    const { document, reps } = await resultOf('five-reps-one-partial');
    expect(reps.map(({ complete }) => complete)).toEqual([true, true, false, true, true]);
    const partial = document.movements.filter(({ verdict }) => verdict === 'partial');
    expect(partial).toHaveLength(1);
    expect(partial[0]!.reasons).not.toEqual([]);
  });

  it('nobody-lifts: no rep', async () => {
    expect((await resultOf('nobody-lifts')).document.countedReps).toBe(0);
  });

  it('distance-freezes: reported, and not one rep too many', async () => {
    const { document, whole } = await resultOf('distance-freezes');
    expect(document.channels.height).toBe('unreliable');
    expect(document.countedReps).toBeLessThanOrEqual(whole.length);
  });
});
