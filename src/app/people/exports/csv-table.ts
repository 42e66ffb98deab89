export type Cell = string | number | null;

/** A table in CSV (RFC 4180), lines ended by CR LF. */
export function csvTable(columns: readonly string[], rows: readonly (readonly Cell[])[]): Buffer {
  const lines = [columns, ...rows].map((row) => row.map(csvCell).join(','));
  return Buffer.from(`${lines.join('\r\n')}\r\n`);
}

/** A text that a spreadsheet would take for a formula gets an apostrophe in front. */
function csvCell(value: Cell): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
