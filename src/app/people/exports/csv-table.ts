import { rounded } from '../../../contracts/rounded.ts';

export type Cell = string | number | null;

/** More are noise of the arithmetic: velocities have four, everything else fewer. */
const DECIMALS = 4;

/** A table in CSV (RFC 4180), lines ended by CR LF. */
export function csvTable(
  columns: readonly string[],
  rows: readonly (readonly Cell[])[],
  separator: ',' | ';' = ',',
): Buffer {
  const lines = [columns, ...rows].map((row) => row.map(csvCell).join(separator));
  return Buffer.from(`${lines.join('\r\n')}\r\n`);
}

/** A text that a spreadsheet would take for a formula gets an apostrophe in front. */
function csvCell(value: Cell): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(rounded(value, DECIMALS));
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",;\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
