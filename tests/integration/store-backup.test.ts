import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { v7 as newId } from 'uuid';
import { describe, expect, it, onTestFinished } from 'vitest';
import { dataFiles } from '../../src/app/storage/data-folder.ts';
import { Database } from '../../src/store/database.ts';
import { backUp, checkBackup, openStore, restore } from '../../src/store/index.ts';
import { NOW, newMember, TRAINER } from './store-members-samples.ts';
import { newRep, newSet } from './store-samples.ts';
import { tempDir } from './store-temp.ts';

const KEY = `${'0123456789abcdef'.repeat(4)}\n`;
const OTHER_KEY = `${'fedcba9876543210'.repeat(4)}\n`;

async function newStation() {
  const dataDir = join(tempDir(), 'data');
  mkdirSync(dataDir);
  const files = dataFiles(dataDir);
  writeFileSync(files.keyFile, KEY);
  const store = await openStore({ file: files.file });
  onTestFinished(() => store.close());
  return { dataDir, files, store };
}

describe('a backup', () => {
  it('is one consistent, secret file, made while sets are written, and brings everything back', async () => {
    const { dataDir, files, store } = await newStation();
    const member = await store.members.add(newMember(), TRAINER);
    await store.access.addSession({
      idHash: 'log-in',
      memberId: member.id,
      tokenId: null,
      createdAt: NOW,
      expiresAt: NOW,
      lastUsedAt: NOW,
      label: '',
    });
    const kept = newSet({ memberId: member.id });
    await store.write({ sets: [kept], reps: [newRep(kept.id)] });
    let writing = true;
    const writer = (async () => {
      while (writing) {
        const set = newSet();
        await store.write({ sets: [set], reps: [newRep(set.id)] });
      }
    })();
    const target = join(dataDir, '..', 'backup.lockout');
    const info = await backUp(files, target, '1.2.3');
    writing = false;
    await writer;

    expect(info).toMatchObject({ lockoutVersion: '1.2.3', members: 1, hasCardKey: true, bytes: statSync(target).size });
    expect(info.sets).toBeGreaterThan(0);
    expect(info.reps).toBe(info.sets);
    expect(statSync(target).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(dataDir, '..')).sort()).toEqual(['backup.lockout', 'data']);
    expect((await checkBackup(target, files, tempDir())).info).toEqual(info);
    await expect(backUp(files, target, '1.2.3')).rejects.toMatchObject({ code: 'conflict' });

    // A day later: things were lost, and the key is another one.
    await store.members.remove(member.id, NOW, TRAINER);
    await store.close();
    writeFileSync(files.keyFile, OTHER_KEY);
    const { keptOld } = await restore(target, files);
    expect(keptOld.every((file) => existsSync(file))).toBe(true);
    expect(readFileSync(files.keyFile, 'utf8')).toBe(KEY);
    expect(statSync(files.keyFile).mode & 0o777).toBe(0o600);
    const again = await openStore({ file: files.file });
    onTestFinished(() => again.close());
    expect(await again.members.get(member.id)).toEqual(member);
    expect((await again.getSet(kept.id))!.reps).toHaveLength(1);
    expect(await again.access.session('log-in', '2000-01-01T00:00:00.000Z')).toBeNull();
    const old = await openStore({ file: keptOld[0]! });
    onTestFinished(() => old.close());
    expect(await old.members.get(member.id)).toBeNull();
  });

  it('takes what an unclean end left in the log away from the restored file', async () => {
    const { dataDir, files, store } = await newStation();
    const target = join(dataDir, '..', 'backup.lockout');
    await backUp(files, target, '1.2.3');
    await store.write({ sets: [newSet()] });
    expect(existsSync(`${files.file}-wal`)).toBe(true);
    const { keptOld } = await restore(target, files);
    expect(keptOld.filter((file) => file.endsWith('-wal'))).toHaveLength(1);
    const again = await openStore({ file: files.file });
    onTestFinished(() => again.close());
    expect((await again.listSets({ limit: 9 })).sets).toEqual([]);
  });

  it('is refused when it is none, of another version, damaged, or missing; nothing changes then', async () => {
    const { dataDir, files, store } = await newStation();
    const set = newSet();
    await store.write({ sets: [set], reps: Array.from({ length: 300 }, () => newRep(set.id)) });
    await store.close();
    const file = (name: string) => join(dataDir, '..', name);
    await backUp(files, file('good'), '1.2.3');
    const good = readFileSync(file('good'));
    writeFileSync(file('list'), 'bread, milk\n'.repeat(400));
    writeFileSync(file('newer'), good);
    new Database(file('newer')).exec('PRAGMA user_version = 99');
    writeFileSync(file('orphan'), good);
    new Database(file('orphan')).exec(`PRAGMA foreign_keys = OFF; INSERT INTO recordings VALUES ('${newId()}', x'00')`);
    writeFileSync(file('torn'), good.subarray(0, good.length - 8192));
    const before = readFileSync(files.file);
    for (const [name, code, words] of [
      ['none', 'not-found', /no file/],
      ['list', 'not-ours', /is no backup of Lockout/],
      ['data/lockout.sqlite', 'not-ours', /lockout backup/],
      ['newer', 'newer-schema', /schema 99.*Update/],
      ['orphan', 'corrupt', /recordings refers to nothing in sets/],
      ['torn', 'corrupt', /damaged/],
    ] as const)
      await expect(restore(file(name), files), name).rejects.toMatchObject({
        code,
        message: expect.stringMatching(words),
      });
    expect(readFileSync(files.file)).toEqual(before);
    // SQLite's own files stay where a process that was not the last one closed the database.
    const names = readdirSync(dataDir).filter((name) => !/-(wal|shm)$/.test(name));
    expect(names.sort()).toEqual(['card.key', 'lockout.sqlite']);
  });
});
