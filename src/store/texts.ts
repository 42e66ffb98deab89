/**
 * Texts that are not UTF-8, as a failing SD card leaves them. libsql ends the whole process when it reads one, and no integrity check of SQLite looks
 * for them; as bytes they can be looked at.
 */
import { isUtf8 } from 'node:buffer';
import type { Database } from './database.ts';
import { isCorrupt } from './store-error.ts';

/** So many rows are one piece, and come as one blob: three times as fast as row by row. */
const ROWS_AT_ONCE = 1000;
/** What is read at a start and in daily use. */
const NEWEST_ROWS = 5000;

/** A table and its columns that hold text. */
interface Texts {
  table: string;
  columns: readonly string[];
  /** what its rows are ordered by, the newest last; null: more than one column */
  key: string | null;
}

const SCHEMA: Texts = { table: 'sqlite_schema', columns: ['type', 'name', 'tbl_name', 'sql'], key: null };

/**
 * @param extent newest: of each table the newest rows alone, in some ms
 * @returns the name of a table that holds one; null: there is none
 */
export function tableWithBadText(db: Database, extent: 'all' | 'newest'): string | null {
  if (isBad(db, SCHEMA, Number.POSITIVE_INFINITY)) return SCHEMA.table;
  const most = extent === 'all' ? Number.POSITIVE_INFINITY : NEWEST_ROWS;
  return textsOf(db).find((texts) => isBad(db, texts, most))?.table ?? null;
}

function textsOf(db: Database): Texts[] {
  const tables = db.all(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`);
  return tables.flatMap(({ name }) => {
    const columns = db.all(`PRAGMA table_info(${name})`);
    const namesOf = (some: typeof columns) => some.map((column) => column.name as string);
    const texts = namesOf(columns.filter(({ type }) => type === 'TEXT'));
    const keys = namesOf(columns.filter(({ pk }) => Number(pk) > 0));
    const key = keys.length === 1 ? keys[0]! : null;
    return texts.length === 0 ? [] : [{ table: name as string, columns: texts, key }];
  });
}

/** Pages that are damaged are another fault, which SQLite reports by itself. */
function isBad(db: Database, texts: Texts, most: number): boolean {
  try {
    for (const piece of texts.key === null ? rowByRow(db, texts, most) : pieces(db, texts, texts.key, most))
      if (!isUtf8(piece) || piece.includes(0)) return true;
  } catch (error) {
    if (!isCorrupt(error)) throw error;
  }
  return false;
}

/** No half of a letter becomes a whole one by what stands beside it. */
const together = (columns: readonly string[]) => `concat_ws(char(31), ${columns.join(', ')})`;

function* rowByRow(db: Database, { table, columns }: Texts, most: number): Generator<Buffer> {
  let rows = 0;
  for (const { text } of db.each(`SELECT CAST(${together(columns)} AS BLOB) AS text FROM ${table}`)) {
    if (rows++ >= most) return;
    yield bytesOf(text);
  }
}

/** From the newest row to the oldest. A key goes back as text: a number of 64 bits would lose its last digits. */
function* pieces(db: Database, { table, columns }: Texts, key: string, most: number): Generator<Buffer> {
  const select = (where: string) =>
    `SELECT CAST(group_concat(text, char(31)) AS BLOB) AS text, CAST(min(key) AS BLOB) AS oldest, typeof(min(key)) AS type
       FROM (SELECT ${together(columns)} AS text, ${key} AS key FROM ${table} ${where} ORDER BY ${key} DESC LIMIT ${ROWS_AT_ONCE})`;
  let row = db.get(select(''));
  for (let rows = ROWS_AT_ONCE; row && row.oldest !== null; rows += ROWS_AT_ONCE) {
    // What is no text comes before the key is used.
    yield bytesOf(row.text);
    if (rows >= most) return;
    const before = row.type === 'text' ? '?' : 'CAST(? AS INTEGER)';
    row = db.get(select(`WHERE ${key} < ${before}`), bytesOf(row.oldest).toString());
  }
}

const bytesOf = (blob: unknown): Buffer => Buffer.from(blob as Uint8Array);
