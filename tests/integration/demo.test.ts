/** What a stranger sees who runs `npm start`: simulated members tap in and lift, in a data folder of their own. */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { expect, test } from 'vitest';
import { parseConfig } from '../../src/app/config/config.ts';
import { demoConfig } from '../../src/app/demo/demo-config.ts';
import type { DemoRole, WhoAmI } from '../../src/contracts/access.ts';
import type { ConfigFile, NewConfigFile } from '../../src/contracts/administration.ts';
import type { SetEvent } from '../../src/contracts/events.ts';
import type { Trends } from '../../src/contracts/history.ts';
import type { SetPage } from '../../src/contracts/http.ts';
import type { BaySnapshot } from '../../src/contracts/live.ts';
import type { Member } from '../../src/contracts/members.ts';
import type { DemoPort } from '../../src/web/index.ts';
import { identity } from '../support/fake-access.ts';
import { buildFakeWeb } from '../support/fake-web.ts';
import { fetchAsScreen, runLockout, tempFolder, until } from '../support/station.ts';

test('simulated members tap in at a simulated reader and lift their sets; a second start makes nobody again', async () => {
  const folder = tempFolder();
  writeFileSync(join(folder, 'lockout.yaml'), 'bays: [{ id: bay-1 }]\n');
  const ask = fetchAsScreen(join(folder, 'data/demo'));
  const get = async <T>(url: string) => (await (await ask(url)).json()) as T;
  const env = { LOCKOUT_BAYS_0_SIMULATOR_TIME_SCALE: '3' };
  let running = runLockout(['run', '--demo'], { folder, env });
  let [, page] = await running.printed(/page\s+(\S+)/);
  await running.printed(/SIMULATED members Mira \(demo\), Ben \(demo\), Ada \(demo\): they tap in/);
  const presence = async () => (await get<BaySnapshot>(`${page}/api/v1/bays/bay-1`)).presence!;
  const mira = await until(async () => {
    const now = await presence();
    return now.alias === 'Mira (demo)' && now.plan?.programme.sets === 4 ? now : null;
  });
  expect(mira.readers).toMatchObject([{ name: 'pn532', state: 'ok' }]);
  await until(async () => {
    const { set } = (await get<BaySnapshot>(`${page}/api/v1/bays/bay-1`)).state;
    return set && set.countedReps > 0;
  }, 60_000);
  await ask(`${page}/api/v1/bays/bay-1/end-set`, { method: 'POST' });
  await until(async () => {
    const { sets } = await get<{ sets: SetEvent[] }>(`${page}/api/v1/sets?bay=bay-1`);
    return sets.find(({ memberId, endedAt }) => memberId === mira.memberId && endedAt !== null);
  });
  await until(async () => {
    const { alias, waitingAlias } = await presence();
    return [alias, waitingAlias].includes('Ben (demo)');
  });
  expect(existsSync(join(folder, 'data/demo/lockout.sqlite'))).toBe(true);
  expect(existsSync(join(folder, 'data/lockout.sqlite'))).toBe(false);
  running.child.kill('SIGTERM');
  await running.exited;

  running = runLockout(['run', '--demo'], { folder, env });
  [, page] = await running.printed(/page\s+(\S+)/);
  await running.printed(/SIMULATED members/);
  const list = runLockout(['member', 'list', '--json'], { folder, env: { LOCKOUT_WEB_PORT: new URL(page!).port } });
  expect((await list.exited).code).toBe(0);
  const members = JSON.parse(list.output()) as Member[];
  expect(members.map(({ alias, name }) => [alias, name])).toEqual([
    ['Ada (demo)', 'simulated'],
    ['Ben (demo)', 'simulated'],
    ['Mira (demo)', 'simulated'],
  ]);
});

/** Three simulated bays take a busy machine a while. */
const PATIENCE_MS = 120_000;
const LONG = { timeout: 400_000 };

/** The demo, and who asks it in the role that was chosen last. */
async function startDemo(folder = tempFolder()) {
  const running = runLockout(['run', '--demo'], { folder });
  const [, url] = await running.printed(/page\s+(\S+)/, PATIENCE_MS);
  await running.printed(/SIMULATED members/, PATIENCE_MS);
  let cookie = '';
  const ask = async (method: string, path: string, body?: object, headers: Record<string, string> = {}) => {
    const origin = { origin: url as string, ...(cookie && { cookie }) };
    const json = body && { 'content-type': 'application/json' };
    const init = { method, headers: { ...origin, ...json, ...headers }, ...(body && { body: JSON.stringify(body) }) };
    return fetch(`${url}/api/v1${path}`, init);
  };
  const become = async (as: DemoRole) => {
    const answer = await ask('POST', '/auth/demo', { as });
    expect(answer.status).toBe(200);
    cookie = answer.headers
      .getSetCookie()
      .find((one) => one.startsWith('lockout_session='))!
      .split(';')[0]!;
    return (await answer.json()) as WhoAmI;
  };
  return {
    folder,
    running,
    url: url as string,
    ask,
    become,
    json: async <T>(answer: Response) => (await answer.json()) as T,
  };
}

test(
  'the demo has three bays and six weeks of history, and is seen as lifter, trainer and admin without a password',
  LONG,
  async () => {
    const { ask, become, json, running, folder } = await startDemo();
    expect(await json(await ask('GET', '/auth'))).toMatchObject({ role: 'visitor', isDemo: true, setUpNeeded: true });
    const lifter = await become('lifter');
    expect(lifter).toMatchObject({ role: 'member', alias: 'Mira (demo)', isDemo: true });
    const own = `/members/${lifter.memberId}`;
    const trends = await until(async () => {
      const found = await json<Trends>(await ask('GET', `${own}/trends?exercise=hip-thrust`));
      return found.days.length > 0 ? found : null;
    }, PATIENCE_MS);
    expect(trends.days.length).toBeGreaterThanOrEqual(18);
    expect(trends.oneRepMax.length).toBeGreaterThan(0);
    expect((await ask('GET', '/members')).status).toBe(403);

    const trainer = await become('trainer');
    expect(trainer).toMatchObject({ role: 'trainer', alias: 'Tess (demo)', setUpNeeded: true });
    const bays = await json<BaySnapshot[]>(await ask('GET', '/bays'));
    expect(bays.map(({ session }) => session.bay)).toEqual(['bay-1', 'bay-2', 'bay-3']);
    expect((await ask('GET', '/config/file')).status).toBe(403);

    expect(await become('admin')).toMatchObject({ role: 'admin', alias: 'Alex (demo)' });
    expect(await become('admin')).toMatchObject({ alias: 'Alex (demo)' });
    const { members } = await json<{ members: Member[] }>(await ask('GET', '/members'));
    expect(members.map(({ role }) => role).sort()).toEqual(
      [...Array(9).fill('member'), 'trainer'].concat('admin').sort(),
    );
    // A second start writes no second past.
    const setsOf = async (id: string) => (await json<SetPage>(await ask('GET', `/members/${id}/sets?limit=100`))).sets;
    const omar = members.find(({ alias }) => alias === 'Omar (demo)')!;
    const before = await until(async () => {
      const sets = await setsOf(omar.id);
      return sets.length >= 72 ? sets : null;
    }, PATIENCE_MS);
    running.child.kill('SIGTERM');
    await running.exited;
    const again = await startDemo(folder);
    await again.become('admin');
    const after = await json<SetPage>(await again.ask('GET', `/members/${omar.id}/sets?limit=100`));
    const isPast = ({ startedAt }: SetEvent) => Date.parse(startedAt) < Date.parse(omar.createdAt);
    expect(after.sets.filter(isPast).map(({ id }) => id)).toEqual(before.filter(isPast).map(({ id }) => id));
  },
);

test(
  'the configuration of the demo is saved only with a decision: kept, it is the demo again; left, the station uses its own database',
  LONG,
  async () => {
    const { ask, become, json, running, folder } = await startDemo();
    await become('admin');
    const file = join(folder, 'lockout.yaml');
    const kept = join(folder, 'data/demo/lockout.yaml');
    const read = await ask('GET', '/config/file');
    const found = await json<ConfigFile>(read);
    expect(found.demo).toEqual({
      file: kept,
      dataDir: join(folder, 'data/demo'),
      leaveFile: file,
      leaveDataDir: join(folder, 'data'),
    });
    const yaml = `site: show\n${found.yaml}`;
    const save = async (body: NewConfigFile, etag = read.headers.get('etag')!) =>
      ask('PUT', '/config/file', body, { 'if-match': etag });
    const undecided = await save({ yaml });
    expect(undecided.status).toBe(409);
    expect(await json(undecided)).toMatchObject({ type: 'urn:lockout:problem:demo-undecided' });
    expect([existsSync(file), existsSync(kept)]).toEqual([false, false]);
    for (const wrong of [yaml.replace('name: Door', 'board: { port: /dev/ttyACM0 }'), `dataDir: other\n${yaml}`]) {
      const refused = await save({ yaml: wrong, demo: 'keep' });
      expect([refused.status, (await json<{ detail: string }>(refused)).detail]).toEqual([
        422,
        expect.stringContaining('Leave the demo to configure this.'),
      ]);
    }
    const saved = await save({ yaml, demo: 'keep' });
    expect(await json(saved)).toEqual({ file: kept, changed: ['site'], needsRestart: true });
    running.child.kill('SIGTERM');
    await running.exited;

    const second = await startDemo(folder);
    await second.become('admin');
    expect(await json(await second.ask('GET', '/config'))).toMatchObject({ site: 'show' });
    const left = await second.ask('PUT', '/config/file', { yaml, demo: 'leave' }, { 'if-match': '*' });
    expect(await json(left)).toMatchObject({ file, needsRestart: true, leftDemo: true });
    expect(existsSync(file)).toBe(true);
    // Until the next start it is the demo still; what is saved now goes into the same file.
    expect((await second.ask('PUT', '/config/file', { yaml: `${yaml}\n` }, { 'if-match': '*' })).status).toBe(200);
    second.running.child.kill('SIGTERM');
    await second.running.exited;

    const real = runLockout(['run'], { folder });
    await real.printed(/first admin\s+one-time code \S+/, PATIENCE_MS);
    expect(real.output()).not.toContain('SIMULATED members');
    expect(existsSync(join(folder, 'data/lockout.sqlite'))).toBe(true);
  },
);

test('a station that is no demo, and a browser on another machine, cannot choose a role', async () => {
  const web = await buildFakeWeb({});
  const ask = (remoteAddress: string, app: FastifyInstance, headers: Record<string, string> = {}) =>
    app.inject({ method: 'POST', url: '/api/v1/auth/demo', payload: { as: 'admin' }, remoteAddress, headers });
  expect((await ask('127.0.0.1', web.app)).statusCode).toBe(404);
  expect((await web.app.inject('/api/v1/auth')).json()).not.toHaveProperty('isDemo');
  const demo: DemoPort = { signIn: async () => ({ identity: identity('admin'), cookie: 'c'.repeat(43), maxAgeS: 60 }) };
  const { app } = await buildFakeWeb({ demo });
  expect((await ask('127.0.0.1', app)).statusCode).toBe(200);
  expect((await ask('::ffff:127.0.0.1', app)).statusCode).toBe(200);
  const elsewhere = await ask('192.168.1.20', app);
  expect([elsewhere.statusCode, elsewhere.json().type]).toEqual([403, 'urn:lockout:problem:demo-elsewhere']);
  // A proxy or a tunnel on this machine, whose clients are anywhere.
  for (const headers of [
    { host: '192.168.1.5:8080' },
    { 'x-forwarded-for': '203.0.113.9' },
    { forwarded: 'for=203.0.113.9' },
    { via: '1.1 tunnel' },
    { 'cf-connecting-ip': '203.0.113.9' },
  ])
    expect((await ask('127.0.0.1', app, headers)).statusCode, Object.keys(headers)[0]).toBe(403);
  await Promise.all([web.app.close(), app.close()]);
});

test('where a board or a reader is configured nobody is simulated', () => {
  const read = (yaml: string) => demoConfig({ ...parseConfig(yaml, '/gym/lockout.yaml'), file: null });
  expect(read('')).toMatchObject({ dataDir: join('/gym', 'data', 'demo') });
  expect(read('bays: [{ id: a }, { id: b, board: { port: /dev/ttyUSB0 } }]')).toBeNull();
  expect(read('bays: [{ readers: [{ port: /dev/ttyUSB1 }] }]')).toBeNull();
});
