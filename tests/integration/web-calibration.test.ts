import type { FastifyInstance } from 'fastify';
import { Compile } from 'typebox/compile';
import { afterEach, expect, test } from 'vitest';
import { Calibration, CalibrationHistory, CalibrationStatus } from '../../src/contracts/calibration.ts';
import { type Problem, problemText } from '../../src/contracts/problems.ts';
import { exampleCalibration } from '../support/fake-calibration.ts';
import { buildFakeWeb } from '../support/fake-web.ts';

const apps: FastifyInstance[] = [];
async function web() {
  const built = await buildFakeWeb();
  apps.push(built.app);
  const base = '/api/v1/bays/bay-1/calibration';
  const post = (path: string, payload?: object, bay = 'bay-1') =>
    built.app.inject({ method: 'POST', url: `/api/v1/bays/${bay}/calibration/${path}`, ...(payload && { payload }) });
  return { ...built, base, post };
}
afterEach(async () => {
  await Promise.all(apps.splice(0).map((app) => app.close()));
});

test('status, history and every step answer by their schemas', async () => {
  const { app, base, post, calibration } = await web();
  expect(Compile(CalibrationStatus).Errors((await app.inject(base)).json())).toEqual([]);
  expect(Compile(CalibrationHistory).Errors((await app.inject(`${base}/history`)).json())).toEqual([]);
  const measured = await post('measure', { step: 'mass', massKg: 20 });
  expect(measured.statusCode).toBe(200);
  expect(measured.json<CalibrationStatus>().wizard.open).toBe(true);
  expect(calibration.calls).toEqual([{ bay: 'bay-1', step: 'mass', massKg: 20 }]);
  expect((await post('measure', { step: 'scale', knownMm: 600 })).statusCode).toBe(200);
  expect(calibration.calls.at(-1)).toEqual({ bay: 'bay-1', step: 'scale', knownMm: 600 });
  expect((await post('skip', { step: 'lag' })).statusCode).toBe(200);
  for (const saved of [await post('save'), await post('restore', { id: calibration.status().active!.id })]) {
    expect(saved.statusCode).toBe(201);
    expect(Compile(Calibration).Errors(saved.json())).toEqual([]);
  }
  await post('measure', { step: 'tare' });
  expect((await post('abort')).statusCode).toBe(204);
  const nothing = await post('abort');
  expect(nothing.statusCode).toBe(409);
  expect(nothing.json<Problem>().type).toBe('urn:lockout:problem:no-calibration');
});

test('each refusal has its status, and says what to do', async () => {
  const { post, calibration, app, base } = await web();
  const problems = [
    [409, { kind: 'calibration-busy', params: {} }],
    [422, { kind: 'calibration-failing', params: { sensor: 'load', failed: 40, readings: 240 } }],
    [404, { kind: 'no-such-calibration', params: { id: exampleCalibration.id } }],
    [503, { kind: 'calibration-not-stored', params: { reason: 'the disk is full' } }],
  ] as const;
  for (const [status, problem] of problems) {
    calibration.refuses = { kind: 'refused', problem };
    for (const answer of [
      await post('measure', { step: 'tare' }),
      await post('save'),
      await app.inject(`${base}/history`),
    ]) {
      expect(answer.statusCode).toBe(status);
      expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
      expect(answer.json<Problem>()).toMatchObject({
        type: `urn:lockout:problem:${problem.kind}`,
        status,
        ...problem,
        detail: problemText(problem),
      });
    }
  }
});

test('wrong input never reaches the bay, and all of its faults are named', async () => {
  const { post, calibration } = await web();
  for (const [payload, fault] of [
    [{ step: 'jump' }, /step/],
    [{ step: 'mass', massKg: -5 }, /massKg/],
    [{ step: 'mass', massKg: '20' }, /massKg/],
    [{ step: 'tare', kg: 20 }, /kg/],
    [{ step: 'scale', knownMm: 199 }, /knownMm/],
    [{ step: 'scale', knownMm: 2501 }, /knownMm/],
    [{}, /step/],
  ] as const) {
    const answer = await post('measure', payload);
    expect(answer.statusCode, JSON.stringify(payload)).toBe(400);
    expect(answer.json<Problem>().detail).toMatch(fault);
  }
  expect((await post('restore', { id: 'yesterday' })).statusCode).toBe(400);
  expect((await post('measure', { step: 'tare' }, 'bay-9')).statusCode).toBe(404);
  expect((await post('save', undefined, 'bay-9')).json<Problem>().type).toBe('urn:lockout:problem:no-such-bay');
  expect(calibration.calls).toEqual([]);
});
