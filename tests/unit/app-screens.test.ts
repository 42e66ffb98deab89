import { expect, test } from 'vitest';
import { MAX_SCREENS, Screens } from '../../src/app/screens.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

test('a screen counts for its bay while it is painted; the one of this machine is watched', () => {
  const clock = new VirtualClock(0);
  const screens = new Screens(clock);
  expect(screens.ownPaintedMs).toBeNull();
  screens.painted({ screen: 'tablet', bay: 'bay-1', isOwn: false });
  expect(screens.ownPaintedMs).toBeNull();
  clock.pass(20_000);
  screens.painted({ screen: 'kiosk', bay: 'bay-1', isOwn: true });
  screens.painted({ screen: 'television', bay: null, isOwn: false });
  expect([screens.count('bay-1'), screens.count('bay-2'), screens.count(null)]).toEqual([2, 0, 1]);
  expect(screens.ownPaintedMs).toBe(clock.monoMs());
  clock.pass(10_001);
  expect(screens.count('bay-1')).toBe(1);
  screens.painted({ screen: 'television', bay: 'bay-2', isOwn: false });
  expect([screens.count('bay-2'), screens.count(null)]).toEqual([1, 0]);
  clock.pass(30_001);
  expect(screens.count('bay-1')).toBe(0);
});

test('of too many screens the one that was painted the longest ago is forgotten, and counted', () => {
  const screens = new Screens(new VirtualClock(0));
  screens.painted({ screen: 'kiosk', bay: 'bay-1', isOwn: true });
  screens.painted({ screen: 'tablet', bay: 'bay-2', isOwn: false });
  for (let n = 0; n < MAX_SCREENS - 2; n++) screens.painted({ screen: `phone ${n}`, bay: null, isOwn: false });
  screens.painted({ screen: 'kiosk', bay: 'bay-1', isOwn: true });
  expect([screens.count('bay-1'), screens.count('bay-2'), screens.count(null)]).toEqual([1, 1, MAX_SCREENS - 2]);
  expect(screens.dropped).toBe(0);
  screens.painted({ screen: 'one more', bay: null, isOwn: false });
  expect([screens.count('bay-1'), screens.count('bay-2'), screens.count(null)]).toEqual([1, 0, MAX_SCREENS - 1]);
  expect(screens.dropped).toBe(1);
});
