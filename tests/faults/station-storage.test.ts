import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Health } from '../../src/contracts/http.ts';
import { Observer } from '../integration/mqtt-observer.ts';
import { startStation, tempFolder, until } from '../support/station.ts';

test('without a database reps still count and are published; they land when it comes', async () => {
  const folder = tempFolder();
  writeFileSync(join(folder, 'data'), 'a file where the folder should be');
  const { station, page, broker } = await startStation({ folder });
  const observer = await Observer.open({ url: broker! });
  const health = await fetch(`${page}/health`);
  expect(health.status).toBe(503);
  expect(((await health.json()) as Health).reasons.join()).toMatch(/the database can't be written/);

  const rep = JSON.parse((await observer.next((seen) => seen.topic.endsWith('/rep'), 0, 30_000)).text);
  expect(rep.n).toBe(1);
  expect(station.bays[0]!.alerts.map(({ kind }) => kind)).toContain('storage-failing');
  expect(station.journal.waiting).toBeGreaterThan(0);

  rmSync(join(folder, 'data'));
  await until(() => !station.journal.status.failing, 10_000);
  await until(() => station.journal.waiting === 0, 5000);
  const kept = await until(async () => (await station.journal.store.getSet(rep.setId))?.reps);
  expect(kept.map(({ id }) => id)).toContain(rep.id);
  await observer.nextOn('alert', (text) => JSON.parse(text).kind === 'storage-failing' && !JSON.parse(text).active);
});
