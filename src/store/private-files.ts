/** Names, hashes and histories of people are for the user of the station alone. */
import { chmodSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const OTHERS = 0o077;
const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;

/** Of a data folder, by the beginnings of their names. */
const OWN_FILES = [
  'lockout.sqlite',
  'card.key',
  'device.key',
  'controller.id',
  'local-key',
  'screen.html',
  'station.lock',
  'station.pid',
  'backup-',
];

/** Removes other users' rights to a database and its side files, as far as this user may. */
export function makePrivate(file: string): void {
  for (const tail of ['', '-wal', '-shm', '-journal']) tighten(`${file}${tail}`, FILE_MODE);
}

/**
 * The same for a data folder and what the station keeps in it.
 * @param isOwn whether the folder holds nothing else; the folder of other things keeps its mode
 * @returns what other users may still use, such as `/mnt/usb (mode 777)`; empty when nothing is
 */
export function makeFolderPrivate(dataDir: string, isOwn: boolean): string[] {
  const files = ownFiles(dataDir);
  for (const file of files) tighten(file, FILE_MODE);
  if (isOwn) tighten(dataDir, FOLDER_MODE);
  return openParts(dataDir);
}

/** What other users may use of a data folder: a folder that is closed to them closes all that is in it. */
export function openParts(dataDir: string): string[] {
  if (!isOpen(dataDir)) return [];
  return [dataDir, ...ownFiles(dataDir).filter(isOpen)].map((path) => `${path} (mode ${modeOf(path).toString(8)})`);
}

/** What the station keeps in a data folder; links too. */
export function ownFiles(dataDir: string): string[] {
  try {
    return readdirSync(dataDir, { withFileTypes: true })
      .filter((entry) => !entry.isDirectory() && OWN_FILES.some((name) => entry.name.startsWith(name)))
      .map((entry) => join(dataDir, entry.name));
  } catch {
    return [];
  }
}

const modeOf = (path: string): number => (statSync(path, { throwIfNoEntry: false })?.mode ?? 0) & 0o777;
/** Windows keeps rights in lists of its own, and its modes say nothing. */
const isOpen = (path: string): boolean => process.platform !== 'win32' && (modeOf(path) & OTHERS) !== 0;

function tighten(path: string, mode: number): void {
  try {
    if (isOpen(path)) chmodSync(path, mode);
  } catch {
    // another user's, or a file system without modes: what is still open is reported
  }
}
