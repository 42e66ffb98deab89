/** Equal but for the time of writing. */
export function sameButTime<T extends { at: string }>(a: T | null, b: T): boolean {
  return a !== null && JSON.stringify({ ...a, at: '' }) === JSON.stringify({ ...b, at: '' });
}
