import type { Repository } from './repository.ts';
import type { StoreErrorCode } from './store-error.ts';

/** What the store's worker can be asked: the methods of the repository. */
export type Operation = Exclude<keyof Repository, 'migrated'>;

export const isWriting = (operation: Operation) => operation === 'write' || operation === 'saveCalibration';

export interface Request {
  id: number;
  operation: Operation;
  args: unknown[];
}

export type Reply =
  | { kind: 'ready'; migrated: number[] }
  | { kind: 'failed'; error: WireError }
  | { kind: 'result'; id: number; value: unknown; durationMs: number }
  | { kind: 'error'; id: number; error: WireError };

/** An error as it crosses the thread; structured clone would lose its code. */
export interface WireError {
  code: StoreErrorCode;
  message: string;
}
