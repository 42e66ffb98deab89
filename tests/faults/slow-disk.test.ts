/** The end of a station on a disk that takes long, or with a database that it can't open. */
import { spawn } from 'node:child_process';
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { dataFiles } from '../../src/app/storage/data-folder.ts';
import type { Rep } from '../../src/contracts/events.ts';
import { Database } from '../../src/store/database.ts';
import { openStore } from '../../src/store/index.ts';
import { Observer } from '../integration/mqtt-observer.ts';
import { BadDisk, hasCompiler } from '../support/bad-disk.ts';
import { runLockout, tempFolder } from '../support/station.ts';

const SLOW_MS = 150;
/** The commit that is under way, and the one of the set; to fold the log into the file would take two more. */
const MOST_SYNCS = 3;

test.skipIf(!hasCompiler)('on a slow disk the end waits for what must be durable, and for nothing else', async () => {
  const folder = tempFolder();
  const disk = BadDisk.make(folder)!;
  const station = runLockout(['run'], { folder, env: disk.env });
  const [, url = ''] = await station.printed(/broker\s+(mqtt:\S+)/);
  const observer = await Observer.open({ url });
  disk.set({ syncMs: SLOW_MS });
  await observer.next((seen) => seen.topic.endsWith('/rep'), 0, 60_000);
  const told = JSON.parse((await observer.next((seen) => seen.topic.endsWith('/rep'), 0, 60_000)).text) as Rep;
  const before = disk.syncs;
  station.child.kill('SIGINT');
  expect(await station.exited).toEqual({ code: 0, signal: null });
  expect(station.output()).toMatch(/Sets in progress are saved/);
  expect(disk.syncs - before).toBeLessThanOrEqual(MOST_SYNCS);
  const { file } = dataFiles(join(folder, 'data'));
  expect(statSync(`${file}-wal`).size).toBeGreaterThan(0);
  const store = await openStore({ file });
  expect((await store.getSet(told.setId))?.set.endReason).toBe('shutdown');
  expect(await store.findDamage()).toEqual([]);
  await store.close();
});

test.skipIf(!hasCompiler)('what the broker has is forgotten without waiting for the disk', async () => {
  const folder = tempFolder();
  const disk = BadDisk.make(folder)!;
  const script = `
    import { openStore } from ${JSON.stringify(new URL('../../dist/src/store/index.js', import.meta.url).href)};
    const store = await openStore({ file: ${JSON.stringify(join(folder, 'a.db'))} });
    await store.write({ outbox: [{ bay: 'b', topic: 'set', id: 'x', payload: {} }] });
    const [{ seq }] = await store.outbox.pending('b', 1);
    process.stdout.write('opened\\n');
    process.stdin.once('data', async () => {
      await store.outbox.delivered([seq]);
      process.stdout.write('deleted\\n');
    });
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    env: { ...process.env, ...disk.env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const line = () => new Promise((resolve) => child.stdout.once('data', (data) => resolve(String(data))));
  expect(await line()).toBe('opened\n');
  const before = disk.syncs;
  child.stdin.write('go\n');
  expect(await line()).toBe('deleted\n');
  expect(disk.syncs).toBe(before);
});

test('a station that waits for its database at the start can be ended, and says what it did not keep', async () => {
  const folder = tempFolder();
  const dataDir = join(folder, 'data');
  mkdirSync(dataDir);
  const holder = new Database(dataFiles(dataDir).file);
  holder.exec('PRAGMA application_id = 0x4c4f434b; BEGIN EXCLUSIVE');
  const station = runLockout(['run'], { folder });
  await station.printed(/Another program holds the database/);
  station.child.kill('SIGINT');
  const { code } = await station.exited;
  expect(code, station.output()).toBeGreaterThanOrEqual(0);
  expect(station.output()).toMatch(/Stopped in/);
  holder.exec('ROLLBACK');
});
