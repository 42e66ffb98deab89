import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Database } from '../../src/store/database.ts';
import { openStore } from '../../src/store/index.ts';
import { Repository } from '../../src/store/repository.ts';
import { StoreClient } from '../../src/store/store-client.ts';
import { newRep, newSet } from '../integration/store-samples.ts';
import { tempDir } from '../integration/store-temp.ts';

const opening = (file: string) =>
  openStore({ file }).then(
    async (store) => {
      await store.close();
      throw new Error('it opened');
    },
    (error) => error,
  );

describe('opening fails clearly', () => {
  it('on a file that is no database, and leaves it as it is', async () => {
    const file = join(tempDir(), 'lockout.db');
    writeFileSync(file, 'this is my shopping list\n'.repeat(500));
    const before = readFileSync(file);
    expect(await opening(file)).toMatchObject({ code: 'not-a-database', message: expect.stringContaining(file) });
    expect(readFileSync(file)).toEqual(before);
  });

  it('on a database of a newer version', async () => {
    const file = join(tempDir(), 'lockout.db');
    await (await openStore({ file })).close();
    new Database(file).exec('PRAGMA user_version = 99');
    expect(await opening(file)).toMatchObject({ code: 'newer-schema', message: expect.stringMatching(/schema 99/) });
  });

  it('on a database of another program', async () => {
    const file = join(tempDir(), 'lockout.db');
    new Database(file).exec('CREATE TABLE notes (x TEXT)');
    expect(await opening(file)).toMatchObject({ code: 'not-ours', message: expect.stringContaining('dataDir') });
  });

  it('on a folder in place of the file, and on a file in place of the folder', async () => {
    const dir = tempDir();
    mkdirSync(join(dir, 'lockout.db'));
    expect(await opening(join(dir, 'lockout.db'))).toMatchObject({ code: 'no-access' });
    writeFileSync(join(dir, 'data'), '');
    expect(await opening(join(dir, 'data', 'lockout.db'))).toMatchObject({
      code: 'no-access',
      message: expect.stringMatching(/dataDir/),
    });
  });

  it('without the right to write', async () => {
    const dir = tempDir();
    chmodSync(dir, 0o555);
    // Root may write everywhere but into the kernel's own file system.
    const folder = process.getuid?.() === 0 ? '/sys/lockout' : join(dir, 'data');
    expect(await opening(join(folder, 'lockout.db'))).toMatchObject({
      code: 'no-access',
      message: expect.stringMatching(/Give this user the right .*dataDir/),
    });
  });
});

describe('a damaged database', () => {
  it('is named as such, with advice, when its pages are garbage', async () => {
    const file = join(tempDir(), 'lockout.db');
    const repository = new Repository(file);
    const set = newSet();
    repository.write({ sets: [set], reps: Array.from({ length: 200 }, () => newRep(set.id)) });
    repository.close(); // folds its log, however slow the disk is
    const bytes = readFileSync(file);
    bytes.fill(0xa5, 4096);
    writeFileSync(file, bytes);
    expect(statSync(file).size).toBeGreaterThan(3 * 4096);

    const error = await openStore({ file }).then(
      async (damaged) => {
        onTestFinished(() => damaged.close().catch(() => undefined));
        return damaged.getSet(set.id).catch((reason) => reason);
      },
      (reason) => reason,
    );
    expect(error).toMatchObject({ code: 'corrupt', message: expect.stringMatching(/backup/) });
  });
});

/** libsql ends the whole process when it reads one. */
describe('a text that is not UTF-8', () => {
  const NEWEST = 5000;
  const SPOILED = "CAST(x'41ff' AS TEXT)";

  /** Closed, and folded whatever the disk does. */
  function databaseOf(sets: number): string {
    const file = join(tempDir(), 'lockout.db');
    const repository = new Repository(file);
    repository.write({ sets: Array.from({ length: sets }, () => newSet()) });
    repository.close();
    return file;
  }
  function spoil(file: string, sql: string) {
    const db = new Database(file);
    db.exec(sql);
    db.close();
  }
  /** A copy of what a process leaves that ends while it has the database open. */
  function leftBy(file: string) {
    const left = join(tempDir(), 'lockout.db');
    for (const end of ['', '-wal']) copyFileSync(`${file}${end}`, `${left}${end}`);
    return left;
  }
  const damaged = (table: string) => ({
    code: 'corrupt',
    message: expect.stringMatching(
      new RegExp(`a text in ${table} is not UTF-8\\. Stop the station and restore a backup`),
    ),
  });

  it.each([
    ['sets', `UPDATE sets SET bay = ${SPOILED}`],
    ['sets', "UPDATE sets SET bay = CAST(x'410042' AS TEXT)"],
    ['identity', `INSERT INTO identity (only_one, controller_id) VALUES (1, ${SPOILED})`],
  ])('in %s refuses the opening, with advice: %s', async (table, sql) => {
    const file = databaseOf(2);
    spoil(file, sql);
    expect(await opening(file)).toMatchObject(damaged(table));
  });

  it('of long ago is found when the database was not closed, and by the doctor', async () => {
    const file = databaseOf(NEWEST + 1);
    spoil(file, `UPDATE sets SET site = ${SPOILED} WHERE id = (SELECT min(id) FROM sets)`);
    // A start looks through the newest rows alone.
    const store = await openStore({ file });
    onTestFinished(() => store.close());
    expect(await store.findDamage()).toEqual(['a text in sets is not UTF-8']);
    expect(await opening(leftBy(file))).toMatchObject(damaged('sets'));
  });

  it('is looked for once in each row, whatever the numbers of the rows', async () => {
    const file = databaseOf(0);
    spoil(
      file,
      "INSERT INTO outbox VALUES (9223372036854775807, 'bay-1', 'rep', 'm', '{}'), (-9, 'bay-1', 'rep', 'n', '{}')",
    );
    const store = await openStore({ file });
    onTestFinished(() => store.close());
    expect(await store.findDamage()).toEqual([]);
  });

  it('is none in a database that was not closed, whatever its letters', async () => {
    const file = databaseOf(0);
    const store = await openStore({ file });
    onTestFinished(() => store.close());
    const sets = Array.from({ length: 2500 }, () => newSet({ note: 'Zoë 🏋️ จ' }));
    await store.write({ sets });
    const again = await openStore({ file: leftBy(file) });
    onTestFinished(() => again.close());
    expect(await again.findDamage()).toEqual([]);
    expect((await again.listSets({ limit: 1 })).sets).toEqual([sets.at(-1)]);
  });

  it('in an index alone goes after a crash: the index is made anew', async () => {
    const file = databaseOf(3);
    spoil(file, "UPDATE sets SET bay = 'bay-before'");
    const db = new Database(file);
    const index = db.number("SELECT rootpage FROM sqlite_schema WHERE name = 'sets_by_bay'");
    const pageBytes = db.number('PRAGMA page_size');
    db.close();
    const bytes = readFileSync(file);
    const at = bytes.indexOf('bay-before', (index - 1) * pageBytes);
    expect(at).toBeLessThan(index * pageBytes);
    bytes[at] = 0xff;
    writeFileSync(file, bytes);
    const store = await openStore({ file });
    onTestFinished(() => store.close());
    expect(await store.findDamage()).toEqual([]); // as far as anybody but the index can tell
    const left = leftBy(file);
    const again = await openStore({ file: left });
    onTestFinished(() => again.close());
    expect((await again.listSets({ bay: 'bay-before', limit: 9 })).sets).toHaveLength(3);
    expect(new Database(left).all('PRAGMA integrity_check')).toMatchObject([{ integrity_check: 'ok' }]);
  });
});

describe('a crash of the worker', () => {
  it('fails what was under way, and the store comes back with everything acknowledged', async () => {
    const file = join(tempDir(), 'lockout.db');
    const log: string[] = [];
    const note = (message: string) => log.push(message);
    const workerFile = join(import.meta.dirname, '../../dist/tests/faults/store-crashing-worker.js');
    const store = new StoreClient({ file, logger: { info: note, warn: note, error: note } }, workerFile);
    await store.open();
    onTestFinished(() => store.close());
    const kept = newSet();
    await store.write({ sets: [kept] });

    const crash = store.getSet('crash');
    const unsure = store.write({ sets: [newSet()] });
    // The real worker answers the first request before it dies; what waited behind it gets no answer.
    expect(await crash).toBeNull();
    await expect(unsure).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(/made to crash.*again/),
    });
    await expect(store.write({ sets: [newSet()] })).rejects.toMatchObject({ code: 'unavailable' });

    const retried = newSet();
    await expect
      .poll(() =>
        store.write({ sets: [retried] }).then(
          () => 'written',
          () => 'not yet',
        ),
      )
      .toBe('written');
    expect((await store.getSet(kept.id))?.set).toEqual(kept);
    expect((await store.getSet(retried.id))?.set).toEqual(retried);
    expect(store.stats()).toMatchObject({ restarts: 1, writeErrors: 1 });
    expect(store.stats().refused).toBeGreaterThan(0);
    expect(log.join('\n')).toMatch(/made to crash[\s\S]*open again/);
  });
});

/** The thread is started again more and more slowly, up to each 5 s. */
const PATIENTLY = { timeout: 60_000 };

describe('a file that is deleted while it is open', () => {
  it('is noticed at the next write, and not made again: it is the one when it is back', async () => {
    const folder = join(tempDir(), 'data');
    const away = `${folder}-on-another-disk`;
    const log: string[] = [];
    const note = (message: string) => log.push(message);
    const logger = { info: note, warn: note, error: note };
    const store = await openStore({ file: join(folder, 'lockout.db'), logger });
    onTestFinished(() => store.close());
    await store.write({ sets: [newSet()] });
    renameSync(folder, away);
    const next = newSet();
    await expect(store.write({ sets: [next] })).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(/was deleted or moved/),
    });
    await expect.poll(() => log.join(), PATIENTLY).toMatch(/has vanished.*Next try/);
    expect(existsSync(join(folder, 'lockout.db'))).toBe(false);
    rmSync(folder, { recursive: true, force: true });
    renameSync(away, folder);
    await expect
      .poll(
        () =>
          store.write({ sets: [next] }).then(
            () => 'written',
            () => 'not yet',
          ),
        PATIENTLY,
      )
      .toBe('written');
    const { sets } = await store.listSets({ limit: 9 });
    expect(sets).toHaveLength(2);
    expect(statSync(join(folder, 'lockout.db')).size).toBeGreaterThan(0);
  });
});
