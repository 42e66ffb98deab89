import { describe, expect, test } from 'vitest';
import type { Calibration, CalibrationStatus, MeasureStep } from '../../src/contracts/calibration.ts';
import type { Alert, SetEvent } from '../../src/contracts/events.ts';
import type { Problem } from '../../src/contracts/problems.ts';
import { Bench, TRUTH } from '../support/bench.ts';
import { startStation, tempFolder, until } from '../support/station.ts';
import { Observer } from './mqtt-observer.ts';

/** No board answers there: the samples come from the bench. What is configured is wrong in every value. */
const WRONG = {
  LOCKOUT_BAYS_0_BOARD_PORT: '/dev/serial/by-id/usb-none',
  LOCKOUT_BAYS_0_DISTANCE_LOOKS: 'down',
  LOCKOUT_BAYS_0_DISTANCE_LAG_MS: '60',
};
const QUICK_REPS = { concentricS: 0.6, eccentricS: 0.7, holdS: 0.1, bottomPauseS: 0.1, reps: 3, leadS: 1, fatigue: 0 };

async function stationWithBench(folder = tempFolder()) {
  const started = await startStation({ folder, env: WRONG });
  const { asAdmin: fetch } = started;
  const bay = started.station.bays[0]!;
  const bench = new Bench(bay);
  const at = `${started.page}/api/v1/bays/bay-1/calibration`;
  const get = async <T>(path = '') => (await (await fetch(`${at}${path}`)).json()) as T;
  const post = async (path: string, body?: object) => {
    const init = body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const response = await fetch(`${at}/${path}`, { method: 'POST', ...init });
    return { status: response.status, body: response.status === 204 ? null : await response.json() };
  };
  /** Asks for the step, and then lets happen what is to be measured. */
  const measure = async (request: MeasureStep, happens: () => void) => {
    const answer = post('measure', request);
    await until(() => bay.calibrator.status.wizard.measuring === request.step);
    happens();
    return (await answer) as { status: number; body: CalibrationStatus & Problem };
  };
  const calibrate = async () => {
    await measure({ step: 'tare' }, () => bench.rest(0, 0, 4));
    for (const massKg of [20, 60]) await measure({ step: 'mass', massKg }, () => bench.rest(massKg, 0, 4));
    await measure({ step: 'racked' }, () => bench.rest(0, 0, 4));
    await measure({ step: 'scale', knownMm: 600 }, () => bench.rest(0, 600, 4));
    await measure({ step: 'top' }, () => bench.rest(60, 380, 4));
    return measure({ step: 'lag' }, () => bench.lift({ ...QUICK_REPS, massKg: 60 }, 15));
  };
  return { ...started, bay, bench, get, post, measure, calibrate };
}

const errorOf = (measured: number, truth: number) => Math.abs(measured / truth - 1);

describe('a bay whose configured values are all wrong', () => {
  test('measures kilograms within 0.5 %, heights and lags, once it is calibrated; a restart keeps it; an old one comes back', async () => {
    const folder = tempFolder();
    const first = await stationWithBench(folder);
    const observer = await Observer.open({ url: first.broker! });
    const measured = await first.calibrate();
    expect(measured.status, JSON.stringify(measured.body)).toBe(200);
    expect(measured.body.wizard).toMatchObject({ open: true, measuring: null, next: 'save' });
    expect(measured.body.wizard.steps.map(({ status }) => status)).toEqual(Array(6).fill('done'));
    const saved = await first.post('save');
    expect(saved.status, JSON.stringify(saved.body)).toBe(201);
    const calibration = saved.body as Calibration;

    const { force, distance, lag } = calibration;
    expect(errorOf(force!.countsPerN, TRUTH.countsPerN)).toBeLessThan(0.002);
    expect(Math.abs(force!.zeroCounts - TRUTH.zeroCounts)).toBeLessThan(812);
    expect(force!.points.map(({ massKg }) => massKg)).toEqual([20, 60]);
    for (const { residualPercent } of force!.points) expect(Math.abs(residualPercent)).toBeLessThan(0.5);
    expect(Math.abs(distance!.zeroMm - TRUTH.rackedReadingMm)).toBeLessThan(3);
    expect(distance!.looks).toBe('up');
    expect(Math.abs(distance!.topMm! - 380)).toBeLessThan(5);
    expect(Math.abs(lag!.forceLagMs - lag!.heightLagMs - first.bench.lagDifferenceMs)).toBeLessThan(2 * lag!.errorMs);
    expect(calibration).toMatchObject({ bay: 'bay-1', restores: null, board: '/dev/serial/by-id/usb-none' });

    // Nothing of what was lifted for the calibration is a set; what is lifted now weighs what it weighs.
    expect((await first.station.writeQueue.store.listSets({ limit: 9 })).sets).toEqual([]);
    first.bench.rest(0, 0, 3);
    first.bench.lift({ massKg: 100, reps: 6, sets: 1, leadS: 2 }, 70);
    const set = JSON.parse((await observer.nextOn('set')).text) as SetEvent;
    expect(set.countedReps).toBe(6);
    expect(errorOf(set.loadKg!, 100)).toBeLessThan(0.005);
    await first.station.stop();

    const second = await stationWithBench(folder);
    const status = await second.get<CalibrationStatus>();
    expect(status.active).toEqual(calibration);
    expect(status.inForce).toMatchObject({ countsPerN: force!.countsPerN, zeroMm: distance!.zeroMm, looks: 'up' });

    await second.measure({ step: 'tare' }, () => second.bench.rest(5, 0, 4));
    const retared = (await second.post('save')).body as Calibration;
    expect(retared.force!.zeroCounts).toBeCloseTo(force!.zeroCounts - 812 * 5 * 9.80665, -3);
    expect(retared).toMatchObject({ distance, lag, force: { countsPerN: force!.countsPerN, points: force!.points } });
    const restored = await second.post('restore', { id: calibration.id });
    expect(restored.status).toBe(201);
    expect(restored.body).toMatchObject({ restores: calibration.id, force, distance, lag });
    const { calibrations } = await second.get<{ calibrations: Calibration[] }>('/history');
    expect(calibrations.map(({ id }) => id)).toEqual([(restored.body as Calibration).id, retared.id, calibration.id]);
    expect((await second.get<CalibrationStatus>()).inForce.zeroCounts).toBe(force!.zeroCounts);
    expect(await second.post('restore', { id: '019aac3e-5b10-7c7c-9b5e-2f6a4e1d7a01' })).toMatchObject({ status: 404 });
  });

  test('each refusal says what to do, and leaves everything as it was', async () => {
    const { bench, measure, post, get, bay } = await stationWithBench();
    const before = (await get<CalibrationStatus>()).inForce;
    const refused = async (request: MeasureStep, happens: () => void, status: number, detail: RegExp) => {
      const answer = await measure(request, happens);
      expect(answer.status, answer.body.detail).toBe(status);
      expect(answer.body.detail).toMatch(detail);
    };
    const refusedAtOnce = async (path: string, body: object | undefined, status: number, detail: RegExp) => {
      const answer = await post(path, body);
      expect(answer.status).toBe(status);
      expect((answer.body as Problem).detail).toMatch(detail);
    };
    await refusedAtOnce('save', undefined, 409, /Start with the tare/);
    await refusedAtOnce('abort', undefined, 409, /nothing to abort/);
    await refusedAtOnce('measure', { step: 'mass', massKg: 20 }, 409, /tare first/);
    await refusedAtOnce('measure', { step: 'top' }, 409, /racked height first/);
    await refused({ step: 'tare' }, () => bench.swing(20, 30, 4), 422, /moved.*come to rest/);
    bench.fault('load', 'saturated', true);
    await refused({ step: 'tare' }, () => bench.rest(0, 0, 4), 422, /full scale/);
    bench.fault('load', 'saturated', false);
    bench.fault('load', 'timeout', true);
    await refused({ step: 'tare' }, () => bench.rest(0, 0, 4), 422, /failed .* readings\. Check its wiring/);
    bench.fault('load', 'timeout', false);
    await refused({ step: 'tare' }, () => undefined, 422, /No reading came/);

    expect((await measure({ step: 'tare' }, () => bench.rest(0, 0, 4))).status).toBe(200);
    await refusedAtOnce('measure', { step: 'mass' }, 409, /massKg/);
    await refused({ step: 'mass', massKg: 20 }, () => bench.rest(0.01, 0, 4), 422, /20 kg read like nothing/);
    await refused({ step: 'mass', massKg: 20 }, () => bench.swing(20, 15, 4), 422, /moved/);
    expect((await measure({ step: 'mass', massKg: 20 }, () => bench.rest(20, 0, 4))).status).toBe(200);
    await refused({ step: 'mass', massKg: 60 }, () => bench.rest(12, 0, 4), 422, /60 kg read less than 20 kg/);
    await refused({ step: 'mass', massKg: 60 }, () => bench.rest(80, 0, 4), 422, /not on a line/);
    expect((await get<CalibrationStatus>()).wizard.draft.force!.points).toHaveLength(1);

    bench.fault('distance', 'blackMat', true);
    await refused({ step: 'racked' }, () => bench.rest(0, 0, 4), 422, /White plastic|far off/);
    bench.fault('distance', 'blackMat', false);
    expect((await measure({ step: 'racked' }, () => bench.rest(0, 0, 4))).status).toBe(200);
    await refused({ step: 'top' }, () => bench.rest(0, 20, 4), 422, /Raise it to lockout/);
    await refused({ step: 'lag' }, () => bench.rest(0, 0, 50), 422, /No rep was seen/);
    await refused(
      { step: 'lag' },
      () => bench.lift({ ...QUICK_REPS, concentricS: 2.5, eccentricS: 2.5 }, 50),
      422,
      /quicker|sign of the span|direction/,
    );

    expect(bay.alerts.map(({ kind }) => kind)).toContain('calibrating');
    expect(await post('abort')).toMatchObject({ status: 204 });
    expect(bay.alerts.map(({ kind }) => kind)).not.toContain('calibrating');
    const after = await get<CalibrationStatus>();
    expect(after).toMatchObject({ active: null, inForce: before, wizard: { open: false, next: 'tare' } });
  });

  test('a step can be aborted while it is measured, and the bay counts again', async () => {
    const { bench, post, bay } = await stationWithBench();
    const answer = post('measure', { step: 'tare' });
    await until(() => bay.calibrator.status.wizard.measuring);
    bench.rest(0, 0, 1);
    expect(await post('measure', { step: 'racked' })).toMatchObject({ status: 409 });
    expect(await post('skip', { step: 'lag' })).toMatchObject({ status: 409 });
    expect(await post('save')).toMatchObject({ status: 409 });
    const setAside = bay.samplesDuringCalibration;
    expect(setAside).toBeGreaterThan(100);
    expect(await post('abort')).toMatchObject({ status: 204 });
    expect(await answer).toMatchObject({ status: 409, body: { detail: expect.stringMatching(/aborted/) } });
    const before = bay.ingest.samples;
    bench.rest(0, 0, 2);
    expect(bay.ingest.samples).toBeGreaterThan(before);
    expect(bay.samplesDuringCalibration).toBe(setAside);
  });

  test('a calibration and a replay keep out of each other’s way', async () => {
    const { bench, measure, post, page, asAdmin: fetch } = await stationWithBench();
    const csv =
      '# lockout-recording: 1\n# exercise: squat\n# force_mount: none\nt_s,height_mm,force_n\n0,500,\n9,500,\n';
    const replay = (method: string) =>
      fetch(`${page}/api/v1/bays/bay-1/replay`, {
        method,
        headers: { 'content-type': 'text/csv' },
        ...(method === 'POST' && { body: csv }),
      });
    expect((await replay('POST')).status).toBe(202);
    expect(await post('measure', { step: 'tare' })).toMatchObject({
      status: 409,
      body: { detail: expect.stringMatching(/replayed.*Stop it first/) },
    });
    expect((await replay('DELETE')).status).toBe(204);
    expect((await measure({ step: 'tare' }, () => bench.rest(0, 0, 4))).status).toBe(200);
    const refused = await replay('POST');
    expect(refused.status).toBe(409);
    expect(((await refused.json()) as Problem).detail).toMatch(/being calibrated/);
  });
});

describe('the zero', () => {
  test('follows a small drift while the bar is racked, never under a load, and an alarm tells a shift', async () => {
    const { bench, calibrate, post, get, bay } = await stationWithBench();
    await calibrate();
    expect((await post('save')).status).toBe(201);
    const offset = async () => (await get<CalibrationStatus>()).autoZeroN;
    const kinds = () => bay.alerts.map(({ kind }: Alert) => kind);
    const liveN = () => bay.snapshot().live!.forceN!;

    bench.rest(0.5, 0, 25);
    expect(await offset()).toBe(0);
    bench.rest(0.5, 0, 40);
    expect(await offset()).toBeCloseTo(0.5 * 9.80665, 0);
    bench.rest(0.5, 0, 2);
    expect(Math.abs(liveN())).toBeLessThan(1);

    const settled = await offset();
    bench.lift({ massKg: 60, reps: 5, sets: 1 }, 40);
    bench.rest(60, 150, 90); // held still, high: a load, whatever it looks like
    bench.rest(60, 0, 90); // racked, with a plate on the cell
    expect(await offset()).toBe(settled);
    expect(kinds()).toContain('load-shift');
    expect(bay.alerts.find(({ kind }) => kind === 'load-shift')!.text).toMatch(
      /60(\.\d)? kg.*take it off.*npx lockout calibrate/,
    );
    bench.rest(0.5, 0, 70);
    expect(kinds()).not.toContain('load-shift');

    bench.rest(0, 40, 70);
    expect(kinds()).toContain('height-shift');
    // Small drifts must not add up: 3 kg are beyond the limit, however slowly they came.
    for (const massKg of [1, 1.4, 1.8, 2.2, 2.6, 3]) bench.rest(massKg, 0, 35);
    expect(await offset()).toBeLessThan(15);
    expect(kinds()).toContain('load-shift');
  });

  test('stays where it was configured without a calibration', async () => {
    const { bench, get } = await stationWithBench();
    bench.rest(0, 0, 90);
    expect((await get<CalibrationStatus>()).autoZeroN).toBe(0);
  });
});
