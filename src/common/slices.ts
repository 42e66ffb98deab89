/** Long work in slices, so that whatever else the process has to do goes on between them. */

/** Lets everything that waits go first. */
export type Pause = () => Promise<void>;
export const nextTurn: Pause = () => new Promise((resolve) => setImmediate(resolve));

/** As `items.map(each)`, with a pause after every `size` of them. */
export async function mapInSlices<T, R>(
  items: readonly T[],
  each: (item: T) => R,
  { size, pause }: { size: number; pause: Pause },
): Promise<R[]> {
  const done: R[] = [];
  for (const item of items) {
    done.push(each(item));
    if (done.length % size === 0) await pause();
  }
  return done;
}
