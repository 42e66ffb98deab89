import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { healthReason } from '../../src/contracts/health.ts';
import type { Problem } from '../../src/contracts/problems.ts';
import { withText } from '../../src/contracts/reasons.ts';
import { FakeStation } from '../support/fake-station.ts';
import { buildFakeWeb, defaultConfig } from '../support/fake-web.ts';
import { makeRep, makeSet, makeSetNow } from '../support/messages.ts';

const apps: FastifyInstance[] = [];
async function web(options: Parameters<typeof buildFakeWeb>[0] = {}) {
  const built = await buildFakeWeb(options);
  apps.push(built.app);
  return built;
}
afterEach(async () => {
  await Promise.all(apps.splice(0).map((app) => app.close()));
});

type Answer = Awaited<ReturnType<FastifyInstance['inject']>>;
function problem(answer: Answer, status: number, kind: string): Problem {
  expect(answer.statusCode, answer.body).toBe(status);
  expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  const body = answer.json<Problem>();
  expect(body.status).toBe(status);
  expect(body.type).toBe(`urn:lockout:problem:${kind}`);
  expect(body.detail).not.toBe('');
  return body;
}

describe('bays', () => {
  it('lists every bay and shows one, whole', async () => {
    const { app, station } = await web({ station: new FakeStation({ 'bay-1': 'Left', 'bay-2': 'Right' }) });
    station.rep(
      'bay-2',
      makeRep('bay-2', {
        n: null,
        verdict: 'partial',
        reasons: [withText({ kind: 'short-of-lockout', params: { shortMm: 20 } })],
        endedAt: null,
      }),
    );
    station.set('bay-2', makeSet('bay-2'));
    station.alert('bay-2', {});
    const all = await app.inject('/api/v1/bays');
    expect(all.statusCode).toBe(200);
    expect(all.json()).toEqual(JSON.parse(JSON.stringify(station.bays())));
    const one = await app.inject('/api/v1/bays/bay-2');
    expect(one.json()).toEqual(JSON.parse(JSON.stringify(station.bay('bay-2'))));
  });

  it('says which bay is unknown, and which name is none', async () => {
    const { app } = await web();
    expect(problem(await app.inject('/api/v1/bays/bay-9'), 404, 'no-such-bay').detail).toContain('bay-9');
    problem(await app.inject('/api/v1/bays/Bay%209'), 400, 'invalid-input');
  });

  it('ends a set, once', async () => {
    const { app, station } = await web();
    const end = () => app.inject({ method: 'POST', url: '/api/v1/bays/bay-1/end-set' });
    problem(await end(), 409, 'no-set');
    station.state('bay-1', { set: makeSetNow({ countedReps: 1 }) });
    const ended = await end();
    expect(ended.statusCode).toBe(204);
    expect(ended.body).toBe('');
    problem(await end(), 409, 'no-set');
    problem(await app.inject({ method: 'POST', url: '/api/v1/bays/nope/end-set' }), 404, 'no-such-bay');
  });

  it('selects an exercise and refuses anything else, with every fault named', async () => {
    const { app, station } = await web();
    const put = (payload: unknown, url = '/api/v1/bays/bay-1/exercise') =>
      app.inject({ method: 'PUT', url, payload: payload as object });
    expect((await put({ exercise: 'squat' })).statusCode).toBe(204);
    expect(station.bay('bay-1')?.state.exercise).toBe('squat');
    problem(await put({ exercise: 'squat' }, '/api/v1/bays/nope/exercise'), 404, 'no-such-bay');
    const { inputFaults, detail } = problem(await put({ exercise: 'jump', reps: 3 }), 400, 'invalid-input');
    expect(inputFaults).toMatchObject([
      { kind: 'unknown', params: { name: 'reps' } },
      { kind: 'not-one-of', params: { name: 'exercise', known: expect.stringMatching(/^hip-thrust, .*generic$/) } },
    ]);
    expect(detail).toMatch(
      /There are 2 faults in the body. reps is not known here. exercise must be one of hip-thrust, .*generic.$/,
    );
    problem(await put({ exercise: 5 }), 400, 'invalid-input');
    expect(station.calls).toEqual(['selectExercise bay-1 squat']);
  });

  it('answers broken JSON, a wrong content type, a large body and a wrong method', async () => {
    const { app } = await web();
    const url = '/api/v1/bays/bay-1/exercise';
    const send = (contentType: string, payload: string) =>
      app.inject({ method: 'PUT', url, payload, headers: { 'content-type': contentType } });
    problem(await send('application/json', '{'), 400, 'bad-request');
    problem(await send('application/xml', '<a/>'), 415, 'unsupported-media-type');
    problem(await send('application/json', JSON.stringify({ exercise: 'x'.repeat(20_000) })), 413, 'payload-too-large');
    const wrong = await app.inject({ method: 'DELETE', url });
    problem(wrong, 405, 'method-not-allowed');
    expect(wrong.headers.allow).toBe('PUT');
  });

  it('answers an address that is none, and bytes that are no request', async () => {
    const { app } = await web();
    problem(await app.inject('/api/v1/bays/%ff'), 400, 'bad-address');
    problem(await app.inject(`/api/v1/bays/${'a'.repeat(500)}`), 414, 'address-too-long');
    await app.listen({ host: '127.0.0.1', port: 0 });
    const { port } = app.server.address() as AddressInfo;
    for (const [bytes, status] of [
      ['NONSENSE\r\n\r\n', 400],
      [`GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
    ] as const) {
      const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
      const [head = '', body = ''] = (await text(socket)).split('\r\n\r\n');
      expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} .*application/problem\\+json`, 's'));
      expect(JSON.parse(body)).toMatchObject({ status, detail: expect.stringMatching(/.{10}/) });
    }
  });
});

describe('replay', () => {
  const post = (app: FastifyInstance, query = '', payload = '# lockout-recording: 1\n', contentType = 'text/csv') =>
    app.inject({
      method: 'POST',
      url: `/api/v1/bays/bay-1/replay${query}`,
      payload,
      headers: { 'content-type': contentType },
    });
  const stop = (app: FastifyInstance) => app.inject({ method: 'DELETE', url: '/api/v1/bays/bay-1/replay' });

  it('starts and stops', async () => {
    const { app, station } = await web();
    problem(await stop(app), 409, 'no-replay');
    const started = await post(app, '?speed=2.5');
    expect(started.statusCode).toBe(202);
    expect(started.json()).toMatchObject({ samples: 2, durationS: 1 });
    expect(station.calls).toContain('startReplay bay-1 23 2.5');
    expect((await stop(app)).statusCode).toBe(204);
  });

  it('takes a recording far beyond the limit of JSON bodies', async () => {
    const { app, station } = await web();
    const csv = '0.0125,120.0,785.0\n'.repeat(200_000);
    expect((await post(app, '', csv)).statusCode).toBe(202);
    expect(station.calls).toContain(`startReplay bay-1 ${csv.length} 1`);
  });

  it('refuses bad speeds, other formats and bad recordings', async () => {
    const { app, station } = await web();
    for (const query of ['?speed=fast', '?speed=-1', '?speed=1&speed=2', '?sped=1'])
      problem(await post(app, query), 400, 'invalid-input');
    for (const speed of [0, 1001]) {
      const { params } = problem(await post(app, `?speed=${speed}`), 400, 'out-of-range');
      expect(params).toEqual({ name: 'speed', given: speed, least: 0.1, most: 1000 });
    }
    problem(await post(app, '', '{}', 'application/json'), 415, 'unsupported-media-type');
    problem(await post(app, '', 'x', 'text/plain'), 415, 'unsupported-media-type');
    problem(await post(app, '', ''), 400, 'invalid-input');
    station.replayFails = new Error('line 3: "abc" is no number. Is this a Lockout recording?');
    expect(problem(await post(app), 422, 'bad-recording').detail).toContain('line 3');
  });

  it('does not blame the recording for a fault of the station', async () => {
    const { app, station } = await web();
    station.replayFails = new TypeError("Cannot read properties of undefined (reading 'secret')");
    const answer = await post(app);
    problem(answer, 500, 'internal');
    expect(answer.body).not.toContain('secret');
  });
});

describe('sets', () => {
  it('pages, filters, shows one, and explains what is wrong', async () => {
    const { app, history } = await web();
    for (const bay of ['bay-1', 'bay-2', 'bay-1']) {
      const set = makeSet(bay);
      history.details.unshift({ set, reps: [makeRep(bay, { setId: set.id })] });
    }
    const first = (await app.inject('/api/v1/sets?limit=2')).json();
    expect(first.sets).toHaveLength(2);
    const second = (await app.inject(`/api/v1/sets?limit=2&before=${first.next}`)).json();
    expect(second.sets).toHaveLength(1);
    expect(second.next).toBeNull();
    expect((await app.inject('/api/v1/sets?bay=bay-2')).json().sets).toHaveLength(1);
    const id: string = first.sets[0].id;
    expect((await app.inject(`/api/v1/sets/${id}`)).json()).toEqual(history.details[0]);
    problem(await app.inject('/api/v1/sets/01999999-0000-7000-8000-000000000000'), 404, 'no-such-set');
    problem(await app.inject('/api/v1/sets/5'), 400, 'invalid-input');
    expect(problem(await app.inject('/api/v1/sets?limit=0&page=2'), 400, 'invalid-input').inputFaults).toHaveLength(2);
  });

  it('gives the recording, gzipped only to who accepts it', async () => {
    const { app, history } = await web();
    const csv = '# lockout-recording: 1\nt_s,height_mm,force_n\n0.0000,1.00,\n';
    const set = makeSet('bay-1', { startedAt: '2026-11-22T17:05:01.250Z' });
    history.details.push({ set, reps: [] });
    const url = `/api/v1/sets/${set.id}/recording`;
    problem(await app.inject(url), 404, 'no-recording');
    history.recordings.set(set.id, gzipSync(csv));
    const plain = await app.inject(url);
    expect(plain.body).toBe(csv);
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(plain.headers['content-disposition']).toBe('attachment; filename="lockout-bay-1-2026-11-22T17-05-01Z.csv"');
    const zipped = await app.inject({ url, headers: { 'accept-encoding': 'br, gzip' } });
    expect(zipped.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(zipped.rawPayload).toString()).toBe(csv);
    expect((await app.inject({ url, headers: { 'accept-encoding': 'gzip;q=0' } })).body).toBe(csv);
    problem(await app.inject('/api/v1/sets/01999999-0000-7000-8000-000000000000/recording'), 404, 'no-such-set');
  });

  it('keeps the inside of a failure to itself', async () => {
    const { app, history } = await web();
    history.fails = new Error('SQLITE_IOERR /home/pi/data/lockout.db');
    const answer = await app.inject('/api/v1/sets');
    problem(answer, 500, 'internal');
    expect(answer.body).not.toContain('SQLITE');
  });
});

describe('catalogue and operations', () => {
  it('hides secrets, also a password inside an address', async () => {
    const config = defaultConfig();
    config.mqtt.password = 'hunter2';
    config.mqtt.url = 'mqtt://gym:hunter3@broker.local:1883';
    const { app } = await web({ config });
    const answer = await app.inject('/api/v1/config');
    expect(answer.statusCode).toBe(200);
    expect(answer.body).not.toMatch(/hunter/);
    expect(answer.json().mqtt).toMatchObject({ password: '(hidden)', url: 'mqtt://gym:(hidden)@broker.local:1883' });
    expect(answer.json().bays).toEqual(config.bays);
    expect((await app.inject('/api/v1/config/schema')).json()).toMatchObject({ title: 'Lockout configuration' });
  });

  it('tells its health by status', async () => {
    const { app, station } = await web();
    expect((await app.inject('/health')).statusCode).toBe(200);
    station.healthNow = {
      status: 'degraded',
      version: '1',
      uptimeS: 5,
      reasons: [healthReason({ kind: 'no-reading-yet', params: {} }, 'bay-1')],
    };
    expect((await app.inject('/health')).statusCode).toBe(200);
    station.healthNow = { ...station.healthNow, status: 'failing' };
    const failing = await app.inject('/health');
    expect(failing.statusCode).toBe(503);
    expect(failing.json()).toEqual(station.healthNow);
  });

  it('adds its own counters to the metrics', async () => {
    const { app } = await web();
    await app.inject('/api/v1/bays');
    await app.inject({ url: '/api/v1/bays', headers: { host: 'evil.example.com' } });
    const { body } = await app.inject('/metrics');
    expect(body).toContain('lockout_up 1');
    expect(body).toContain('lockout_web_requests_total{method="GET",route="/api/v1/bays",status="200"} 1');
    expect(body).toContain('lockout_web_refused_total{why="host"} 1');
  });
});

describe('what nobody asked for', () => {
  it('has a problem for unknown paths and a plain request to the live stream', async () => {
    const { app } = await web();
    problem(await app.inject('/api/v1/nothing'), 404, 'not-found');
    problem(await app.inject('/'), 404, 'not-found');
    problem(await app.inject('/api/v1/live'), 426, 'upgrade-required');
    problem(await app.inject('/api/v1/live?bay=nope'), 404, 'no-such-bay');
  });

  it('refuses foreign names and foreign pages', async () => {
    const { app, station } = await web({
      config: { ...defaultConfig(), web: { ...defaultConfig().web, allowedHosts: ['lockout.gym.example'] } },
    });
    const end = (headers: Record<string, string>) =>
      app.inject({ method: 'PUT', url: '/api/v1/bays/bay-1/exercise', payload: { exercise: 'squat' }, headers });
    problem(await end({ host: 'evil.example.com', origin: 'http://evil.example.com' }), 421, 'foreign-host');
    problem(await end({ host: '192.168.1.20:8080', origin: 'http://evil.example.com' }), 403, 'foreign-origin');
    problem(await end({ host: '192.168.1.20:8080', origin: 'null' }), 403, 'foreign-origin');
    problem(await end({ host: '192.168.1.20:8080', origin: 'http://192.168.1.20:9090' }), 403, 'foreign-origin');
    expect(station.calls).toEqual([]);
    expect((await end({ host: '192.168.1.20:8080', origin: 'http://192.168.1.20:8080' })).statusCode).toBe(204);
    expect((await end({ host: 'lockout.gym.example' })).statusCode).toBe(204);
  });

  it('lets pages load only what the station serves', async () => {
    const { app } = await web();
    const policy = (await app.inject('/health')).headers['content-security-policy'];
    expect(policy).toContain("default-src 'self'");
    expect(policy).not.toContain('unsafe');
    expect(policy).not.toContain('upgrade-insecure-requests');
  });
});
