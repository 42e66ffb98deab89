/** What pairing leaves in the data folder: `hub/` with the key and certificate of this controller, and the authority of the hub. */
import { X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Paired {
  url: string;
  gym: { id: string; name: string; zone: string };
  /** PEM */
  ca: string;
  key: string;
  cert: string;
}

const folderIn = (dataDir: string) => join(dataDir, 'hub');
/** All of it in one file, so that key and certificate can't come apart. */
const fileIn = (dataDir: string) => join(folderIn(dataDir), 'paired.json');

/** @throws Error that says what to do */
export function readPaired(dataDir: string, url: string): Paired {
  const file = fileIn(dataDir);
  if (!existsSync(file))
    throw new Error(`This station is not paired with the hub ${url}. Run: npx lockout hub pair ${url} CODE`);
  let paired: Paired;
  try {
    paired = JSON.parse(readFileSync(file, 'utf8')) as Paired;
    new X509Certificate(paired.cert);
  } catch {
    throw new Error(`${file} is damaged. Pair again: npx lockout hub pair ${url} CODE`);
  }
  if (paired.url !== url)
    throw new Error(
      `This station is paired with ${paired.url}, but hub.url is ${url}. Change hub.url, or run: npx lockout hub pair ${url} CODE`,
    );
  return paired;
}

export function writePaired(dataDir: string, paired: Paired): void {
  mkdirSync(folderIn(dataDir), { recursive: true, mode: 0o700 });
  const file = fileIn(dataDir);
  rmSync(`${file}.new`, { force: true });
  writeFileSync(`${file}.new`, JSON.stringify(paired, null, 2), { mode: 0o600, flush: true });
  renameSync(`${file}.new`, file);
}

/** Two thirds of its time: a gym may be offline for a month. */
const RENEWED_AT = 2 / 3;

export function isRenewalDue(cert: string, nowMs: number): boolean {
  const { validFrom, validTo } = new X509Certificate(cert);
  const [from, to] = [Date.parse(validFrom), Date.parse(validTo)];
  return nowMs >= from + RENEWED_AT * (to - from);
}
