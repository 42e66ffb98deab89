import { join } from 'node:path';
import pg from 'pg';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openHubParts, PrivatePostgres } from '../../src/hub/index.ts';
import { Database } from '../../src/store/database.ts';
import { missingPostgres } from '../support/hub.ts';
import { runLockout, tempFolder } from '../support/station.ts';
import { until } from '../support/until.ts';
import { liftSets, uplinked } from '../support/uplinked.ts';

/** Of each of two stations; 2600 for the long run. */
const SETS = Number(process.env.TEST_HUB_SETS ?? 400);

/** Ids that the station keeps for the hub: of every other one it was told that the hub has it. */
function keptFor(dataDir: string): Set<string> {
  const db = new Database(join(dataDir, 'lockout.sqlite'));
  const ids = db.all('SELECT id FROM changes WHERE is_sent = 0').map(({ id }) => id as string);
  db.close();
  return new Set(ids);
}

describe.skipIf(missingPostgres)(`a hub that is killed ${missingPostgres}`, () => {
  test('kill -9 of the hub and of PostgreSQL in mid-uplink: of what was acknowledged none is lost, none doubled', async () => {
    const folder = tempFolder();
    const postgres = await PrivatePostgres.start();
    onTestFinished(() => postgres.stop());
    const place = { database: postgres.url, folder: join(folder, 'hub') };
    const names = ['--name', 'localhost', '--host', '127.0.0.1', '--admin-port', '0', '--page-port', '0'];
    const run = async (port: string) => {
      const args = ['hub', 'run', '--database', place.database, '--data', place.folder, ...names, '--port', port];
      const hub = runLockout(args, { folder });
      const [, found] = await hub.printed(/https:\/\/localhost:(\d+)[\s\S]*Ctrl-C/);
      return { hub, port: found! };
    };
    let { hub, port } = await run('0');
    const url = `https://localhost:${port}`;
    const parts = await openHubParts(place);
    await parts.pairing.addGym({ id: 'north', name: 'North', zone: 'Europe/Berlin' });
    const codes = [await parts.pairing.invite('north', true), await parts.pairing.invite('north', true)];
    await parts.pool.end();
    const gyms = await Promise.all(codes.map((code, n) => uplinked({ url, code, bay: `bay-${n}` })));
    const lifted = await Promise.all(gyms.map(({ store, bay }) => liftSets(store, bay, SETS)));
    const ids = lifted.flat();
    for (const { uplink } of gyms) uplink.start();

    const acked = () => gyms.reduce((sum, { uplink }) => sum + uplink.state.acked, 0);
    const stored = async () => {
      const client = new pg.Client({ connectionString: postgres.url });
      await client.connect();
      const { rows } = await client.query<{ id: string }>('SELECT id FROM sets');
      await client.end();
      return rows.map(({ id }) => id);
    };
    for (const [victim, share] of [
      ['hub', 0.2],
      ['postgres', 0.6],
      ['hub', 1],
    ] as const) {
      await until(() => acked() >= share * SETS, 120_000);
      if (victim === 'hub') {
        hub.child.kill('SIGKILL');
        await hub.exited;
      } else {
        await postgres.kill();
        await postgres.startAgain();
      }
      const told = gyms.flatMap(({ dataDir }, n) => {
        const kept = keptFor(dataDir);
        return lifted[n]!.filter((id) => !kept.has(id));
      });
      const there = new Set(await stored());
      expect(told.filter((id) => !there.has(id))).toEqual([]);
      if (victim === 'hub') ({ hub, port } = await run(port));
    }
    for (const { uplink, store } of gyms) {
      await until(async () => (await store.changes.state()).waiting === 0, 120_000);
      expect(uplink.state.diverged).toBe(0);
    }
    expect((await stored()).sort()).toEqual([...ids].sort());
  }, 300_000);
});
