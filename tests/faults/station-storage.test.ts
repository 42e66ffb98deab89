import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { Station } from '../../src/app/station.ts';
import { stationPort } from '../../src/app/station-port.ts';
import type { Health } from '../../src/contracts/health.ts';
import type { Problem } from '../../src/contracts/problems.ts';
import { Database } from '../../src/store/database.ts';
import { openStore } from '../../src/store/index.ts';
import { Observer } from '../integration/mqtt-observer.ts';
import { newRep, newSet } from '../integration/store-samples.ts';
import { configFor, runLockout, startStation, tempFolder, until } from '../support/station.ts';

test('without a database reps still count and are published; they land when it comes', async () => {
  const folder = tempFolder();
  writeFileSync(join(folder, 'data'), 'a file where the folder should be');
  const { station, page, broker, asAdmin } = await startStation({ folder });
  const observer = await Observer.open({ url: broker! });
  const health = await fetch(`${page}/health`);
  expect(health.status).toBe(503);
  expect(((await health.json()) as Health).reasons.map(({ text }) => text).join()).toMatch(
    /the database can't be written/,
  );

  const history = await asAdmin(`${page}/api/v1/sets`);
  expect(history.status).toBe(503);
  expect(((await history.json()) as Problem).detail).toMatch(/can't be written/);

  const rep = JSON.parse((await observer.next((seen) => seen.topic.endsWith('/rep'), 0, 30_000)).text);
  expect(rep.n).toBe(1);
  expect(station.bays[0]!.alerts.map(({ kind }) => kind)).toContain('storage-failing');
  expect(station.writeQueue.waiting).toBeGreaterThan(0);

  rmSync(join(folder, 'data'));
  await until(() => !station.writeQueue.status.failing);
  await until(() => station.writeQueue.waiting === 0);
  const kept = await until(async () => (await station.writeQueue.store.getSet(rep.setId))?.reps);
  expect(kept.map(({ id }) => id)).toContain(rep.id);
  await observer.nextOn('alert', (text) => JSON.parse(text).kind === 'storage-failing' && !JSON.parse(text).active);
});

test('a text that is not UTF-8 ends in words, in health and by the doctor, and in no endless restart', async () => {
  const folder = tempFolder();
  const file = join(folder, 'data', 'lockout.sqlite');
  const store = await openStore({ file });
  await store.write({ sets: [newSet()] });
  await store.close();
  const db = new Database(file);
  db.exec("UPDATE sets SET bay = CAST(x'41ff' AS TEXT)");
  db.close();
  const words = /a text in sets is not UTF-8.*restore a backup/;

  const command = runLockout(['run'], { folder });
  const [, page] = await command.printed(/page\s+(http:\S+)/);
  const health = (await (await fetch(`${page}/health`)).json()) as Health;
  expect(health.status).toBe('failing');
  expect(health.reasons.map(({ text }) => text)).toContainEqual(expect.stringMatching(words));
  command.child.kill('SIGTERM');
  await command.exited;

  const doctor = runLockout(['doctor', '--json', '--seconds', '2'], { folder });
  let findings = '';
  doctor.child.stdout?.on('data', (chunk) => (findings += chunk));
  expect(await doctor.exited).toEqual({ code: 1, signal: null });
  const failing = { id: 'database-failing', measured: expect.stringMatching(words) };
  expect(JSON.parse(findings).findings).toContainEqual(expect.objectContaining(failing));
});

test('when half of the room for what waits is taken, every bay raises an alert, and health says so', () => {
  const loaded = configFor(tempFolder(), {}, 'bays: [{ id: bay-1 }, { id: bay-2 }]');
  const station = new Station({ loaded, dashboardDir: null, logger: pino({ level: 'silent' }) });
  for (let n = 0; n < 10_000; n++) void station.writeQueue.append({ ranges: [] });
  for (const bay of station.bays)
    expect(bay.alerts).toMatchObject([{ kind: 'storage-failing', text: expect.stringMatching(/half full/) }]);
  expect(stationPort(station).health().reasons).toContainEqual(
    expect.objectContaining({ kind: 'storage-failing', text: expect.stringMatching(/half full/) }),
  );
});

test('health says why no old sets are deleted, where some are to be', () => {
  const healthOf = (yaml: string) => {
    const loaded = configFor(tempFolder(), {}, yaml);
    const station = new Station({ loaded, dashboardDir: null, logger: pino({ level: 'silent' }) });
    station.upkeep.refusal = 'the clock is not synchronized';
    return stationPort(station)
      .health()
      .reasons.map(({ text }) => text)
      .join();
  };
  expect(healthOf('members: { retentionDays: 90 }')).toMatch(/no old sets are deleted: the clock is not synchronized/);
  expect(healthOf('{}')).not.toMatch(/deleted/);
});

test('a set left open by an earlier run is closed and told, also when the database comes late', async () => {
  const folder = tempFolder();
  const left = newSet({ endedAt: null, endReason: null, countedReps: 1 });
  const rep = newRep(left.id);
  const earlier = await openStore({ file: join(folder, 'away', 'lockout.sqlite') });
  await earlier.write({ sets: [left], reps: [rep] });
  await earlier.close();
  writeFileSync(join(folder, 'data'), 'a file where the folder should be');
  const { station, broker } = await startStation({ folder });
  const observer = await Observer.open({ url: broker! });

  rmSync(join(folder, 'data'));
  renameSync(join(folder, 'away'), join(folder, 'data'));
  const told = await observer.nextOn('set', (text) => JSON.parse(text).id === left.id);
  expect(JSON.parse(told.text)).toMatchObject({ endReason: 'interrupted', countedReps: 1, endedAt: rep.endedAt });
  expect((await station.writeQueue.store.getSet(left.id))?.set).toMatchObject({ endReason: 'interrupted' });
});
