import { expect, test } from 'vitest';
import { LiftWatch } from '../../src/app/bay/lift-watch.ts';
import { alertText } from '../../src/contracts/alerts.ts';
import type { Alert } from '../../src/contracts/events.ts';
import type { LiveView } from '../../src/core/index.ts';
import { makeRep, makeSet } from '../support/messages.ts';

const standing: LiveView = {
  atUs: 0,
  heightMm: 200,
  velocityMps: 0,
  forceN: 785,
  phase: 'ascending',
  stalled: false,
  holdS: 0,
  countedReps: 2,
  topMm: 420,
  bottomMm: 100,
  loadKg: null,
  inSet: true,
  channels: { height: 'ok', force: 'ok' },
  leftOut: { height: 0, force: 0 },
};

/** The alerts that are active, by kind. */
function watched() {
  const active = new Map<Alert['kind'], string>();
  const watch = new LiftWatch({
    raise: (alert) => active.set(alert.kind, alertText(alert)),
    clear: (kind) => active.delete(kind),
  });
  const done = (...flags: string[]) => watch.rep(makeRep('bay-1', { flags }));
  return { watch, active, done, kinds: () => [...active.keys()] };
}

test('a stall is told while it lasts, once it has lasted a second', () => {
  const { watch, kinds } = watched();
  const look = (atS: number, stalled: boolean) => watch.check({ ...standing, atUs: atS * 1e6, stalled }, null);
  look(10, true);
  look(10.8, true);
  look(11, false);
  look(11.2, true);
  look(12, true);
  expect(kinds()).toEqual([]);
  look(12.3, true);
  expect(kinds()).toEqual(['stalled']);
  look(12.5, false);
  expect(kinds()).toEqual([]);
});

test('three reps in a row are a habit; a good one, or the end of the set, is its end', () => {
  const { watch, kinds, done } = watched();
  done('hold-missed');
  done('hold-missed', 'overshoot');
  done('overshoot');
  done('overshoot', 'uneven');
  expect(kinds()).toEqual(['overshoot']);
  done('uneven');
  expect(kinds()).toEqual([]);
  done('uneven');
  expect(kinds()).toEqual(['uneven']);
  watch.setEnded(makeSet('bay-1'), null, null);
  expect(kinds()).toEqual([]);
  done('uneven');
  expect(kinds()).toEqual([]);
});

test('a habit is one of this set: what the last reps of the set before it showed is not counted on', () => {
  const { watch, kinds, done } = watched();
  done('uneven');
  done('uneven');
  watch.setEnded(makeSet('bay-1'), null, null);
  done('uneven');
  expect(kinds()).toEqual([]);
  done('uneven');
  done('uneven');
  expect(kinds()).toEqual(['uneven']);
});

test('what is seen before a rep is down again, or does not count, is no habit', () => {
  const { watch, kinds } = watched();
  const flags = ['hold-missed'];
  for (let n = 1; n <= 3; n++) {
    watch.rep(makeRep('bay-1', { flags, stage: 'lockout' }));
    watch.rep(makeRep('bay-1', { flags, verdict: 'partial' }));
  }
  expect(kinds()).toEqual([]);
});

test('the scale is held against the entered load: generously in a set, exactly at its end', () => {
  const { watch, active, kinds } = watched();
  const look = (loadKg: number | null, enteredKg: number | null) => watch.check({ ...standing, loadKg }, enteredKg);
  look(83, 80);
  expect(kinds()).toEqual([]);
  look(90, 80);
  expect(active.get('load-disagrees')).toContain('about 90 kg, but 80 kg was entered');
  look(null, 80);
  expect(kinds()).toEqual(['load-disagrees']);
  look(90, 90);
  expect(kinds()).toEqual([]);
  watch.setEnded(makeSet('bay-1', { loadKg: 83 }), null, 80);
  expect(kinds()).toEqual(['load-disagrees']);
  look(null, null);
  expect(kinds()).toEqual([]);
});

test('a lag that has shifted is told until a set shows that it is right again; a replay says nothing of this bay', () => {
  const { watch, active, kinds } = watched();
  const lag = { forceLateMs: -14.6, errorMs: 3, shifted: true };
  watch.setEnded(makeSet('bay-1', { source: 'replay' }), lag, null);
  expect(kinds()).toEqual([]);
  watch.setEnded(makeSet('bay-1'), lag, null);
  expect(active.get('lag-shift')).toContain('15 ms earlier than calibrated');
  watch.setEnded(makeSet('bay-1'), null, null);
  expect(kinds()).toEqual(['lag-shift']);
  watch.setEnded(makeSet('bay-1'), { ...lag, forceLateMs: 1, shifted: false }, null);
  expect(kinds()).toEqual([]);
});
