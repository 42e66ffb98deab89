/**
 * Puts prepared files in the place of the old ones, as if at once: the folder that holds them gets the name of one that is complete,
 * and from that instant on they are the data. The holder of the folder's lock finishes what an interruption left.
 */
import { existsSync, readdirSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isoNow, systemClock } from '../common/clock.ts';
import { syncPath } from './sync-path.ts';

export const PREPARING = 'restoring-';
const COMPLETE = 'restored-';
/** In the order in which they take their places. */
const NAMES = ['lockout.sqlite', 'card.key', 'controller.id'];
/** Of an old database: to the new one they would be poison. */
const SIDE_FILES = ['-wal', '-shm', '-journal'];
const HALF_MADE = /^backup-[\w-]+\.tmp(\.unfinished)?(-\w+)?$/;

/** @param prepared folder in the data folder with the new files, each of them on the disk. @returns the old files, under their new names */
export function commitRestore(dataDir: string, prepared: string): string[] {
  const stamp = isoNow(systemClock).replaceAll(':', '-');
  syncPath(prepared);
  renameSync(prepared, join(dataDir, `${COMPLETE}${stamp}`));
  syncPath(dataDir);
  return finishRestore(dataDir);
}

export const hasUnfinishedRestore = (dataDir: string): boolean => completeIn(dataDir).length > 0;

/** Only with the folder's lock. @returns the old files, under their new names */
export function finishRestore(dataDir: string): string[] {
  const kept: string[] = [];
  for (const folder of completeIn(dataDir)) {
    const stamp = folder.slice(COMPLETE.length);
    for (const name of NAMES) kept.push(...take(dataDir, folder, name, stamp));
    syncPath(dataDir);
    rmdirSync(join(dataDir, folder));
  }
  return kept;
}

/** Copies of everybody's data that an end in the midst of a backup or a restore left. Only with the folder's lock. */
export function removeLeftovers(dataDir: string): void {
  for (const name of readdirSync(dataDir))
    if (name.startsWith(PREPARING) || HALF_MADE.test(name))
      rmSync(join(dataDir, name), { recursive: true, force: true });
}

function take(dataDir: string, folder: string, name: string, stamp: string): string[] {
  const [source, target] = [join(dataDir, folder, name), join(dataDir, name)];
  if (!existsSync(source)) return [];
  const kept: string[] = [];
  for (const tail of name === NAMES[0] ? ['', ...SIDE_FILES] : ['']) {
    const old = `${target}${tail}`;
    const keptAs = `${target}.before-restore-${stamp}${tail}`;
    if (!isThere(dataDir, `${name}${tail}`)) continue;
    renameSync(old, keptAs);
    kept.push(keptAs);
  }
  renameSync(source, target);
  return kept;
}

/** A link to nothing, too. */
const isThere = (dataDir: string, name: string) => readdirSync(dataDir).includes(name);

function completeIn(dataDir: string): string[] {
  try {
    return readdirSync(dataDir, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && entry.name.startsWith(COMPLETE))
      .map(({ name }) => name)
      .sort();
  } catch {
    return [];
  }
}
