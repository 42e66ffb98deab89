/**
 * Devices on which a member has signed in, recognised by a cookie: `<nonce>.<HMAC of login and nonce>`, one for each of the
 * last people on this device. Nothing of it is stored. It grants no access; it only counts failed attempts apart from those of unknown devices.
 */
import { createHmac, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isSame } from './credentials.ts';

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
/** People who share a device; the oldest is forgotten. */
const MAX_PEOPLE = 4;

interface Entry {
  nonce: string;
  mac: string;
}

const macOf = (key: Buffer, login: string, nonce: string) =>
  createHmac('sha256', key).update(`${login}\n${nonce}`).digest('base64url');

/** What the cookie names; at most so many entries, whatever was sent. */
const entriesOf = (cookie: string): Entry[] =>
  cookie
    .split('~', MAX_PEOPLE)
    .map((entry) => /^([\w-]{16})\.([\w-]{43})$/.exec(entry))
    .flatMap((parts) => (parts ? [{ nonce: parts[1] as string, mac: parts[2] as string }] : []));

/** Names the device if this person has signed in on it; else null. */
export function knownDevice(key: Buffer, cookie: string | null, login: string): string | null {
  const own = entriesOf(cookie ?? '').find(({ nonce, mac }) => isSame(mac, macOf(key, login, nonce)));
  return own?.nonce ?? null;
}

/** The cookie of this device from now on. */
export function withDevice(key: Buffer, cookie: string | null, login: string): string {
  const nonce = knownDevice(key, cookie, login) ?? randomBytes(NONCE_BYTES).toString('base64url');
  const others = entriesOf(cookie ?? '').filter((entry) => entry.nonce !== nonce);
  return [{ nonce, mac: macOf(key, login, nonce) }, ...others]
    .slice(0, MAX_PEOPLE)
    .map((entry) => `${entry.nonce}.${entry.mac}`)
    .join('~');
}

/** The key, made at the first call. Without it every device is a stranger, and nothing else is lost. */
export function deviceKey(dataDir: string): Buffer {
  const file = join(dataDir, 'device.key');
  mkdirSync(dataDir, { recursive: true });
  try {
    writeFileSync(file, randomBytes(KEY_BYTES).toString('hex'), { mode: 0o600, flag: 'wx', flush: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const key = Buffer.from(readFileSync(file, 'utf8').trim(), 'hex');
  if (key.length !== KEY_BYTES) throw new Error(`${file} is damaged: delete it, and it is made again`);
  return key;
}
