import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ClockMap, monoMsOf, observeClock } from '../../src/app/board/clock-map.ts';

const BOOT_MS = 5_000_000;

test('the monotonic time of a sample is right within the delay of the fastest messages, with a board clock up to 0.5 % off', () => {
  const arbitraryDelays = fc.array(fc.double({ min: 0, max: 40, noNaN: true }), { minLength: 400, maxLength: 400 });
  fc.assert(
    fc.property(fc.double({ min: -0.005, max: 0.005, noNaN: true }), arbitraryDelays, (drift, delaysMs) => {
      let map: ClockMap | null = null;
      let worstMs = 0;
      delaysMs.forEach((delayMs, index) => {
        const trueMs = index * 20;
        const quick = index % 10 === 0; // most links have a quick message now and then
        const atUs = trueMs * (1 + drift) * 1000;
        map = observeClock(map, atUs, BOOT_MS + trueMs + (quick ? 1 : 1 + delayMs));
        if (index > 50) worstMs = Math.max(worstMs, Math.abs(monoMsOf(map, atUs) - (BOOT_MS + trueMs)));
      });
      expect(worstMs).toBeLessThan(6);
    }),
    { numRuns: 50 },
  );
});
