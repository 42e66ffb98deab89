/**
 * What the station asks root to install. The station has no right to: it leaves package, signature and this file in a folder of its own,
 * systemd starts `lockout update --requested` while the file is there (lockout-update-request.path), and that believes nothing of it but a valid
 * signature. Root removes the file once the report covers it, so a request that a power cut left is taken at the next start.
 */
import { spawnSync } from 'node:child_process';
import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Type from 'typebox';
import { Check } from 'typebox/value';
import { IsoTime, strict } from '../../contracts/common.ts';
import { LARGEST_BYTES } from './fetch-package.ts';
import { ownFolder } from './own-copy.ts';

export const REQUESTS = '/var/lib/lockout/update';
export const PACKAGE = 'package.deb';
const SIGNATURE_BYTES = 4096;

const UpdateRequest = strict({
  at: IsoTime,
  /** Once more a version that was undone before. */
  again: Type.Boolean(),
});
type UpdateRequest = Type.Static<typeof UpdateRequest>;

const fileIn = (folder: string) => join(folder, 'request.json');

export function writeRequest(request: UpdateRequest, folder = REQUESTS): void {
  const next = `${fileIn(folder)}.new`;
  writeFileSync(next, JSON.stringify(request), { mode: 0o600, flush: true });
  renameSync(next, fileIn(folder));
}

/** Null: there is none. */
export function readRequest(folder = REQUESTS): UpdateRequest | null {
  try {
    const found: unknown = JSON.parse(bytesOf(fileIn(folder), SIGNATURE_BYTES).toString());
    return Check(UpdateRequest, found) ? found : null;
  } catch {
    return null;
  }
}

/** Whatever lies there goes, by the rights of the folder's owner: root deletes nothing elsewhere for a station that was taken over. */
export function removeRequest(folder = REQUESTS): void {
  const owner = lstatSync(folder, { throwIfNoEntry: false });
  if (!owner) return;
  const { uid, gid } = owner;
  spawnSync('rm', ['-rf', '--', fileIn(folder)], { uid, gid });
}

/**
 * Copies package and signature to where the station can't change them. It may have been taken over: a link, a pipe or a huge file is not followed,
 * waited for or copied. @returns the copy. @throws Error
 */
export function takeRequested(target: string, folder = REQUESTS): string {
  const copy = join(ownFolder(target), PACKAGE);
  for (const [tail, mostBytes] of [
    ['', LARGEST_BYTES],
    ['.minisig', SIGNATURE_BYTES],
  ] as const)
    writeFileSync(`${copy}${tail}`, bytesOf(join(folder, `${PACKAGE}${tail}`), mostBytes), { mode: 0o600 });
  return copy;
}

function bytesOf(path: string, mostBytes: number): Buffer {
  const fd = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const stat = fstatSync(fd);
    if (!stat.isFile() || stat.size > mostBytes) throw new Error(`${path} is no file of at most ${mostBytes} bytes`);
    const bytes = Buffer.alloc(stat.size);
    let length = 0;
    for (let got = 1; got > 0 && length < bytes.length; length += got)
      got = readSync(fd, bytes, length, bytes.length - length, length);
    return bytes.subarray(0, length);
  } finally {
    closeSync(fd);
  }
}
