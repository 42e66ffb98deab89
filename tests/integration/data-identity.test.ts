/** Database, key of the cards and id of a data folder belong together; a part that vanished is never replaced without a word. */
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkDataIsThere, dataFiles, openData } from '../../src/app/storage/data-folder.ts';
import { Database } from '../../src/store/database.ts';
import { adopt, openStore } from '../../src/store/index.ts';
import { migrate } from '../../src/store/migrate.ts';
import { MIGRATIONS } from '../../src/store/migrations/index.ts';
import { addMember } from '../support/members.ts';
import { runLockout, startStation, tempFolder, until } from '../support/station.ts';
import { newSet } from './store-samples.ts';

const placeOf = (folder: string, rememberData = true) => ({ folder, dataDir: join(folder, 'data'), rememberData });

/** A gym with a member, a card and a set. */
async function gym(options: { cards?: number } = {}) {
  const folder = tempFolder();
  const place = placeOf(folder);
  const store = await openData(place);
  for (let n = 0; n < (options.cards ?? 1); n++)
    await addMember(store, place.dataDir, { alias: `Mira ${n}`, uid: `04A1B2C3D4E5F${n}` });
  await store.write({ sets: [newSet()] });
  const id = store.controllerId!;
  await store.close();
  return { folder, place, id, files: dataFiles(place.dataDir) };
}

const opening = (place: ReturnType<typeof placeOf>) =>
  openData(place).then(
    async (store) => {
      await store.close();
      return { code: 'opened', message: '' };
    },
    (error: { code: string; message: string }) => ({ code: error.code, message: error.message }),
  );

/** Everything below a folder, by its hash; locks, and what a reader of a database leaves beside it, apart. */
const contentsOf = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(({ name }) => !/-(wal|shm|journal)$/.test(name))
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      if (!entry.isFile()) return path;
      return `${path} ${createHash('sha256').update(readFileSync(path)).digest('hex').slice(0, 8)}`;
    })
    .sort();

describe('opening the data refuses, and changes nothing', () => {
  type Gym = Awaited<ReturnType<typeof gym>>;
  const cases: [what: string, spoil: (gym: Gym) => void | Promise<void>, words: RegExp][] = [
    [
      'the database vanished',
      ({ files }) => rmSync(files.file),
      /sqlite is missing, but controller.id and card.key .*restore.*data new/,
    ],
    [
      'the database is empty',
      ({ files }) => truncateSync(files.file),
      /is empty \(0 bytes\), but controller.id and card.key/,
    ],
    [
      'the database lost its tables',
      ({ files }) => {
        rmSync(files.file);
        new Database(files.file).exec('PRAGMA user_version = 0; VACUUM');
      },
      /holds no tables, but it is that of station/,
    ],
    [
      'the key vanished',
      ({ files }) => rmSync(files.keyFile),
      /card.key, is missing; without it none of 1 cards.*data adopt/,
    ],
    ['the key is damaged', ({ files }) => writeFileSync(files.keyFile, 'abc'), /card.key is damaged/],
    [
      'the key is another one',
      ({ files }) => writeFileSync(files.keyFile, 'ab'.repeat(32)),
      /is not the key that the cards/,
    ],
    [
      'everything vanished, or its disk is not mounted',
      ({ place }) => rmSync(place.dataDir, { recursive: true }),
      /data is empty, but the data of station .*mount it/,
    ],
    [
      'a link to the database leads nowhere',
      ({ files, folder }) => {
        rmSync(files.file);
        symlinkSync(join(folder, 'other-disk', 'lockout.sqlite'), files.file);
      },
      /is a link to a file that is missing.*mount it/,
    ],
    [
      'the database is that of another gym',
      async ({ files }) => {
        const other = (await gym()).files.file;
        // A slow disk leaves the newest of it in the log beside it.
        for (const part of ['', '-wal', '-shm'])
          if (existsSync(other + part)) copyFileSync(other + part, files.file + part);
          else rmSync(files.file + part, { force: true });
      },
      /is the database of station \w+, and .*controller.id belongs to station/,
    ],
    [
      'all of it is that of another gym',
      async ({ place }) => {
        rmSync(place.dataDir, { recursive: true });
        renameSync((await gym()).place.dataDir, place.dataDir);
      },
      /holds the data of station \w+, but that of station \w+ was there before/,
    ],
  ];
  it.each(cases)('%s', async (_what, spoil, words) => {
    const it = await gym();
    await spoil(it);
    const before = contentsOf(it.folder);
    expect(await opening(it.place)).toEqual({ code: 'mismatch', message: expect.stringMatching(words) });
    expect(contentsOf(it.folder)).toEqual(before);
  });

  it('the key vanished before any card was enrolled', async () => {
    const { place, files } = await gym({ cards: 0 });
    rmSync(files.keyFile);
    expect(await opening(place)).toMatchObject({
      code: 'mismatch',
      message: expect.stringMatching(/card.key, is missing/),
    });
  });
});

describe('opening the data says nothing', () => {
  it('on a new machine, also after a start that failed before there was a table', async () => {
    const place = placeOf(tempFolder());
    mkdirSync(place.dataDir);
    writeFileSync(dataFiles(place.dataDir).file, '');
    expect(await opening(place)).toMatchObject({ code: 'opened' });
    expect(await opening(place)).toMatchObject({ code: 'opened' });
  });

  it('at a folder of an earlier version, with or without its id, and its cards still work', async () => {
    for (const hasId of [true, false]) {
      const { place, files, id } = await gym();
      rmSync(files.file);
      const earlier = new Database(files.file);
      migrate(earlier, MIGRATIONS.slice(0, 8), files.file);
      earlier.close();
      rmSync(join(place.folder, '.lockout-data.json'));
      if (!hasId) rmSync(files.idFile);
      expect(await opening(place)).toMatchObject({ code: 'opened' });
      const adopted = readFileSync(files.idFile, 'utf8').trim();
      expect(adopted === id).toBe(hasId);
      writeFileSync(files.keyFile, 'ab'.repeat(32));
      expect(await opening(place)).toMatchObject({ code: 'mismatch' });
    }
  });

  it('when only the file of the id is missing: it is written again', async () => {
    const { place, files, id } = await gym();
    rmSync(files.idFile);
    expect(await opening(place)).toMatchObject({ code: 'opened' });
    expect(readFileSync(files.idFile, 'utf8').trim()).toBe(id);
  });

  it('when configuration and data are moved together', async () => {
    const { folder } = await gym();
    const moved = join(tempFolder(), 'elsewhere');
    renameSync(folder, moved);
    expect(await opening(placeOf(moved))).toMatchObject({ code: 'opened' });
  });

  it('where nothing is remembered beside the configuration, as in the demo', async () => {
    const place = placeOf(tempFolder(), false);
    expect(await opening(place)).toMatchObject({ code: 'opened' });
    rmSync(place.dataDir, { recursive: true });
    expect(await opening(place)).toMatchObject({ code: 'opened' });
    expect(readdirSync(place.folder)).toEqual(['data']);
  });
});

describe('the station', () => {
  it('does not start without its data, says what to do, and starts again with them', async () => {
    const { folder, files, place } = await gym();
    renameSync(place.dataDir, join(folder, 'unmounted'));
    mkdirSync(place.dataDir);
    const refused = runLockout(['run'], { folder });
    expect(await refused.exited).toEqual({ code: 1, signal: null });
    expect(refused.output()).toMatch(
      /data is empty, but the data of station \w{12} was in it .*mount it.*npx lockout data new/,
    );
    expect(existsSync(files.file)).toBe(false);
    rmSync(place.dataDir, { recursive: true });
    renameSync(join(folder, 'unmounted'), place.dataDir);
    const { station } = await startStation({ folder });
    expect((await station.writeQueue.store.members.list({ limit: 9 })).items).toHaveLength(1);
  });

  it('whose data vanish while it runs keeps what happens in memory, and writes it when they are back', async () => {
    const { folder, place } = await gym();
    const { station } = await startStation({ folder });
    renameSync(place.dataDir, join(folder, 'unmounted'));
    mkdirSync(place.dataDir);
    const set = newSet();
    const kept = station.writeQueue.append({ sets: [set] });
    await until(() => /deleted or moved|opened again|is empty/.test(station.writeQueue.status.reason));
    await until(() => readdirSync(place.dataDir).length === 0);
    rmSync(place.dataDir, { recursive: true });
    renameSync(join(folder, 'unmounted'), place.dataDir);
    await kept;
    expect((await station.writeQueue.store.listSets({ limit: 9 })).sets.map(({ id }) => id)).toContain(set.id);
  });
});

describe('a person decides', () => {
  it('to begin a new gym: what was there is kept aside', async () => {
    const { folder, place, files, id } = await gym();
    rmSync(files.file);
    const command = runLockout(['data', 'new'], { folder });
    expect(await command.exited).toEqual({ code: 0, signal: null });
    const [, kept = ''] = /kept in (\S+)/.exec(command.output())!;
    expect(readdirSync(kept).sort()).toEqual(['card.key', 'controller.id']);
    expect(await opening(place)).toMatchObject({ code: 'opened' });
    expect(readFileSync(files.idFile, 'utf8').trim()).not.toBe(id);
  });

  it('to take the data as they are: cards without their key go, everything else stays', async () => {
    const { folder, place, files } = await gym();
    rmSync(files.keyFile);
    const command = runLockout(['data', 'adopt'], { folder });
    expect(await command.exited).toEqual({ code: 0, signal: null });
    expect(command.output()).toMatch(/1 cards have to be enrolled again/);
    const store = await openData(place);
    expect(await store.cards.all()).toEqual([]);
    expect((await store.members.list({ limit: 9 })).items).toHaveLength(1);
    await store.close();
  });

  it('to take the data of another gym: nothing is lost', async () => {
    const { folder, place } = await gym();
    rmSync(place.dataDir, { recursive: true });
    const other = await gym();
    renameSync(other.place.dataDir, place.dataDir);
    expect(await runLockout(['data', 'adopt'], { folder }).exited).toEqual({ code: 0, signal: null });
    const store = await openData(place);
    expect(store.controllerId).toBe(other.id);
    expect(await store.cards.all()).toHaveLength(1);
    await store.close();
  });

  it('to adopt where there is no database: it says what else there is', async () => {
    await expect(adopt(dataFiles(tempFolder()))).rejects.toMatchObject({
      code: 'not-found',
      message: expect.stringMatching(/restore FILE.*data new/),
    });
  });
});

it('opening waits for nobody who writes, so that the doctor can look beside a busy station', async () => {
  const { place, files } = await gym();
  const writer = new Database(files.file);
  writer.exec('BEGIN IMMEDIATE');
  expect(await opening(place)).toMatchObject({ code: 'opened' });
  writer.exec('ROLLBACK');
});

it('a look at the data makes none', async () => {
  const { place } = await gym();
  rmSync(place.dataDir, { recursive: true });
  expect(() => checkDataIsThere(place)).toThrow(/is empty/);
  expect(existsSync(place.dataDir)).toBe(false);
});

it('a database that is opened alone needs no identity', async () => {
  const file = join(tempFolder(), 'a.db');
  const store = await openStore({ file });
  expect(store.controllerId).toBeNull();
  await store.close();
});
