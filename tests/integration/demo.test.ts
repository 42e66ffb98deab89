/** What a stranger sees who runs `npm start`: simulated members tap in and lift, in a data folder of their own. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseConfig } from '../../src/app/config/config.ts';
import { demoConfig } from '../../src/app/demo/demo-config.ts';
import type { SetEvent } from '../../src/contracts/events.ts';
import type { BaySnapshot } from '../../src/contracts/live.ts';
import type { Member } from '../../src/contracts/members.ts';
import { fetchAsScreen, runLockout, tempFolder, until } from '../support/station.ts';

test('simulated members tap in at a simulated reader and lift their sets; a second start makes nobody anew', async () => {
  const folder = tempFolder();
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

test('where a board or a reader is configured nobody is simulated', () => {
  const read = (yaml: string) => demoConfig({ ...parseConfig(yaml, '/gym/lockout.yaml'), file: null });
  expect(read('')).toMatchObject({ dataDir: join('/gym', 'data', 'demo') });
  expect(read('bays: [{ id: a }, { id: b, board: { port: /dev/ttyUSB0 } }]')).toBeNull();
  expect(read('bays: [{ readers: [{ port: /dev/ttyUSB1 }] }]')).toBeNull();
});
