import { realpathSync } from 'node:fs';

/** Whether two names lead to one device now: `/dev/serial/by-id/…` and `/dev/ttyUSB0`, for example. */
export const sameDevice = (one: string, other: string): boolean => deviceOf(one) === deviceOf(other);

function deviceOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path; // not plugged in, or no path at all
  }
}
