/** Errors of the store as problems of the API. */
import { messageOf } from '../../common/message-of.ts';
import { StoreError, type StoreErrorCode } from '../../store/index.ts';
import { ProblemError } from '../../web/index.ts';

const KNOWN: Partial<Record<StoreErrorCode, [status: number, kind: string]>> = {
  'not-found': [404, 'not-found'],
  stale: [412, 'changed-meanwhile'],
  conflict: [409, 'conflict'],
  'no-consent': [409, 'no-consent'],
  'cases-full': [409, 'cases-full'],
};

/**
 * Runs what needs the database. An unavailable or damaged database is reported as such: nothing lifted is lost, and a retry
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
