/**
 * Database, key of the cards and identity file of a data folder belong together: each of them names, or proves to belong to, the same
 * station. A part that has vanished, or is that of another station, is an error that says so; a new gym begins only where there is
 * nothing yet. Synchronous: it runs in the store's thread, at every opening.
 */
import { randomBytes } from 'node:crypto';
import { lstatSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { v7 as newId } from 'uuid';
import { cardKeyCheck, makeCardKey, readCardKey } from './card-key.ts';
import type { Database } from './database.ts';
import { StoreError } from './store-error.ts';

/** Where the parts are, and which station is expected there. */
export interface IdentityParts {
  /** the key of the cards; made with the database */
  keyFile: string;
  /** holds the id of the station; made with the database */
  idFile: string;
  /** the station whose data was here last; null: not known */
  lastId: string | null;
  /** where that is remembered, for the message; null: in the memory of this process */
  lastIdFile: string | null;
}

const VALID_ID = /^[0-9a-f]{12}$/;
export const newControllerId = (): string => randomBytes(6).toString('hex');
export const isControllerId = (text: unknown): text is string => typeof text === 'string' && VALID_ID.test(text);

const WAYS_OUT =
  'Put it back, restore a backup (npx lockout restore FILE), or begin a new gym (npx lockout data new), which keeps what is left aside.';

const remembered = (lastIdFile: string | null) => (lastIdFile === null ? '' : ` (${lastIdFile})`);

/** The id in the identity file; null: there is none, or the file holds something else. */
export function readControllerId(idFile: string): string | null {
  try {
    const known = readFileSync(idFile, 'utf8').trim();
    return isControllerId(known) ? known : null;
  } catch {
    return null;
  }
}

/** All of it or nothing, and on the disk. */
export function writeControllerId(idFile: string, id: string): void {
  writeFileSync(`${idFile}.new`, `${id}\n`, { mode: 0o600, flush: true });
  renameSync(`${idFile}.new`, idFile);
}

/**
 * Before the database is opened, which would make an empty one.
 * @throws StoreError `mismatch` when there was a database here, and it is missing or empty
 */
export function checkDatabaseIsThere(file: string, { keyFile, idFile, lastId, lastIdFile }: IdentityParts): void {
  const isLink = lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
  const size = statSync(file, { throwIfNoEntry: false })?.size;
  if (size) return;
  const what = size === 0 ? 'is empty (0 bytes)' : 'is missing';
  const left = [idFile, keyFile]
    .filter((part) => statSync(part, { throwIfNoEntry: false }))
    .map((part) => basename(part));
  if (isLink && size === undefined)
    throw new StoreError(
      'mismatch',
      `${file} is a link to a file that is missing. If that is on another disk, mount it. ${WAYS_OUT}`,
    );
  if (left.length > 0)
    throw new StoreError(
      'mismatch',
      `The database ${file} ${what}, but ${left.join(' and ')} beside it belong${left.length === 1 ? 's' : ''} to a station that had one. ${WAYS_OUT}`,
    );
  if (lastId !== null)
    throw new StoreError(
      'mismatch',
      `The data folder ${dirname(file)} is empty, but the data of station ${lastId} was in it${remembered(lastIdFile)}. If it is a disk of its own, mount it. ${WAYS_OUT}`,
    );
}

/** What the parts have agreed on. */
interface Agreed {
  id: string;
  /** the key of the cards; null: it is still to be made */
  key: Buffer | null;
  /** whether the database has both: then nothing has to be written or waited for */
  isKept: boolean;
}

/**
 * Once the database is open, and before anything in it is changed, its schema included. What is new, or older than identities, is adopted.
 * @throws StoreError `mismatch`
 */
export function checkIdentity(db: Database, file: string, parts: IdentityParts): Agreed {
  const { keyFile, idFile, lastId, lastIdFile } = parts;
  const ofFile = readControllerId(idFile);
  const known = ofFile ?? lastId;
  if (known !== null && db.number('SELECT count(*) FROM sqlite_schema') === 0)
    throw new StoreError(
      'mismatch',
      `The database ${file} holds no tables, but it is that of station ${known}. ${WAYS_OUT}`,
    );
  const row = hasTable(db, 'identity') ? db.get('SELECT controller_id, card_key_check FROM identity') : undefined;
  const id = (row?.controller_id as string | undefined) ?? known ?? newControllerId();
  if (ofFile !== null && ofFile !== id)
    throw new StoreError(
      'mismatch',
      `${file} is the database of station ${id}, and ${idFile} belongs to station ${ofFile}. Put the right database back, restore a backup (npx lockout restore FILE), or take the data as it is (npx lockout data adopt).`,
    );
  if (lastId !== null && lastId !== id)
    throw new StoreError(
      'mismatch',
      `${dirname(file)} holds the data of station ${id}, but that of station ${lastId} was there before${remembered(lastIdFile)}. Put the right data back (if it is a disk of its own, mount it), or take the data as it is (npx lockout data adopt).`,
    );
  const key = readCardKey(keyFile);
  const check = (row?.card_key_check ?? null) as string | null;
  const cards = hasTable(db, 'cards') ? db.number('SELECT count(*) FROM cards') : 0;
  if (!key && (check !== null || cards > 0))
    throw new StoreError(
      'mismatch',
      `The key of the cards, ${keyFile}, is missing; without it none of ${cards} cards can be recognized. Put it back, restore a backup (npx lockout restore FILE), or run \`npx lockout data adopt\` and enrol every card again.`,
    );
  if (key && check !== null && check !== cardKeyCheck(key, id))
    throw new StoreError(
      'mismatch',
      `${keyFile} is not the key that the cards in ${file} were stored with. Put the right one back, restore a backup (npx lockout restore FILE), or run \`npx lockout data adopt\` and enrol every card again.`,
    );
  return { id, key, isKept: check !== null };
}

/** Once the database has its newest schema: writes down what is not there yet, the database first. */
export function keepIdentity(db: Database, { keyFile, idFile }: IdentityParts, { id, key, isKept }: Agreed): void {
  if (!isKept) insertIdentity(db, id, key ?? makeCardKey(keyFile));
  // Only then: to open it waits for no one who writes.
  if (db.get('SELECT 1 FROM identity WHERE epoch IS NULL'))
    db.run('UPDATE identity SET epoch = ? WHERE epoch IS NULL', newId());
  // One that is missing alone is no loss.
  if (readControllerId(idFile) !== id) writeControllerId(idFile, id);
}

function insertIdentity(db: Database, id: string, key: Buffer): void {
  const check = cardKeyCheck(key, id);
  db.run(
    `INSERT INTO identity (only_one, controller_id, card_key_check) VALUES (1, ?1, ?2)
       ON CONFLICT DO UPDATE SET card_key_check = ?2`,
    id,
    check,
  );
}

const hasTable = (db: Database, name: string): boolean =>
  db.get(`SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?`, name) !== undefined;
