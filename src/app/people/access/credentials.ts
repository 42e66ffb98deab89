/** Random values that vouch for someone. They are kept as hashes only; 256 bits of chance need no slow hash. */
import { createHash, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const newCredential = (): string => randomBytes(32).toString('base64url');
/** The prefix lets people, and programs that look for leaked secrets, see what it is. */
export const newTokenSecret = (): string => `lockout_${newCredential()}`;
export const hashOf = (credential: string): string => createHash('sha256').update(credential).digest('hex');

/** Without 0, 1, I and O, which look alike. */
const CODE_LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
/** `K7QM-2XWD`: 40 bits, typed once from the terminal or another screen. */
export function newTypedCode(): string {
  const letters = Array.from({ length: 8 }, () => CODE_LETTERS[randomInt(CODE_LETTERS.length)]);
  return `${letters.slice(0, 4).join('')}-${letters.slice(4).join('')}`;
}
/** As it is compared: in any case, with or without its dash. */
export const typedCodeHash = (code: string): string => hashOf(code.toUpperCase().replace(/[^A-Z0-9]/g, ''));

/**
 * The key of the command line on this machine: a user who can read it in the data folder can read the database there too, and so is
 * let in as an admin.
 */
const localKeyFile = (dataDir: string) => join(dataDir, 'local-key');

export function writeLocalKey(dataDir: string, key: string): void {
  const file = localKeyFile(dataDir);
  writeFileSync(file, key, { mode: 0o600 });
  chmodSync(file, 0o600); // the mode above is for new files only
}

/** Null: no station was started here, or this user may not read it. */
export function readLocalKey(dataDir: string): string | null {
  try {
    return readFileSync(localKeyFile(dataDir), 'utf8').trim();
  } catch {
    return null;
  }
}

export function isSame(one: string, other: string): boolean {
  return timingSafeEqual(Buffer.from(hashOf(one)), Buffer.from(hashOf(other)));
}
