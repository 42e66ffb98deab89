/** What the store refuses, as the web tells it. */
import { messageOf } from '../../common/message-of.ts';
import { StoreError, type StoreErrorCode } from '../../store/index.ts';
import { ProblemError } from '../../web/index.ts';

const KNOWN: Partial<Record<StoreErrorCode, [status: number, kind: string]>> = {
  'not-found': [404, 'not-found'],
  stale: [412, 'changed-meanwhile'],
  conflict: [409, 'conflict'],
};

/**
 * Runs what needs the database. A database that is away or damaged is told as such: what was lifted is not gone, and the next try
 * may succeed.
 * @throws ProblemError 404, 409, 412 or 503; what is a fault of ours stays as it is
 */
export async function orProblem<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ProblemError) throw error;
    if (error instanceof StoreError) {
      if (error.code === 'invalid' || error.code === 'internal') throw error;
      const [status, kind] = KNOWN[error.code] ?? [503, 'storage-failing'];
      throw new ProblemError(status, kind, error.message);
    }
    throw new ProblemError(503, 'storage-failing', messageOf(error));
  }
}
