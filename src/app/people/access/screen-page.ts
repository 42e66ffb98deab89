/**
 * `screen.html` in the data folder: the browser on this machine opens it, and becomes the bay screen. It holds a key, so that only
 * users who may read the file are let in, and neither a list of processes nor a log shows it. Being on this machine gives no one any
 * rights: a proxy or a tunnel is on it, too. The key needs no database: the bay screen works when that is unavailable.
 */
import { createHmac } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { newTokenSecret } from './credentials.ts';

const screenFile = (dataDir: string) => join(dataDir, 'screen.html');

/** The key in the file; null: there is none, or this user may not read it. */
export function readScreenKey(dataDir: string): string | null {
  try {
    return /\/pair#([\w-]{40,80})"/.exec(readFileSync(screenFile(dataDir), 'utf8'))?.[1] ?? null;
  } catch {
    return null;
  }
}

/** Writes the file, with the key that it had. @param page address of the station's page. @returns the file as an address, and the key */
export function writeScreenPage(dataDir: string, page: string): { address: string; key: string } {
  const file = screenFile(dataDir);
  const key = readScreenKey(dataDir) ?? newTokenSecret();
  const target = `${page}/pair#${key}`;
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(
    file,
    `<!doctype html>\n<title>Lockout</title>\n<meta http-equiv="refresh" content="0; url=${target}">\n<a href="${target}">Bay screen</a>\n`,
    { mode: 0o600 },
  );
  chmodSync(file, 0o600); // the mode above is for new files only
  return { address: pathToFileURL(file).href, key };
}

/** From then on the old key is invalid. */
export const removeScreenPage = (dataDir: string): void => rmSync(screenFile(dataDir), { force: true });

/** The cookie of a browser that was paired by the key: a derived value that doesn't reveal the key. */
export const screenCookie = (key: string): string =>
  createHmac('sha256', key).update('cookie of the screen').digest('base64url');
