/** Whether two values of JSON say the same, in whatever order their fields are. A field that is null says what one that is left out does. */
export const isSameContent = (a: unknown, b: unknown): boolean => inOrder(a) === inOrder(b);

function inOrder(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inOrder).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  const entries = Object.entries(value).filter(([, of]) => of !== undefined && of !== null);
  return `{${entries
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, of]) => `${JSON.stringify(key)}:${inOrder(of)}`)
    .join(',')}}`;
}
