import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { dataFiles } from '../../src/app/storage/data-folder.ts';
import { Database } from '../../src/store/database.ts';
import { backUp, checkBackup, openStore, restore } from '../../src/store/index.ts';
import { MIGRATIONS } from '../../src/store/migrations/index.ts';
import { NOW, newMember, TRAINER } from './store-members-samples.ts';
import { newRep, newSet } from './store-samples.ts';
import { keptTempDir } from './store-temp.ts';

/** A backup with a row in most tables, and the folder that it would be restored to. */
const folder = keptTempDir();
const good = join(folder, 'good.backup');
const target = dataFiles(join(folder, 'target'));

beforeAll(async () => {
  const files = dataFiles(join(folder, 'source'));
  const parts = { keyFile: files.keyFile, idFile: files.idFile, lastId: null, lastIdFile: null };
  const store = await openStore({ file: files.file, identity: parts });
  const member = await store.members.add(newMember({ alias: 'Mira' }), TRAINER);
  await store.cards.add(
    { id: member.id, memberId: member.id, lastDigits: '1234', addedAt: NOW },
    'a'.repeat(64),
    TRAINER,
  );
  const set = newSet({ memberId: member.id });
  await store.write({
    sets: [set],
    reps: [newRep(set.id)],
    recordings: [{ setId: set.id, csvGzip: new Uint8Array(9000) }],
  });
  await backUp(files, good, '1.2.3');
  await store.close();
  const other = dataFiles(join(folder, 'target'));
  await (
    await openStore({ file: other.file, identity: { ...parts, keyFile: other.keyFile, idFile: other.idFile } })
  ).close();
});

let attempt = 0;
/** The good backup after some statements that no Lockout ever ran. */
function changed(sql: string): string {
  const file = join(folder, `changed-${++attempt}.backup`);
  copyFileSync(good, file);
  const db = new Database(file);
  db.exec('PRAGMA foreign_keys = OFF');
  db.exec(sql);
  return file;
}

const check = (file: string) => checkBackup(file, target, folder);

describe('a backup that would not run', () => {
  const PROMOTE = "AFTER INSERT ON members BEGIN UPDATE members SET role = 'admin' WHERE id = NEW.id; END";
  const cases: [what: string, sql: string, code: string, words: RegExp][] = [
    ['a column is missing', 'ALTER TABLE sets DROP COLUMN target_hold_s', 'invalid', /table sets is defined otherwise/],
    ['a column more', 'ALTER TABLE members ADD COLUMN shoe_size TEXT', 'invalid', /table members/],
    [
      'a generated column',
      "ALTER TABLE members ADD COLUMN is_admin TEXT GENERATED ALWAYS AS ('admin') VIRTUAL",
      'invalid',
      /table members/,
    ],
    ['a table is missing', 'DROP TABLE recordings', 'invalid', /table recordings is missing/],
    ['a table more', 'CREATE TABLE notes (x TEXT)', 'invalid', /table notes is not part of Lockout/],
    ['an index more', 'CREATE INDEX own ON sets (load_kg)', 'invalid', /index own is not part/],
    ['an index is missing', 'DROP INDEX sets_by_bay', 'invalid', /index sets_by_bay is missing/],
    [
      'a trigger that makes each new member an admin',
      `CREATE TRIGGER promote ${PROMOTE}`,
      'invalid',
      /trigger promote/,
    ],
    [
      'one that hides behind the name of ours',
      `DROP TRIGGER utilisation_of_new_set; CREATE TRIGGER utilisation_of_new_set ${PROMOTE}`,
      'invalid',
      /trigger utilisation_of_new_set is defined otherwise/,
    ],
    [
      'a view in the place of a table',
      'ALTER TABLE tokens RENAME TO real_tokens; CREATE VIEW tokens AS SELECT * FROM real_tokens',
      'invalid',
      /table tokens is missing/,
    ],
    [
      'a rule is missing',
      "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, 'NOT NULL', '') WHERE name = 'members'",
      'invalid',
      /table members/,
    ],
    ['version 0', 'PRAGMA user_version = 0', 'invalid', /version 0, which no Lockout ever made/],
    ['a negative version', 'PRAGMA user_version = -3', 'invalid', /version -3/],
    ['a newer version', 'PRAGMA user_version = 99', 'newer-schema', /schema 99.*Update/],
    [
      'an older version than its tables have',
      `PRAGMA user_version = ${MIGRATIONS.length - 1}`,
      'invalid',
      /is not part/,
    ],
    ['another program', 'PRAGMA application_id = 7', 'not-ours', /no backup of Lockout/],
    ['no table of a backup', 'DROP TABLE backup', 'not-ours', /no backup of Lockout/],
    ['an empty table of a backup', 'DELETE FROM backup', 'invalid', /when and by what/],
    ['a date that is none', "UPDATE backup SET made_at = '\x1b[2J'", 'invalid', /when and by what/],
    ['a key of 3 bytes', "UPDATE backup SET card_key = x'010203'", 'invalid', /its key of the cards is no key/],
    [
      'a key of 200 MB',
      'UPDATE backup SET card_key = zeroblob(200000000)',
      'invalid',
      /its key of the cards is no key/,
    ],
    [
      'the key of others',
      `UPDATE backup SET card_key = CAST('${'ab'.repeat(32)}' AS BLOB)`,
      'invalid',
      /not the one that its cards/,
    ],
    ['an id of its station that is none', "UPDATE identity SET controller_id = '../#'", 'invalid', /id of its station/],
    [
      'a row that refers to nothing',
      "INSERT INTO recordings VALUES ('x', x'00')",
      'corrupt',
      /refers to nothing in sets/,
    ],
    ['a text that is not UTF-8', "UPDATE members SET alias = CAST(x'41ff' AS TEXT)", 'corrupt', /members is not UTF-8/],
    ['half a letter', "UPDATE reps SET bay = CAST(x'41e282' AS TEXT)", 'corrupt', /reps is not UTF-8/],
    ['a text with a NUL', "UPDATE sets SET bay = CAST(x'410042' AS TEXT)", 'corrupt', /sets is not UTF-8/],
    ['a value that is not JSON', "UPDATE reps SET flags_json = '[oops'", 'corrupt', /reps.flags_json is not JSON/],
    [
      'numbers that are used up',
      "INSERT INTO outbox VALUES (9223372036854775807, 'a', 'rep', 'm', '{}')",
      'invalid',
      /nothing can be written/,
    ],
  ];
  it.each(cases)('%s', async (_what, sql, code, words) => {
    await expect(check(changed(sql))).rejects.toMatchObject({ code, message: expect.stringMatching(words) });
  });

  it('is no file: a folder, a device, an empty or a tiny one', async () => {
    writeFileSync(join(folder, 'empty'), '');
    writeFileSync(join(folder, 'tiny'), readFileSync(good).subarray(0, 100));
    for (const file of [folder, '/dev/zero', join(folder, 'empty'), join(folder, 'tiny')])
      await expect(check(file), file).rejects.toMatchObject({
        code: expect.stringMatching(/not-ours|corrupt|not-a-database/),
      });
  });

  it('is refused by restore too, which then changes nothing', async () => {
    const before = readdirSync(join(folder, 'target')).map((name) => [
      name,
      readFileSync(join(folder, 'target', name)),
    ]);
    await expect(restore(changed(`CREATE TRIGGER promote ${PROMOTE}`), target)).rejects.toMatchObject({
      code: 'invalid',
    });
    expect(
      readdirSync(join(folder, 'target')).map((name) => [name, readFileSync(join(folder, 'target', name))]),
    ).toEqual(before);
  });
});

it('one that is fine leaves no copy behind, and is restored with key and id', async () => {
  const before = readdirSync(folder);
  expect(await check(good)).toMatchObject({
    info: { members: 1, cards: 1, sets: 1, reps: 1, hasCardKey: true },
    cardsLost: 0,
  });
  expect(readdirSync(folder)).toEqual(before);
  await restore(good, target);
  const source = dataFiles(join(folder, 'source'));
  for (const part of ['keyFile', 'idFile'] as const)
    expect(readFileSync(target[part])).toEqual(readFileSync(source[part]));
});
