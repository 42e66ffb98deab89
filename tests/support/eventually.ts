import { vi } from 'vitest';

/** Tries until it holds: the default of one second is too short on a busy machine. */
export const eventually = <T>(attempt: () => T | Promise<T>) => vi.waitFor(attempt, { timeout: 30_000 });
