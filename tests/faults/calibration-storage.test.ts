import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Calibration, type CalibrationStatus } from '../../src/contracts/calibration.ts';
import { exampleOf } from '../../src/contracts/common.ts';
import type { Problem } from '../../src/contracts/problems.ts';
import { openStore } from '../../src/store/index.ts';
import { Bench } from '../support/bench.ts';
import { startStation, tempFolder, until } from '../support/station.ts';

const NO_BOARD = { LOCKOUT_BAYS_0_BOARD_PORT: '/dev/serial/by-id/usb-none' };
const stored = exampleOf(Calibration);

test('without its database a bay measures with the configured values, refuses to save, and takes both up when it comes', async () => {
  const folder = tempFolder();
  const earlier = await openStore({ file: join(folder, 'away', 'lockout.sqlite') });
  await earlier.saveCalibration(stored);
  await earlier.close();
  writeFileSync(join(folder, 'data'), 'a file where the folder should be');
  const { station, page, asAdmin: fetch } = await startStation({ folder, env: NO_BOARD });
  const bay = station.bays[0]!;
  const bench = new Bench(bay);
  const at = `${page}/api/v1/bays/bay-1/calibration`;
  expect((await (await fetch(at)).json()) as CalibrationStatus).toMatchObject({
    active: null,
    inForce: { countsPerN: 400 },
  });
  expect((await fetch(`${at}/history`)).status).toBe(503);

  const measured = fetch(`${at}/measure`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ step: 'tare' }),
  });
  await until(() => bay.calibrator.status.wizard.measuring);
  bench.rest(0, 0, 4);
  expect((await measured).status).toBe(200);
  const refused = await fetch(`${at}/save`, { method: 'POST' });
  expect(refused.status).toBe(503);
  expect(((await refused.json()) as Problem).detail).toMatch(/could not be stored, so it is not in force/);
  expect(bay.calibrator.status).toMatchObject({ active: null, wizard: { open: true } });

  rmSync(join(folder, 'data'));
  renameSync(join(folder, 'away'), join(folder, 'data'));
  await until(() => bay.calibrator.status.active !== null);
  expect(bay.calibrator.status).toMatchObject({
    active: { id: stored.id },
    inForce: { countsPerN: 812.06 },
    wizard: { open: true },
  });
  const saved = (await (await fetch(`${at}/save`, { method: 'POST' })).json()) as Calibration;
  // The new tare, and what it was not measured again for.
  expect(Math.abs(saved.force!.zeroCounts - 84_213)).toBeLessThan(500);
  expect(saved).toMatchObject({ force: { countsPerN: 812.06 }, distance: stored.distance, lag: stored.lag });
});
