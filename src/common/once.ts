/** Makes a value when it is first asked for, so that a start doesn't pay for it. */
export function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
