/** The keys of the organisation that a station belongs to: handed over by its hub, kept in a file beside the pairing, for the station's user alone. */
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { OrganisationKey } from '../contracts/hub-people.ts';
import { StoreError } from './store-error.ts';

export const hubCardKeysFile = (dataDir: string): string => join(dataDir, 'hub', 'card-keys.json');

/** Newest first; none without a hub. @throws StoreError when the file is damaged */
export function readHubCardKeys(dataDir: string): OrganisationKey[] {
  const file = hubCardKeysFile(dataDir);
  if (!statSync(file, { throwIfNoEntry: false })) return [];
  try {
    const keys = JSON.parse(readFileSync(file, 'utf8')) as OrganisationKey[];
    if (!keys.every(isKey)) throw new Error('no keys');
    return keys.sort((a, b) => b.n - a.n);
  } catch {
    throw new StoreError('mismatch', `${file} is damaged. Pair this station with its hub again: npx lockout hub pair`);
  }
}

/** Adds those that are new; none is ever taken away: cards may still be stored by it. */
export function addHubCardKeys(dataDir: string, keys: readonly OrganisationKey[]): void {
  const known = readHubCardKeys(dataDir);
  const added = keys.filter((key) => isKey(key) && known.every(({ kid }) => kid !== key.kid));
  if (added.length === 0) return;
  const file = hubCardKeysFile(dataDir);
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  rmSync(`${file}.new`, { force: true });
  writeFileSync(`${file}.new`, JSON.stringify([...known, ...added]), { mode: 0o600, flush: true });
  renameSync(`${file}.new`, file);
}

const isKey = ({ kid, n, key }: OrganisationKey): boolean =>
  /^[0-9a-f]{8}$/.test(kid) && Number.isInteger(n) && /^[0-9a-f]{64}$/.test(key);
