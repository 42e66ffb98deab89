import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lockFile } from './file-lock.ts';
import { finishRestore, removeLeftovers } from './restore-swap.ts';

/**
 * Makes sure that one station alone uses a folder of data: a second one would take the first one's sets in progress for
 * ones that a crash left. A folder that can't be written is no reason to refuse: the station runs without its database and says so.
 * With it, a restore that was interrupted is finished, and half-made copies of the data are deleted.
 * A folder that it makes is for this user alone: names and histories of people will lie in it.
 * @returns lets the folder go; calling it again does nothing
 * @throws Error `another station (pid 4711) uses …`
 */
export function lockFolder(dataDir: string): () => void {
  const pidFile = join(dataDir, 'station.pid');
  let unlock: (() => void) | null;
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    unlock = lockFile(join(dataDir, 'station.lock'));
  } catch {
    return () => undefined;
  }
  if (unlock === null)
    throw new Error(
      `another station (${pidIn(pidFile)}) uses ${dataDir}; end that one first, or set dataDir (LOCKOUT_DATA_DIR) to another folder`,
    );
  writePid(pidFile);
  removeLeftovers(dataDir);
  finishRestore(dataDir);
  return unlock;
}

/** For the other one's message alone: on a full disk the lock holds without it. */
function writePid(pidFile: string): void {
  try {
    writeFileSync(pidFile, `${process.pid}\n`);
  } catch {
    rmSync(pidFile, { force: true });
  }
}

function pidIn(pidFile: string): string {
  try {
    return `pid ${readFileSync(pidFile, 'utf8').trim()}`;
  } catch {
    return 'of an unknown pid';
  }
}
