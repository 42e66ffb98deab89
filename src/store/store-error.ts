import { isBug, messageOf } from '../common/message-of.ts';
import {
  PROBLEMS,
  type ProblemCode,
  type ProblemKind,
  type ProblemParams,
  problemText,
} from '../contracts/problems.ts';

export type StoreErrorCode =
  | 'no-access'
  | 'not-a-database'
  | 'not-ours'
  | 'newer-schema'
  | 'corrupt'
  | 'mismatch'
  | 'disk-full'
  | 'disk-error'
  | 'busy'
  | 'invalid'
  | 'not-found'
  | 'stale'
  | 'conflict'
  | 'overloaded'
  | 'unavailable'
  | 'closed'
  | 'internal';

/** Every fault of the store. The message names the file and says what to do. */
export class StoreError extends Error {
  readonly code: StoreErrorCode;
  /** What of the table of problems it is; null: a fault of the database, its file, or ours. */
  readonly problem: ProblemCode | null;
  constructor(
    code: StoreErrorCode,
    message: string,
    { problem = null, ...options }: ErrorOptions & { problem?: ProblemCode | null } = {},
  ) {
    super(message, options);
    this.name = 'StoreError';
    this.code = code;
    this.problem = problem;
  }
}

/** What the rules of the tables refuse: the answer to who asked, and nothing that is wrong with the database. */
export function refusal<Kind extends ProblemKind>(kind: Kind, params: ProblemParams<Kind>): StoreError {
  const problem = { kind, params } as unknown as ProblemCode;
  const code = ({ 404: 'not-found', 409: 'conflict', 412: 'stale' } as const)[PROBLEMS[kind].status as 409];
  return new StoreError(code, problemText(problem), { problem });
}

export const toWire = ({ code, message, problem }: StoreError): WireError => ({ code, message, problem });
export const fromWire = ({ code, message, problem }: WireError) => new StoreError(code, message, { problem });

/** An error as it crosses a thread or a process; a clone would lose its code. */
export interface WireError {
  code: StoreErrorCode;
  message: string;
  problem: ProblemCode | null;
}

/** SQLite's result codes by their primary name (https://www.sqlite.org/rescode.html). */
const ADVICE: [prefix: string, code: StoreErrorCode, what: string][] = [
  ['SQLITE_FULL', 'disk-full', 'The disk is full. Make room'],
  [
    'SQLITE_NOTADB',
    'not-a-database',
    'The file is not a database. Move it to another folder, or set another `dataDir`',
  ],
  ['SQLITE_CORRUPT', 'corrupt', 'The database is damaged. Move it to another folder and restore a backup'],
  [
    'SQLITE_READONLY',
    'no-access',
    'The database may not be written. Give this user the right to write to it and its folder',
  ],
  [
    'SQLITE_CANTOPEN',
    'no-access',
    'The database cannot be opened. Give this user the right to write to it and its folder',
  ],
  [
    'SQLITE_PERM',
    'no-access',
    'The database may not be opened. Give this user the right to write to it and its folder',
  ],
  ['SQLITE_IOERR', 'disk-error', 'The disk failed while reading or writing. Check the SD card and its file system'],
  ['SQLITE_BUSY', 'busy', 'Another program holds the database. Close it'],
  [
    'SQLITE_CONSTRAINT_FOREIGNKEY',
    'invalid',
    'It belongs to a set that is not stored. Write the set before it, or with it',
  ],
  ['SQLITE_CONSTRAINT', 'invalid', 'A value breaks a rule of its column'],
  ['SQLITE_TOOBIG', 'invalid', 'A value is larger than the database can store'],
  ['SQLITE_MISMATCH', 'invalid', 'A value does not have the type of its column'],
];

/** Faults of the file system, by the names of Node. */
const FILE_ADVICE = {
  ENOSPC: ['disk-full', 'The disk is full. Make room'],
  EDQUOT: ['disk-full', 'The disk quota of this user is used up. Make room'],
  EACCES: ['no-access', 'The file or folder may not be used. Give this user the right to read and write there'],
  EPERM: ['no-access', 'The file or folder may not be changed. Give this user the right to read and write there'],
  EROFS: ['no-access', 'The disk is mounted read-only. Mount it writable'],
  EIO: ['disk-error', 'The disk failed while reading or writing. Check the SD card and its file system'],
} as const satisfies Record<string, [code: StoreErrorCode, what: string]>;

/** Turns whatever libsql throws into a StoreError; leaves a StoreError as it is. */
export function toStoreError(error: unknown, file: string): StoreError {
  if (error instanceof StoreError) return error;
  const sqliteCode = String((error as { code?: unknown }).code ?? '');
  const text = messageOf(error);
  for (const [prefix, code, what] of ADVICE)
    if (sqliteCode.startsWith(prefix)) return new StoreError(code, `${what} (${file}: ${text}).`, { cause: error });
  const systemCode = sqliteCode in FILE_ADVICE ? FILE_ADVICE[sqliteCode as keyof typeof FILE_ADVICE] : null;
  if (systemCode) return new StoreError(systemCode[0], `${systemCode[1]} (${text}).`, { cause: error });
  // A bug of ours, or data that doesn't fit the code: the very same call fails the same way for ever.
  if (isBug(error))
    return new StoreError('invalid', `The database ${file} can't do this: ${(error as Error).stack ?? text}`, {
      cause: error,
    });
  // libsql reports a failed open without a code: "ConnectionFailed(\"Unable to open …: 14\")", 14 being SQLITE_CANTOPEN.
  if (/unable to open/i.test(text))
    return new StoreError(
      'no-access',
      `The database ${file} cannot be opened. It must be a file in a folder that this user may write to (${text}).`,
      { cause: error },
    );
  return new StoreError('internal', `The database ${file} failed: ${text}`, { cause: error });
}
