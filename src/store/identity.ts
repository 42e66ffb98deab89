/**
 * Database, key of the cards and identity file of a data folder belong together: each of them names, or proves to belong to, the same
 * station. A part that has vanished, or is that of another station, is an error that says so; a new gym begins only where there is
 * nothing yet. Synchronous: it runs in the store's thread, at every opening.
 */
import { randomBytes } from 'node:crypto';
import { lstatSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
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
      `The data folder ${dirname(file)} is empty, but the data of station ${lastId} was in it${lastIdFile === null ? '' : ` (${lastIdFile})`}. If it is a disk of its own, mount it. ${WAYS_OUT}`,
    );
}

/**
 * Once the database is open and has its newest schema. What is new, or older than identities, is adopted; an identity file that is
 * missing alone is written again.
 * @param wasEmpty the file held no table before
 * @returns the id of the station
 * @throws StoreError `mismatch`
 */
export function agreeOnIdentity(db: Database, file: string, wasEmpty: boolean, parts: IdentityParts): string {
  const { keyFile, idFile, lastId, lastIdFile } = parts;
  const row = db.get('SELECT controller_id, card_key_check FROM identity');
  const ofFile = readControllerId(idFile);
  const known = ofFile ?? lastId;
  if (wasEmpty && known !== null)
    throw new StoreError(
      'mismatch',
      `The database ${file} holds no tables, but it is that of station ${known}. ${WAYS_OUT}`,
    );
  const id = (row?.controller_id as string | undefined) ?? known ?? newControllerId();
  if (ofFile !== null && ofFile !== id)
    throw new StoreError(
      'mismatch',
      `${file} is the database of station ${id}, and ${idFile} belongs to station ${ofFile}. Put the right database back, restore a backup (npx lockout restore FILE), or take the data as it is (npx lockout data adopt).`,
    );
  if (lastId !== null && lastId !== id)
    throw new StoreError(
      'mismatch',
      `${dirname(file)} holds the data of station ${id}, but that of station ${lastId} was there before${lastIdFile === null ? '' : ` (${lastIdFile})`}. Put the right data back (if it is a disk of its own, mount it), or take the data as it is (npx lockout data adopt).`,
    );
  const check = (row?.card_key_check ?? null) as string | null;
  const ownCheck = cardKeyCheck(keyOf(db, keyFile, check !== null), id);
  if (check !== null && check !== ownCheck)
    throw new StoreError(
      'mismatch',
      `${keyFile} is not the key that the cards in ${file} were stored with. Put the right one back, restore a backup (npx lockout restore FILE), or run \`npx lockout data adopt\` and enrol every card again.`,
    );
  if (check === null)
    db.run(
      `INSERT INTO identity (only_one, controller_id, card_key_check) VALUES (1, ?, ?)
         ON CONFLICT DO UPDATE SET card_key_check = excluded.card_key_check`,
      id,
      ownCheck,
    );
  if (ofFile !== id) writeControllerId(idFile, id);
  return id;
}

/** The first start makes the key; afterwards, a key that is missing would be one that cards need. */
function keyOf(db: Database, keyFile: string, wasKnown: boolean): Buffer {
  const key = readCardKey(keyFile);
  if (key) return key;
  const cards = db.number('SELECT count(*) FROM cards');
  if (!wasKnown && cards === 0) return makeCardKey(keyFile);
  throw new StoreError(
    'mismatch',
    `The key of the cards, ${keyFile}, is missing; without it none of ${cards} cards can be recognized. Put it back, restore a backup (npx lockout restore FILE), or run \`npx lockout data adopt\` and enrol every card again.`,
  );
}
