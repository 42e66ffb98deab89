/** What is kept of people is for the user of the station alone. */
import { chmodSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { isOwnFolder, openData } from '../../src/app/storage/data-folder.ts';
import { makeFolderPrivate, openParts } from '../../src/store/index.ts';
import { runLockout, tempFolder } from '../support/station.ts';

const ANYBODY = 0o077;
/** Of everything in a folder, what others may use. */
const openIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => (statSync(path).mode & ANYBODY) !== 0)
    .map((path) => `${path.slice(folder.length + 1)} ${(statSync(path).mode & 0o777).toString(8)}`);

it('whatever the umask of who starts it: database, log, keys, backups, and what was there before', async () => {
  const folder = tempFolder();
  const dataDir = join(folder, 'data');
  const umask = process.umask(0o000);
  try {
    // As an earlier version left it.
    await (await openData({ folder, dataDir, rememberData: true })).close();
    chmodSync(dataDir, 0o755);
    for (const name of readdirSync(dataDir)) chmodSync(join(dataDir, name), 0o666);
    const station = runLockout(['run'], { folder });
    await station.printed(/Press Ctrl-C to stop/);
    expect(readdirSync(dataDir)).toContain('lockout.sqlite-wal');
    expect(openIn(folder)).toEqual([]);
    station.child.kill('SIGINT');
    await station.exited;
    for (const args of [
      ['backup', 'a.backup'],
      ['restore', 'a.backup'],
      ['config', 'init'],
    ])
      expect(await runLockout(args, { folder }).exited, args.join(' ')).toEqual({ code: 0, signal: null });
    expect(readdirSync(dataDir).some((name) => name.includes('before-restore'))).toBe(true);
    expect(openIn(folder)).toEqual([]);
  } finally {
    process.umask(umask);
  }
});

it('a folder of other things keeps its mode, and what is open is said', () => {
  const folder = tempFolder();
  chmodSync(folder, 0o755);
  expect(isOwnFolder({ folder, dataDir: folder })).toBe(false);
  expect(isOwnFolder({ folder, dataDir: join(folder, '..') })).toBe(false);
  expect(isOwnFolder({ folder, dataDir: join(folder, 'data') })).toBe(true);
  expect(isOwnFolder({ folder, dataDir: '/var/lib/lockout' })).toBe(true);
  expect(makeFolderPrivate(folder, false)).toEqual([`${folder} (mode 755)`]);
  expect(makeFolderPrivate(folder, true)).toEqual([]);
  mkdirSync(join(folder, 'other'));
  chmodSync(folder, 0o777);
  expect(openParts(folder)).toEqual([`${folder} (mode 777)`]);
  expect(openParts(join(folder, 'missing'))).toEqual([]);
});
