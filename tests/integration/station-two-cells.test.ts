import { expect, test } from 'vitest';
import type { SetEvent, State } from '../../src/contracts/events.ts';
import type { RawSample } from '../../src/rig/messages.ts';
import { createLifter } from '../../src/sim/lifter.ts';
import { createLoadCell, createRangefinder } from '../../src/sim/sensors.ts';
import { quietBay } from '../support/quiet-bay.ts';
import { configFor, startStation, tempFolder, until } from '../support/station.ts';
import { Observer } from './mqtt-observer.ts';

const YAML =
  'bays: [{ load: { zeroCounts: 5000, countsPerN: 400 }, loadRight: { zeroCounts: -9000, countsPerN: -310 }, simulator: { massKg: 100 } }]';

test('a bay with two load cells: all the kilograms, both readings recorded, and words for the one that fails', async () => {
  const { station, page, broker } = await startStation({ yaml: YAML });
  const observer = await Observer.open({ url: broker! });
  const stateOf = (text: string) => JSON.parse(text) as State;
  await observer.next(({ topic, text }) => topic.endsWith('/rep') && JSON.parse(text).stage === 'complete', 0, 40_000);
  // The load of the set in progress, from its first rep on.
  const lifting = await observer.nextOn('state', (text) => typeof stateOf(text).set?.loadKg === 'number');
  expect(Math.abs(stateOf(lifting.text).set!.loadKg! - 100)).toBeLessThan(1.5);
  station.bays[0]!.endSet();
  const set = JSON.parse((await observer.nextOn('set')).text) as SetEvent;
  expect(set.countedReps).toBeGreaterThanOrEqual(1);
  expect(Math.abs(set.loadKg! - 100)).toBeLessThan(1.5);

  const csv = await (await fetch(`${page}/api/v1/sets/${set.id}/recording`)).text();
  const lines = csv.split('\n').filter((line) => line && !line.startsWith('#'));
  expect(lines[0]).toBe('t_s,height_mm,force_n,raw_load,raw_distance_mm,flags,raw_load_right,left_force_n');
  const forces = lines
    .slice(1)
    .map((line) => line.split(','))
    .filter((cells) => cells[3] !== '');
  expect(forces.length).toBeGreaterThan(50);
  for (const [, , forceN, rawLoad, , flags, rawRight, leftForceN] of forces) {
    if (flags !== '0') continue;
    expect(Number(leftForceN)).toBeCloseTo((Number(rawLoad) - 5000) / 400, 2);
    expect(Number(forceN)).toBeCloseTo((Number(rawLoad) - 5000) / 400 + (Number(rawRight) + 9000) / -310, 2);
  }

  station.bays[0]!.supervisor.sendFault({ fault: 'sensor', sensorFault: 'silent', on: true, slot: 2 });
  const degraded = await observer.nextOn('state', (text) => stateOf(text).board.state === 'degraded');
  expect(stateOf(degraded.text).board.reasons).toEqual([
    {
      kind: 'sensor-stopped-sending',
      params: { sensor: 'loadRight', part: 'HX711', pins: '9, 10' },
      text: 'The right load cell (HX711, pins 9 and 10) stopped sending: check its wiring and its power.',
    },
  ]);
  await observer.nextOn('state', (text) => stateOf(text).channels.force.status === 'unreliable');
  station.bays[0]!.supervisor.sendFault({ fault: 'sensor', sensorFault: 'silent', on: false, slot: 2 });
  await until(() => station.bays[0]!.board.state === 'ok');
  await until(() => station.bays[0]!.snapshot().state.channels.force.status === 'ok');
});

/** What a board with two cells would send of one set: the left one carries 65 %, and both are stamped later than calibrated. */
function* unevenSamples(durationS: number, lateUs: number): Generator<RawSample> {
  const lifter = createLifter({ seed: 3, concentricS: [0.85, 0.95], reps: 6, massKg: 100 });
  const sensors = [
    { slot: 0, lateUs, sensor: createLoadCell({ model: 'hx711', countsPerN: 0.65 * 400, zeroCounts: 5000 }, 1) },
    { slot: 1, lateUs: 0, sensor: createRangefinder({ model: 'vl53l1x' }, 2) },
    { slot: 2, lateUs, sensor: createLoadCell({ model: 'hx711', countsPerN: 0.35 * -310, zeroCounts: -9000 }, 3) },
  ].map((each) => ({ ...each, seq: 0 }));
  for (;;) {
    const next = sensors.reduce((a, b) => (b.sensor.peekAtUs() + b.lateUs < a.sensor.peekAtUs() + a.lateUs ? b : a));
    const { atUs, raw, flags } = next.sensor.nextReading(lifter);
    if (atUs > durationS * 1e6) return;
    const stampedUs = atUs + next.lateUs;
    next.seq += 1;
    const hostMs = 1_800_000_000_000 + stampedUs / 1000;
    yield { slot: next.slot, seq: next.seq, atUs: stampedUs, raw, flags, hostMs, epoch: 1 };
  }
}

test('one side that carries more is told after three reps, and cells stamped late at the end of the set', async () => {
  const { bay, changes } = quietBay(configFor(tempFolder(), {}, YAML).config.bays[0]!);
  const raised = new Set<string>();
  for (const sample of unevenSamples(36, 60_000)) {
    bay.supervisor.emit('samples', [sample]);
    for (const { kind } of bay.alerts) raised.add(kind);
  }
  bay.endSet();
  expect(raised).toContain('uneven');
  expect(bay.alerts.map(({ kind }) => kind)).toContain('lag-shift');
  expect(bay.alerts.find(({ kind }) => kind === 'lag-shift')!.text).toMatch(/ 6\d ms later than calibrated/);
  const settled = await until(() => changes.flatMap(({ sets }) => sets ?? []).find(({ endedAt }) => endedAt !== null));
  expect(settled.countedReps).toBe(6);
  expect(Math.abs(settled.leftSharePercent! - 65)).toBeLessThan(1);
  expect(Math.abs(settled.loadKg! - 100)).toBeLessThan(1);
  const reps = changes.flatMap((change) => change.reps ?? []).filter(({ stage }) => stage === 'settled');
  expect(reps.filter(({ flags }) => flags.includes('uneven')).length).toBe(6);
});
