/** What the store refuses, and what fails in it, as the web answers it. */
import { isBug, messageOf } from '../../common/message-of.ts';
import { StoreError } from '../../store/index.ts';
import { ProblemError, problemOf } from '../../web/index.ts';

/** Codes of a StoreError that are no fault of the disk, the file or the process that holds it: a bug of ours. */
const BUGS: readonly string[] = ['invalid', 'internal'];

/**
 * Runs what needs the database. What it refuses is that problem; a database that is away or damaged is `storage-failing`: what was
 * lifted is not gone, and the next try may succeed.
 * @param failing what to say when it isn't the database that fails, but another place on a disk
 * @throws ProblemError; a bug of ours stays as it is, so that it becomes a 500 with its stack in the log
 */
export async function orProblem<T>(
  work: () => Promise<T>,
  failing: (reason: string) => Error = (reason) => new ProblemError('storage-failing', { reason }),
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof StoreError && error.problem) throw problemOf(error.problem);
    if (isOfStorage(error)) throw failing(messageOf(error));
    throw error;
  }
}

const isOfStorage = (error: unknown): boolean =>
  error instanceof StoreError ? !BUGS.includes(error.code) : isSystemError(error);

/** An error of the file system, as Node reports it (`ENOSPC`, `EACCES`). */
export const isSystemError = (error: unknown): boolean =>
  error instanceof Error && !isBug(error) && typeof (error as NodeJS.ErrnoException).syscall === 'string';
