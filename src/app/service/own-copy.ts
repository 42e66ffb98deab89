/** A package that is to be installed, where no one but root can change it between the look at its signature and its installation, hours later perhaps. */
import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

/** Empty, for this user alone. */
export function ownFolder(folder: string): string {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
}

/** @returns the copy; its signature, if there is one, lies beside it. @throws Error when there is no such file */
export function ownCopy(file: string, folder: string): string {
  if (!existsSync(file)) throw new Error(`there is no file ${file}`);
  if (dirname(resolve(file)) === folder) return file; // it was fetched there
  const copy = join(ownFolder(folder), basename(file));
  for (const tail of ['', '.minisig'])
    if (existsSync(`${file}${tail}`)) copyFileSync(`${file}${tail}`, `${copy}${tail}`);
  return copy;
}
