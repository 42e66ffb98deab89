/** Whether a database has exactly the tables, indexes and triggers that this program makes, and nothing else. */
import { Database } from './database.ts';
import { migrate } from './migrate.ts';
import { MIGRATIONS } from './migrations/index.ts';

/** By kind and name, such as `table sets`: its definition without comments, in one line. */
type Schema = ReadonlyMap<string, string>;

/** What a backup has besides: when and by what it was made, and the key of the cards. */
export const BACKUP_TABLE = `CREATE TABLE backup (
      made_at TEXT NOT NULL,
      lockout_version TEXT NOT NULL,
      card_key BLOB
    ) STRICT`;

/** Strings and quoted names stay as they are; a comment or white space is one blank (https://www.sqlite.org/lang_comment.html). */
const TOKENS = /'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]|(?:--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|\s)+/g;
const plainSql = (sql: string): string => sql.replace(TOKENS, (token) => (/^['"`[]/.test(token) ? token : ' ')).trim();

function schemaOf(db: Database): Schema {
  const rows = db.all('SELECT type, name, tbl_name, sql FROM sqlite_schema');
  return new Map(
    rows.map(({ type, name, tbl_name, sql }) => [
      `${type} ${name}`,
      `on ${tbl_name}: ${sql === null ? '' : plainSql(String(sql))}`,
    ]),
  );
}

/** The schema that the migrations up to a version make. */
function expectedSchema(version: number, isBackup: boolean): Schema {
  const db = new Database(':memory:');
  try {
    migrate(db, MIGRATIONS.slice(0, version), ':memory:');
    if (isBackup) db.exec(BACKUP_TABLE);
    return schemaOf(db);
  } finally {
    db.close();
  }
}

/**
 * @param version `user_version` of the database, at most that of this program
 * @param isBackup whether the table of a backup belongs into it
 * @returns what differs, such as `trigger promote is not one of Lockout`; empty when nothing does
 */
export function schemaFaults(db: Database, version: number, isBackup: boolean): string[] {
  const [found, expected] = [schemaOf(db), expectedSchema(version, isBackup)];
  const faults: string[] = [];
  for (const [name, definition] of expected) {
    if (!found.has(name)) faults.push(`${name} is missing`);
    else if (found.get(name) !== definition) faults.push(`${name} is defined otherwise`);
  }
  for (const name of found.keys()) if (!expected.has(name)) faults.push(`${name} is not part of Lockout`);
  return faults;
}
