/** Moves the data of a station out of the way, and loses none of it. */
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isoNow, systemClock } from '../common/clock.ts';
import { ownFiles } from './private-files.ts';
import { syncPath } from './sync-path.ts';

/** Held by the caller; it is no data. */
const STAY: ReadonlySet<string> = new Set(['station.lock', 'station.lock-journal', 'station.pid']);

/**
 * Only with the folder's lock. The database goes first: interrupted, the folder is one in which no station starts a new gym.
 * @returns the folder within `dataDir` that they are in now; null: there were none
 */
export function setAside(dataDir: string): string | null {
  const files = ownFiles(dataDir).filter((file) => !STAY.has(basename(file)));
  if (files.length === 0) return null;
  const folder = join(dataDir, `before-new-gym-${isoNow(systemClock).replaceAll(':', '-')}`);
  mkdirSync(folder, { mode: 0o700 });
  const isDatabase = (file: string) => basename(file).startsWith('lockout.sqlite');
  for (const file of [...files.filter(isDatabase), ...files.filter((file) => !isDatabase(file))])
    if (existsSync(file) || isDatabase(file)) renameSync(file, join(folder, basename(file)));
  syncPath(dataDir);
  return folder;
}
