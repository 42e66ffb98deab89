/** The key file of the cards: 32 random bytes in hexadecimal, beside the database, for the station's user alone. */
import { createHmac, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { StoreError } from './store-error.ts';

const KEY_BYTES = 32;

/** The key that a text holds; null when it holds none. */
export function parseCardKey(text: string): Buffer | null {
  const hex = text.trim();
  return hex.length === 2 * KEY_BYTES && /^[0-9a-fA-F]*$/.test(hex) ? Buffer.from(hex, 'hex') : null;
}

/** @returns null: there is no file. @throws StoreError when it can't be read, or holds no key */
export function readCardKey(keyFile: string): Buffer | null {
  if (!existsSync(keyFile)) return null;
  const key = parseCardKey(readFileSync(keyFile, 'latin1'));
  if (!key)
    throw new StoreError(
      'mismatch',
      `${keyFile} is damaged: it must hold ${2 * KEY_BYTES} hexadecimal digits. Put the one of a backup there (npx lockout restore FILE), or run \`npx lockout data adopt\` and enrol every card again.`,
    );
  return key;
}

export function makeCardKey(keyFile: string): Buffer {
  const key = randomBytes(KEY_BYTES);
  writeFileSync(keyFile, `${key.toString('hex')}\n`, { mode: 0o600, flag: 'wx', flush: true });
  return key;
}

/** Identifies the key without revealing it: it has 256 random bits. */
export const cardKeyCheck = (key: Buffer, controllerId: string): string =>
  createHmac('sha256', key).update(`card key of ${controllerId}`).digest('hex');
