import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { dataFiles } from '../../src/app/storage/data-folder.ts';
import { Database } from '../../src/store/database.ts';
import { backUp, openStore, restore, StoreError } from '../../src/store/index.ts';
import { NOW, newMember, TRAINER } from './store-members-samples.ts';
import { newRep, newSet } from './store-samples.ts';
import { keptTempDir } from './store-temp.ts';

/** Each takes a process or two. MUTATIONS=1000 looks longer. */
const RUNS = Number(process.env.MUTATIONS ?? 24);
const LONGEST_MS = 90_000 + RUNS * 15_000;

const folder = keptTempDir();
const good = join(folder, 'good.backup');
let bytes: Buffer;

const partsOf = ({ keyFile, idFile }: ReturnType<typeof dataFiles>) => ({
  keyFile,
  idFile,
  lastId: null,
  lastIdFile: null,
});

beforeAll(async () => {
  const files = dataFiles(join(folder, 'source'));
  const store = await openStore({ file: files.file, identity: partsOf(files) });
  for (let index = 0; index < 30; index++) {
    const member = await store.members.add(newMember({ alias: `Mira ${index}`, login: `mira${index}` }), TRAINER);
    const card = { id: member.id, memberId: member.id, lastDigits: '1234', addedAt: NOW };
    await store.cards.add(card, `${index}`.padStart(64, 'a'), TRAINER);
    const set = newSet({ memberId: member.id });
    await store.write({ sets: [set], reps: [newRep(set.id), newRep(set.id)] });
  }
  await backUp(files, good, '1.2.3');
  await store.close();
  bytes = readFileSync(good);
});

type Mutation = (copy: Buffer) => Buffer;
const PAGE = 4096;

/** Bytes anywhere, in the header, or in the schema; pages torn off, swapped or zeroed. */
const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc
    .array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(255)), { minLength: 1, maxLength: 12 })
    .map((changes) => (copy: Buffer) => {
      for (const [place, value] of changes) copy[Math.floor(place * (copy.length - 1))] = value;
      return copy;
    }),
  fc.array(fc.tuple(fc.nat(99), fc.nat(255)), { minLength: 1, maxLength: 3 }).map((changes) => (copy: Buffer) => {
    for (const [offset, value] of changes) copy[offset] = value;
    return copy;
  }),
  fc.array(fc.tuple(fc.nat(PAGE - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }).map((changes) => (copy: Buffer) => {
    for (const [offset, value] of changes) copy[offset] = value;
    return copy;
  }),
  fc
    .double({ min: 0, max: 1, noNaN: true })
    .map((part) => (copy: Buffer) => copy.subarray(0, Math.floor(copy.length * part))),
  fc.tuple(fc.nat(1000), fc.nat(1000)).map(([from, to]) => (copy: Buffer) => {
    const pages = copy.length / PAGE;
    copy.copy(copy, (to % pages) * PAGE, (from % pages) * PAGE, (from % pages) * PAGE + PAGE);
    return copy;
  }),
);

/** Or what SQL can do: a table, index or trigger gone, a column more, another type of value. */
const statement = fc.constantFrom(
  "UPDATE sets SET plates_json = x'00'",
  "UPDATE sets SET started_at = CAST(x'ff' AS TEXT) WHERE rowid IS NULL OR 1",
  "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET rootpage = 2 WHERE name = 'members'",
  "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = CAST(x'ff' AS TEXT) WHERE name = 'members'",
  "PRAGMA writable_schema = ON; DELETE FROM sqlite_schema WHERE name = 'cards_by_member'",
  "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET type = 'view', rootpage = 0, sql = 'CREATE VIEW tokens AS SELECT 1' WHERE name = 'tokens'",
  "UPDATE sqlite_sequence SET seq = 'x'",
  'PRAGMA page_size = 512; VACUUM',
  'PRAGMA auto_vacuum = 2; VACUUM',
  'PRAGMA journal_mode = WAL',
);

let attempt = 0;

/** @returns whether it was accepted; then it also runs */
async function take(file: string): Promise<boolean> {
  const target = join(folder, `target-${++attempt}`);
  const files = dataFiles(target);
  await (await openStore({ file: files.file, identity: partsOf(files) })).close();
  const before = [files.file, files.keyFile, files.idFile].map((name) => readFileSync(name));
  try {
    await restore(file, files);
  } catch (error) {
    expect(error).toBeInstanceOf(StoreError);
    expect((error as StoreError).message).toContain(file);
    expect((error as StoreError).code).not.toBe('internal');
    expect([files.file, files.keyFile, files.idFile].map((name) => readFileSync(name))).toEqual(before);
    rmSync(target, { recursive: true });
    return false;
  }
  const store = await openStore({ file: files.file, identity: partsOf(files) });
  for (const { id } of (await store.listSets({ limit: 999 })).sets) await store.getSet(id);
  await store.cards.all();
  await store.members.list({ limit: 200 });
  await store.corrections.audit({ limit: 200 });
  const set = newSet();
  await store.write({
    sets: [set],
    reps: [newRep(set.id)],
    outbox: [{ bay: 'b', topic: 'set', id: set.id, payload: set }],
  });
  expect(await store.findDamage()).toEqual([]);
  await store.close();
  rmSync(target, { recursive: true });
  return true;
}

it('as it was made is accepted', async () => {
  expect(await take(good)).toBe(true);
});

it(
  'with other bytes it is refused, or runs; it never ends the program, and a refusal changes nothing',
  async () => {
    await fc.assert(
      fc.asyncProperty(mutation, async (change) => {
        const file = join(folder, 'mutated.backup');
        writeFileSync(file, change(Buffer.from(bytes)));
        await take(file);
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
    expect(existsSync(good)).toBe(true);
  },
  LONGEST_MS,
);

it(
  'with another schema or other values it is refused, or runs',
  async () => {
    await fc.assert(
      fc.asyncProperty(statement, async (sql) => {
        const file = join(folder, 'changed.backup');
        copyFileSync(good, file);
        const db = new Database(file);
        try {
          db.exec(sql);
        } catch {
          // SQLite itself refused it
        }
        await take(file);
      }),
      { numRuns: Math.ceil(RUNS / 3), endOnFailure: true },
    );
  },
  LONGEST_MS,
);
