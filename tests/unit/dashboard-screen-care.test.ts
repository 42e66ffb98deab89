import { expect, test } from 'vitest';
import { careOf, isAsleep, shiftAt } from '../../dashboard/src/live/screen-care.ts';

const MINUTE_MS = 60_000;
const at = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

test('the link of a kiosk carries its settings behind the key; another link has none', () => {
  expect(careOf('key')).toBeNull();
  expect(careOf('key&sleep=30&open=06:00-22:30')).toEqual({ sleepMin: 30, open: [at('06:00'), at('22:30')] });
  expect(careOf('key&sleep=0')).toEqual({ sleepMin: null, open: null });
  expect(careOf('key&sleep=many&open=always')).toEqual({ sleepMin: null, open: null });
});

test('it sleeps after so long without anybody, and outside opening hours a minute after the last touch', () => {
  const care = careOf('key&sleep=30&open=06:00-22:00')!;
  expect(isAsleep(care, 29 * MINUTE_MS, at('12:00'))).toBe(false);
  expect(isAsleep(care, 30 * MINUTE_MS, at('12:00'))).toBe(true);
  expect(isAsleep(care, MINUTE_MS, at('22:00'))).toBe(true);
  expect(isAsleep(care, MINUTE_MS - 1, at('05:59'))).toBe(false);
  expect(isAsleep(care, MINUTE_MS, at('06:00'))).toBe(false);
  const overnight = careOf('key&open=18:00-02:00')!;
  expect(isAsleep(overnight, MINUTE_MS, at('01:59'))).toBe(false);
  expect(isAsleep(overnight, MINUTE_MS, at('12:00'))).toBe(true);
  expect(isAsleep(overnight, 1000 * MINUTE_MS, at('23:00'))).toBe(false);
});

test('the picture moves a little each minute, comes back, and never far', () => {
  const seen = Array.from({ length: 8 }, (_, minute) => shiftAt(minute * MINUTE_MS));
  expect(new Set(seen.map(String)).size).toBe(8);
  expect(shiftAt(8 * MINUTE_MS)).toEqual(seen[0]);
  for (const [index, [x, y]] of seen.entries()) {
    const [nextX, nextY] = seen[(index + 1) % 8]!;
    expect(Math.max(Math.abs(nextX - x), Math.abs(nextY - y))).toBeLessThanOrEqual(2);
  }
});
