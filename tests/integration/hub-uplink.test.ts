import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { v7 as newId } from 'uuid';
import { describe, expect, test } from 'vitest';
import { Database } from '../../src/store/database.ts';
import { missingPostgres, useHub } from '../support/hub.ts';
import { runLockout, startStation, tempFolder } from '../support/station.ts';
import { until } from '../support/until.ts';
import { liftSets, uniqueBay, uplinked } from '../support/uplinked.ts';
import { later, newMember, STATION } from './store-members-samples.ts';
import { newRep, newSet } from './store-samples.ts';

describe.skipIf(missingPostgres)(`from a station to its hub ${missingPostgres}`, () => {
  const at = useHub();
  const gym = async (bay = uniqueBay()) =>
    uplinked({ url: at.url, bay, code: await at.hub.pairing.invite('north', true) });
  const stored = async (ids: readonly string[]) =>
    (await at.hub.pool.query('SELECT * FROM sets WHERE id = ANY($1)', [ids])).rows;
  const arrived = (ids: readonly string[]) => until(async () => (await stored(ids)).length === ids.length);

  test('sets that were there before pairing arrive too, and what is acknowledged is forgotten', async () => {
    const { store, uplink, dataDir, bay } = await gym();
    const ids = await liftSets(store, bay, 120);
    const db = new Database(join(dataDir, 'lockout.sqlite'));
    db.run('DELETE FROM changes'); // as on a station that had no hub then
    db.close();
    uplink.start();
    await arrived(ids);
    await until(async () => (await store.changes.state()).waiting === 0);
    expect((await stored(ids)).every(({ reps }) => reps.length === 2)).toBe(true);
    expect(uplink.state).toMatchObject({ connection: 'ok', reason: '', refused: 0, diverged: 0 });
    expect((await store.changes.state()).resentMark).not.toBeNull();
  });

  test('what was lifted just now overtakes a backlog of thousands', async () => {
    const { store, uplink, dataDir, bay } = await gym();
    const old = await liftSets(store, bay, 600);
    const db = new Database(join(dataDir, 'lockout.sqlite'));
    db.run('UPDATE changes SET mono_ms = mono_ms - 1e9');
    db.close();
    const [fresh] = await liftSets(store, bay, 1);
    uplink.start();
    await arrived([fresh!]);
    expect((await store.changes.state()).waiting).toBeGreaterThan(100);
    await until(async () => (await store.changes.state()).waiting === 0, 60_000);
    expect(await stored(old)).toHaveLength(old.length);
  });

  test('a hub that stores nothing of what is sent is not asked again at once, and nothing is lost', async () => {
    const { store, uplink, bay } = await gym();
    const ids = await liftSets(store, bay, 3);
    const { ingest } = at.hub;
    const take = ingest.take.bind(ingest);
    let asked = 0;
    ingest.take = async (controller, serial, request) => {
      asked += Math.sign(request.items.length);
      return take(controller, serial, { ...request, items: [] });
    };
    try {
      uplink.start();
      await until(() => uplink.state.connection === 'failing');
      expect(uplink.state.reason).toMatch(/stored nothing/);
      expect(asked).toBe(1);
      expect((await store.changes.state()).waiting).toBe(3);
    } finally {
      ingest.take = take;
    }
    await arrived(ids);
  });

  test('without consent acrossGyms no trace of the member reaches the hub; given, and withdrawn', async () => {
    const { store, uplink, bay } = await gym();
    const consents = (acrossGyms: boolean) => ({
      showAlias: true,
      keepRecordings: false,
      shareSets: false,
      acrossGyms,
    });
    const { id, alias } = await store.members.add(
      newMember({ alias: 'Zelda-of-the-north', consents: consents(false) }),
      STATION,
    );
    const sessionId = newId();
    const set = newSet({ bay, memberId: id, sessionId, note: 'a sore knee' });
    await store.write({ sets: [set], reps: [newRep(set.id, { bay, memberId: id })] });
    uplink.start();
    await arrived([set.id]);
    const everything = async () => JSON.stringify(await stored([set.id]));
    for (const trace of [id, alias, sessionId, 'a sore knee']) expect(await everything()).not.toContain(trace);

    const change = async (acrossGyms: boolean) => {
      const { revision } = (await store.members.get(id))!;
      await store.members.change(id, revision, { consents: consents(acrossGyms) }, later(1), STATION);
      uplink.wake();
    };
    await change(true);
    await until(async () => (await stored([set.id]))[0].member_id === id);
    await change(false);
    await until(async () => (await stored([set.id]))[0].member_id === null);
    for (const trace of [id, alias, sessionId, 'a sore knee']) expect(await everything()).not.toContain(trace);
  });

  test('a member who is deleted takes their sets along at the hub', async () => {
    const { store, uplink, bay } = await gym();
    const consents = { showAlias: true, keepRecordings: false, shareSets: false, acrossGyms: true };
    const { id } = await store.members.add(newMember({ consents }), STATION);
    const set = newSet({ bay, memberId: id });
    await store.write({ sets: [set] });
    uplink.start();
    await until(async () => (await stored([set.id]))[0]?.member_id === id);
    await store.members.remove(id, later(1), STATION);
    uplink.wake();
    await until(async () => (await stored([set.id]))[0].gone_at !== null);
    expect(await stored([set.id])).toMatchObject([{ member_id: null, exercise: null, doc: {}, reps: [] }]);
  });

  test('a hub that was restored from an old backup gets everything again, and what is gone stays gone', async () => {
    const { store, uplink, bay } = await gym();
    const { id } = await store.members.add(newMember(), STATION);
    const gone = newSet({ bay, memberId: id });
    await store.write({ sets: [gone] });
    const ids = await liftSets(store, bay, 60);
    uplink.start();
    await arrived([...ids, gone.id]);
    const backup = await stored([gone.id]);
    await store.members.remove(id, later(1), STATION);
    uplink.wake();
    await until(async () => (await stored([gone.id]))[0].gone_at !== null);
    await until(async () => (await store.changes.state()).waiting === 0);

    await at.hub.pool.query('DELETE FROM sets WHERE id = ANY($1)', [ids]);
    const { revision, hash, doc, reps } = backup[0];
    await at.hub.pool.query(
      'UPDATE sets SET gone_at = NULL, revision = $2, hash = $3, doc = $4, reps = $5, seq = 1 WHERE id = $1',
      [gone.id, revision, hash, JSON.stringify(doc), JSON.stringify(reps)],
    );
    expect(await at.hub.pairing.resend(null)).toBeGreaterThan(0);
    await liftSets(store, bay, 1);
    uplink.wake();
    await arrived(ids);
    await until(async () => (await stored([gone.id]))[0].gone_at !== null);
    expect(await stored([gone.id])).toMatchObject([{ doc: {}, reps: [] }]);
  });

  test('a hub that is not there costs nothing but a word, and gets everything when it is back', async () => {
    const words: string[] = [];
    const logger = {
      info: () => undefined,
      warn: (...parts: unknown[]) => void words.push(String(parts.at(-1))),
    } as never;
    const code = await at.hub.pairing.invite('north', true);
    const { store, uplink, bay } = await uplinked({ url: at.url, code, bay: uniqueBay(), logger });
    await at.hub.stop();
    const ids = await liftSets(store, bay, 5);
    uplink.start();
    await until(() => uplink.state.connection === 'failing');
    expect(uplink.state.reason).toMatch(/can't be reached/);
    await until(() => words.length > 0);
    await at.start();
    await arrived(ids);
    expect(words).toHaveLength(1); // said once, however often it was tried
  });

  test('paired by the command, a station sends a correction at once; its page and health are as without', async () => {
    const folder = tempFolder();
    const yaml = `hub: { url: '${at.url}' }\nbays: [{ id: ${uniqueBay()} }]\n`;
    writeFileSync(
      join(folder, 'lockout.yaml'),
      `bays: [{ id: ${/id: (\S+) /.exec(yaml)![1]} }]\n# a comment that stays\n`,
    );
    const first = await startStation({ folder, yaml });
    expect(first.station.uplink).toBeNull(); // not paired yet: said in the log, and nothing else
    await first.station.stop();
    const code = await at.hub.pairing.invite('south', true);
    const command = runLockout(['hub', 'pair', at.url, code], { folder });
    expect(await command.exited).toMatchObject({ code: 0 });
    expect(command.output()).toMatch(/Paired with https:\/\/localhost:\d+: gym "south" \(Europe\/Madrid\)/);
    const written = readFileSync(join(folder, 'lockout.yaml'), 'utf8');
    for (const line of ['# a comment that stays', `url: ${at.url}`, 'zone: Europe/Madrid'])
      expect(written).toContain(line);

    const { station, page, asAdmin } = await startStation({ folder, yaml });
    const set = newSet({ bay: station.bays[0]!.config.id });
    const rep = newRep(set.id, { bay: set.bay });
    await station.writeQueue.store.write({ sets: [set], reps: [rep] });
    const body = JSON.stringify({ kind: 'rpe', rpe: 9 });
    const headers = { 'content-type': 'application/json', 'idempotency-key': newId() };
    const answer = await asAdmin(`${page}/api/v1/sets/${set.id}/corrections`, { method: 'POST', body, headers });
    expect([answer.status, await answer.text()]).toEqual([201, expect.any(String)]);
    await until(async () => (await stored([set.id]))[0]?.doc.rpe === 9);
    expect((await stored([set.id]))[0]).toMatchObject({ gym_id: 'south', bay: set.bay });
  });

  test('without hub.url nothing of it is loaded', async () => {
    const folder = tempFolder();
    const log = join(folder, 'loaded.txt');
    const hooks = `import { appendFileSync } from 'node:fs';
const TOLD = /app\\/station[.]js|store-worker|uplink|hub-people|src\\/hub\\/|node_modules\\/pg/;
export async function load(url, context, next) {
  if (TOLD.test(url)) appendFileSync(${JSON.stringify(log)}, url + '\\n');
  return next(url, context);
}`;
    writeFileSync(join(folder, 'hooks.mjs'), hooks);
    const register = `import { register } from 'node:module'; register('./hooks.mjs', import.meta.url);`;
    writeFileSync(join(folder, 'register.mjs'), register);
    const NODE_OPTIONS = `--import=${join(folder, 'register.mjs')}`;
    const run = runLockout(['run'], { folder, env: { NODE_OPTIONS } });
    await run.printed(/Press Ctrl-C to stop/, 120_000);
    run.child.kill('SIGINT');
    await run.exited;
    const loaded = readFileSync(log, 'utf8');
    expect(loaded).toContain('/dist/src/app/station.js');
    expect(loaded).toContain('/dist/src/store/store-worker.js');
    expect(loaded).not.toMatch(/\/app\/uplink\/|\/src\/hub\/|node_modules\/pg|contracts\/(uplink|hub-people)/);
  }, 180_000);
});
