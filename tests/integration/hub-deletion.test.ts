/** A member who is deleted at the hub, searched for byte by byte wherever they were. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { v7 as newId } from 'uuid';
import { describe, expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../src/common/clock.ts';
import { chainStatus, Hub, PrivatePostgres, postgresBinaries } from '../../src/hub/index.ts';
import { missingPostgres } from '../support/hub.ts';
import { AGREED, hubGym } from '../support/hub-gym.ts';
import { addCard } from '../support/members.ts';
import { startStation, tempFolder } from '../support/station.ts';
import { until } from '../support/until.ts';
import { uniqueBay, uplinked } from '../support/uplinked.ts';
import { wordsIn } from '../support/words-in.ts';
import { Observer } from './mqtt-observer.ts';
import { later, STATION } from './store-members-samples.ts';
import { newRep, newSet } from './store-samples.ts';

/** What no other text has. */
const WORDS = {
  alias: 'Quetzalcoatlus',
  name: 'Xochiquetzal Pterodactyl',
  login: 'quetzal.login',
  note: 'left-knee-of-quetzal',
  programme: 'slowly-for-quetzal',
};

function postgresTool(name: string, args: readonly string[], input?: string): string {
  const { status, stdout, stderr } = spawnSync(join(postgresBinaries()!, name), args, {
    ...{ encoding: 'utf8', maxBuffer: 256 * 1024 * 1024, ...(input !== undefined && { input }) },
  });
  if (status !== 0) throw new Error(`${name}: ${stderr}`);
  return stdout;
}
const dump = (database: string) => postgresTool('pg_dump', ['--dbname', database, '--no-owner']);
const found = (text: string, words: readonly string[]) => words.filter((word) => text.includes(word));

describe.skipIf(missingPostgres)(`a deletion ${missingPostgres}`, () => {
  test('leaves nothing at the hub, in the files of two gyms or on their brokers, nor after an older backup was restored', async () => {
    const folder = tempFolder();
    const postgres = await PrivatePostgres.start();
    onTestFinished(() => postgres.stop());
    const place = { folder: join(folder, 'hub'), names: ['localhost'], host: '127.0.0.1', adminPort: 0 };
    const first = await Hub.start({ ...place, database: postgres.url, port: 0 });
    let hub = first;
    onTestFinished(() => hub.stop());
    const at = { hub, url: `https://localhost:${hub.port}` };
    for (const id of ['north', 'south']) await hub.pairing.addGym({ id, name: id, zone: 'Europe/Berlin' });

    // Their own gym.
    const home = await hubGym(at);
    const { alias, name, login } = WORDS;
    const id = await home.add({ alias, name, login, consents: { ...AGREED, shareSets: true } });
    const card = `04${newId().slice(-12).toUpperCase()}`;
    await addCard(home.store, home.dataDir, { memberId: id, uid: card });
    const hash = home.cards.hashOf(card);
    const words = [...Object.values(WORDS), hash.split(':')[1]!];
    await home.store.programmes.put(
      ...([id, 0] as const),
      {
        ...{ exercise: 'hip-thrust', sets: 3, repsMin: 8, repsMax: 12, holdS: 1, tempo: null, restS: 120 },
        ...{ load: { kind: 'free' }, note: WORDS.programme },
      },
      later(2),
      STATION,
    );
    const lift = (bay: string) => {
      const set = newSet({ bay, memberId: id, note: WORDS.note });
      return { sets: [set], reps: [newRep(set.id, { bay, memberId: id })] };
    };
    await home.store.write(lift(home.bay));
    home.start();

    // A whole station, with its broker, where they are a visitor.
    const code = await hub.pairing.invite('south', true);
    const before = await uplinked({ url: at.url, code, bay: uniqueBay() });
    await before.store.close();
    const stationFolder = before.dataDir;
    const yaml = `dataDir: ${stationFolder}\nhub: { url: '${at.url}' }\nbays: [{ id: ${before.bay} }]\n`;
    const { station, broker } = await startStation({ yaml });
    const bay = station.bays[0]!.config.id;
    const query = async (sql: string) => (await hub.pool.query(sql)).rows;
    await until(async () => (await query('SELECT 1 FROM cards')).length === 1, 60_000);
    await until(() => station.uplink?.state.connection === 'ok', 60_000);
    let taps = 0;
    // The hub has 300 ms to name a visitor: on a busy computer it may take another tap, once the feed has told of them.
    await until(async () => {
      if (station.presence.on(bay) === null) await station.presence.tap(bay, card, `door-${++taps}`);
      return station.presence.on(bay)?.memberId === id;
    }, 120_000);
    await station.writeQueue.append(lift(bay));
    station.uplink!.wake();
    await until(async () => (await query('SELECT 1 FROM sets WHERE member_id IS NOT NULL')).length === 2, 60_000);
    const retained = async () => {
      const late = await Observer.open({ url: broker! });
      await late.next(({ retain }) => retain);
      // The broker sends what is retained before what is published after it.
      const mark = newId();
      await late.client.publishAsync('lockout/test/mark', mark);
      await late.next(({ text }) => text === mark);
      await late.close();
      return late.seen.map(({ topic, text }) => `${topic} ${text}`).join('\n');
    };
    await until(async () => found(await retained(), words).length > 0, 60_000);
    const backup = dump(postgres.url);
    expect(found(backup, words)).toEqual(words);
    expect(wordsIn(home.dataDir, words)).not.toEqual([]);

    const deletedMs = systemClock.monoMs();
    await hub.people.remove(id);
    await until(async () => (await home.store.members.get(id)) === null, 60_000);
    await until(async () => (await station.writeQueue.store.members.get(id)) === null, 60_000);
    await until(async () => (await chainStatus(hub.pool)).deletions.length === 0, 60_000);
    console.log(`deleted in both gyms and confirmed after ${Math.round(systemClock.monoMs() - deletedMs)} ms`);
    await until(() => station.presence.on(bay) === null, 60_000);
    await until(async () => found(await retained(), [...words, id]).length === 0, 60_000);
    for (const dataDir of [home.dataDir, stationFolder])
      await until(() => wordsIn(dataDir, words).length === 0).catch(() => expect(wordsIn(dataDir, words)).toEqual([]));
    expect(found(dump(postgres.url), words)).toEqual([]);
    // Of them only this remains.
    const left = dump(postgres.url)
      .split('\n')
      .filter((line) => line.includes(id));
    expect(left.map((line) => line.replace(id, 'ID').split('\t')[0])).toEqual(expect.arrayContaining(['ID']));
    expect((await query('SELECT id FROM forgotten_members')).map((row) => row.id)).toEqual([id]);
    // In the files of PostgreSQL the rows lie until the tables are written again, as the runbook says.
    await hub.pool.query('VACUUM FULL');
    await hub.pool.query('CHECKPOINT');
    expect(wordsIn(join(postgres.dataFolder, 'base'), words)).toEqual([]);

    // Yesterday's backup has them again.
    await hub.stop();
    const restored = postgres.url.replace('/postgres?', '/restored?');
    postgresTool('psql', ['--quiet', '--dbname', postgres.url, '--command', 'CREATE DATABASE restored']);
    postgresTool('psql', ['--quiet', '--dbname', restored, '--set', 'ON_ERROR_STOP=1'], backup);
    expect(found(dump(restored), words)).toEqual(words);
    hub = await Hub.start({ ...place, database: restored, port: first.port });
    await hub.pairing.resend(null);
    await until(async () => (await query('SELECT 1 FROM forgotten_members')).length === 1, 120_000);
    await until(async () => (await chainStatus(hub.pool)).deletions.length === 0, 120_000);
    expect(found(dump(restored), words)).toEqual([]);
    await until(async () => {
      const { rows } = await hub.pool.query('SELECT 1 FROM controllers WHERE resent_mark IS DISTINCT FROM resend_mark');
      return rows.length === 0;
    }, 120_000);
    expect(found(dump(restored), words)).toEqual([]);
    for (const dataDir of [home.dataDir, stationFolder]) expect(wordsIn(dataDir, words)).toEqual([]);
    for (const { store } of [home, station.writeQueue]) expect(await store.members.get(id)).toBeNull();
    expect(found(await retained(), [...words, id])).toEqual([]);
  }, 600_000);
});
