import { expect, test } from 'vitest';
import { createKiosk, type KioskState, stepKiosk } from '../../src/app/service/kiosk-rules.ts';

/** Seconds in which the browser is started again, of a page that was painted in these seconds. */
function restarts(paintedS: readonly number[], untilS: number): number[] {
  const found: number[] = [];
  let state: KioskState = createKiosk(0);
  for (let s = 0; s <= untilS; s += 2) {
    const last = paintedS.findLast((painted) => painted <= s);
    const stepped = stepKiosk(state, { atMs: s * 1000, paintedMs: last === undefined ? null : last * 1000 });
    state = stepped.state;
    if (stepped.restart) found.push(s);
  }
  return found;
}

const every10 = (fromS: number, toS: number) =>
  Array.from({ length: (toS - fromS) / 10 + 1 }, (_, index) => fromS + index * 10);

test('a page that is painted is left alone', () => {
  expect(restarts(every10(4, 3600), 3600)).toEqual([]);
});

test('a page that is painted no more is started again half a minute after its last sign of life, once', () => {
  expect(restarts([...every10(4, 304), ...every10(450, 1000)], 1000)).toEqual([334]);
});

test('a station that has started again gives the page a minute to come back', () => {
  expect(restarts(every10(58, 200), 200)).toEqual([]);
  expect(restarts([], 61)).toEqual([60]);
});

test('a browser that never paints is tried less and less often, at least each quarter of an hour', () => {
  expect(restarts([], 5000)).toEqual([60, 180, 420, 900, 1800, 2700, 3600, 4500]);
});

test('once it is painted again, the next fault is healed as fast as the first', () => {
  expect(restarts([...every10(304, 404)], 600)).toEqual([60, 180, 434, 554]);
});
