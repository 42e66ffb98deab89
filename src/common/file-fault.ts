import { existsSync } from 'node:fs';
import { dirname } from 'node:path';

const ELSEWHERE = 'or name another place';
const FAULTS: Readonly<Record<string, string>> = {
  ENOTDIR: `a part of this path is a file, not a folder; name another place`,
  EISDIR: 'this is a folder; name a file',
  EEXIST: 'there is such a file already; name another one',
  ENAMETOOLONG: 'the name is too long; take a shorter one',
  EACCES: `this user has no right to it; give it the right, ${ELSEWHERE}`,
  EPERM: `this user has no right to it; give it the right, ${ELSEWHERE}`,
  EROFS: `the disk is mounted read-only; mount it writable, ${ELSEWHERE}`,
  ENOSPC: `the disk is full; make room, ${ELSEWHERE}`,
  EDQUOT: `the disk quota of this user is used up; make room, ${ELSEWHERE}`,
  EIO: 'the disk failed; check it, and its file system',
};

/** A fault of a file that a person named, and what to do about it; null: the error is none of those. @param file where it is known: errors of reading don't name it */
export function fileFault(error: unknown, file?: string): string | null {
  if (!(error instanceof Error)) return null;
  const { code = '', path = file } = error as NodeJS.ErrnoException;
  if (path === undefined) return null;
  if (code !== 'ENOENT') return code in FAULTS ? `${path}: ${FAULTS[code]}` : null;
  const folder = dirname(path);
  return existsSync(folder)
    ? `${path}: there is no such file`
    : `${path}: there is no folder ${folder}; make it, ${ELSEWHERE}`;
}
