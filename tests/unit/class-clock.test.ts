import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ClassBay, ClassMode } from '../../src/app/bay/class-mode.ts';
import type { ClassClock } from '../../src/contracts/class-clock.ts';
import { classPhase } from '../../src/contracts/class-phase.ts';

const STARTS_MS = Date.parse('2026-11-22T18:00:00.000Z');
const clock = (patch: Partial<ClassClock> = {}): ClassClock => ({
  startsAt: new Date(STARTS_MS).toISOString(),
  workS: 40,
  restS: 20,
  rounds: 3,
  ...patch,
});
const at = (seconds: number, of = clock()) => {
  const { kind, round, leftMs } = classPhase(of, STARTS_MS + seconds * 1000);
  return [kind, round, leftMs / 1000];
};

describe('the clock of a class', () => {
  it('counts down, works and rests, round by round', () => {
    expect([-10, 0, 39, 40, 59, 60, 119, 120, 159, 160, 999].map((seconds) => at(seconds))).toEqual([
      ['ready', 1, 10],
      ['work', 1, 40],
      ['work', 1, 1],
      ['rest', 1, 20],
      ['rest', 1, 1],
      ['work', 2, 40],
      ['rest', 2, 1],
      ['work', 3, 40],
      ['work', 3, 1],
      // No rest follows the last round.
      ['done', 3, 0],
      ['done', 3, 0],
    ]);
  });

  it('goes from round to round without a rest, where none is wanted', () => {
    expect([39, 40, 119, 120].map((seconds) => at(seconds, clock({ restS: 0 })))).toEqual([
      ['work', 1, 1],
      ['work', 2, 40],
      ['work', 3, 1],
      ['done', 3, 0],
    ]);
  });

  it('always has time left until it is done, and never goes back', () => {
    const order = { ready: 0, work: 1, rest: 2, done: 3 };
    const times = fc.record({
      workS: fc.integer({ min: 5, max: 1800 }),
      restS: fc.integer({ min: 0, max: 1800 }),
      rounds: fc.integer({ min: 1, max: 50 }),
    });
    const moments = fc.tuple(fc.integer({ min: -60_000, max: 20_000_000 }), fc.integer({ min: 0, max: 5_000_000 }));
    fc.assert(
      fc.property(times, moments, (wanted, [first, more]) => {
        const of = clock(wanted);
        const [then, later] = [first, first + more].map((ms) => classPhase(of, STARTS_MS + ms));
        for (const { kind, round, leftMs } of [then!, later!]) {
          expect(leftMs > 0).toBe(kind !== 'done');
          expect(round).toBeGreaterThanOrEqual(1);
          expect(round).toBeLessThanOrEqual(wanted.rounds);
        }
        const place = ({ kind, round }: typeof then & object) => (kind === 'done' ? 1e6 : round * 10 + order[kind]);
        expect(place(later!)).toBeGreaterThanOrEqual(place(then!));
        // When what is left is over, something else begins.
        if (then!.kind !== 'done') {
          const next = classPhase(of, STARTS_MS + first + then!.leftMs);
          expect(`${next.kind} ${next.round}`).not.toBe(`${then!.kind} ${then!.round}`);
        }
      }),
    );
  });
});

describe('a class', () => {
  function gym() {
    const shown = new Map<string, ClassClock | null>();
    const bays: ClassBay[] = ['bay-1', 'bay-2', 'bay-3'].map((id) => ({
      config: { id },
      showClass: (now) => shown.set(id, now),
    }));
    const mode = new ClassMode(bays, { wallMs: () => STARTS_MS, monoMs: () => 0 });
    return { mode, shown: () => Object.fromEntries(shown) };
  }
  const WANTED = { workS: 40, restS: 20, rounds: 3 };

  it('is shown by its bays alone, all by one clock, ten seconds ahead', () => {
    const { mode, shown } = gym();
    mode.start({ bays: ['bay-1', 'bay-3'], ...WANTED });
    const expected = { startsAt: '2026-11-22T18:00:10.000Z', ...WANTED };
    expect(shown()).toEqual({ 'bay-1': expected, 'bay-2': null, 'bay-3': expected });
    mode.start({ bays: ['bay-2'], ...WANTED });
    expect(shown()).toEqual({ 'bay-1': null, 'bay-2': expected, 'bay-3': null });
    mode.stop();
    expect([...new Set(Object.values(shown()))]).toEqual([null]);
    expect(mode.now).toBeNull();
  });

  it('goes on where it is when the wall clock is set', () => {
    const { mode, shown } = gym();
    mode.start({ bays: ['bay-1'], ...WANTED });
    mode.rebase(3_600_000);
    expect(shown()['bay-1']?.startsAt).toBe('2026-11-22T19:00:10.000Z');
    mode.stop();
    mode.rebase(1000);
    expect(shown()['bay-1']).toBeNull();
  });
});
