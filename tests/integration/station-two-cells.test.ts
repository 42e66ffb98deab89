import { expect, test } from 'vitest';
import type { SetEvent, State } from '../../src/contracts/events.ts';
import { startStation, until } from '../support/station.ts';
import { Observer } from './mqtt-observer.ts';

const YAML =
  'bays: [{ load: { zeroCounts: 5000, countsPerN: 400 }, loadRight: { zeroCounts: -9000, countsPerN: -310 }, simulator: { massKg: 100 } }]';

test('a bay with two load cells: all the kilograms, both readings recorded, and words for the one that fails', async () => {
  const { station, page, broker } = await startStation({ yaml: YAML });
  const observer = await Observer.open({ url: broker! });
  await observer.next(({ topic, text }) => topic.endsWith('/rep') && JSON.parse(text).stage === 'complete', 0, 40_000);
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

  const stateOf = (text: string) => JSON.parse(text) as State;
  station.bays[0]!.supervisor.sendFault({ fault: 'sensor', sensorFault: 'silent', on: true, slot: 2 });
  const degraded = await observer.nextOn('state', (text) => stateOf(text).board.state === 'degraded');
  expect(stateOf(degraded.text).board.reason).toBe(
    'The right load cell (HX711, pins 9 and 10) stopped sending: check its wiring and its power.',
  );
  await observer.nextOn('state', (text) => stateOf(text).channels.force.status === 'unreliable');
  station.bays[0]!.supervisor.sendFault({ fault: 'sensor', sensorFault: 'silent', on: false, slot: 2 });
  await until(() => station.bays[0]!.board.state === 'ok');
  await until(() => station.bays[0]!.snapshot().state.channels.force.status === 'ok');
});
