import { closeSync, fsyncSync, openSync } from 'node:fs';

/** Until it returns, a file, or the names in a folder, may be lost by a power cut. */
export function syncPath(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
