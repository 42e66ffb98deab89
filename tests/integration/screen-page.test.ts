/** How the browser of the station's own machine becomes its screen: by a file that only its user can read. */
import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { readScreenKey } from '../../src/app/people/access/screen-page.ts';
import { Station } from '../../src/app/station.ts';
import { configFor, tempFolder } from '../support/station.ts';

/** Without the help of `startStation`, which gives every request the rights of the screen. */
async function start(folder: string, env: NodeJS.ProcessEnv = {}) {
  const loaded = configFor(folder, env);
  const station = new Station({ loaded, dashboardDir: null, logger: pino({ level: 'silent' }) });
  onTestFinished(async () => void (await station.stop()));
  const started = await station.start();
  const bays = (headers: Record<string, string> = {}) => fetch(`${started.page}/api/v1/bays`, { headers });
  return { ...started, station, dataDir: loaded.dataDir, bays };
}

const pair = (page: string, token: string) =>
  fetch(`${page}/api/v1/auth/screen`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: page },
    body: JSON.stringify({ token }),
  });

test('a connection from this machine is nobody; the file makes a screen of a browser, also after the next start', async () => {
  const folder = tempFolder();
  const first = await start(folder);
  expect((await first.bays()).status).toBe(401);
  const file = fileURLToPath(first.screen as string);
  expect(file).toBe(join(first.dataDir, 'screen.html'));
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
  const key = readScreenKey(first.dataDir) as string;
  expect(readFileSync(file, 'utf8')).toContain(`url=${first.page}/pair#${key}"`);
  expect((await pair(first.page, `${key.slice(0, -1)}x`)).status).toBe(401);
  const paired = await pair(first.page, key);
  expect(await paired.json()).toMatchObject({ role: 'screen', bays: null });
  const [cookie = ''] = (paired.headers.get('set-cookie') ?? '').split(';');
  expect(cookie).not.toContain(key);
  expect((await first.bays({ cookie })).status).toBe(200);
  await first.station.stop();

  const second = await start(folder);
  expect((await second.bays({ cookie })).status).toBe(200);
  expect((await second.bays({ cookie: `${cookie.slice(0, -2)}AA` })).status).toBe(401);
  expect((await second.bays({ authorization: `Bearer ${key}` })).status).toBe(200);
  const metrics = await fetch(`${second.page}/metrics`, { headers: { cookie } });
  expect(metrics.status).toBe(403);
  await second.station.stop();

  const without = await start(folder, { LOCKOUT_WEB_LOCAL_SCREEN: 'false' });
  expect(without.screen).toBeNull();
  expect(existsSync(file)).toBe(false);
  expect((await without.bays({ cookie })).status).toBe(401);
});

test('the bay screen of this machine needs no database', async () => {
  const folder = tempFolder();
  const loaded = configFor(folder);
  mkdirSync(join(loaded.dataDir, 'lockout.sqlite'), { recursive: true }); // a folder where the file should be
  const { page, dataDir, bays } = await start(folder);
  const paired = await pair(page, readScreenKey(dataDir) as string);
  const [cookie = ''] = (paired.headers.get('set-cookie') ?? '').split(';');
  const answer = await bays({ cookie });
  expect(answer.status).toBe(200);
  expect(await answer.json()).toHaveLength(1);
});
