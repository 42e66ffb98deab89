/** A restore that a person asked for on the page: done at the next start, before the database is opened. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type DataFiles, lockFolder, restore } from '../../store/index.ts';

const fileIn = (dataDir: string) => join(dataDir, 'restore-at-start');

export function planRestore(dataDir: string, backup: string): void {
  writeFileSync(fileIn(dataDir), backup, { mode: 0o600, flush: true });
}

/** Null: none is planned. */
export function pendingRestore(dataDir: string): { path: string; name: string } | null {
  const file = fileIn(dataDir);
  if (!existsSync(file)) return null;
  const path = readFileSync(file, 'utf8');
  return { path, name: basename(path) };
}

/**
 * Call it before the station is made. A restore that fails is not tried again: the database is as it was.
 * @returns a sentence of what was done; null: nothing was planned
 */
export async function restoreAtStart(dataDir: string, files: DataFiles): Promise<string | null> {
  const pending = pendingRestore(dataDir);
  if (!pending) return null;
  const unlock = lockFolder(dataDir);
  try {
    const { info } = await restore(pending.path, files);
    return `Restored ${pending.path}: ${info.members} members, ${info.sets} sets. What was there before is kept beside it.`;
  } finally {
    rmSync(fileIn(dataDir), { force: true });
    unlock();
  }
}
