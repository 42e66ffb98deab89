/** How the benches print. */
import { cpus, loadavg } from 'node:os';

export type Row = readonly [what: string, figure: string];

/** Median, 99th percentile, maximum and number; a single value as it is. */
export function summary(values: readonly number[], unit: string): string {
  if (values.length === 0) return 'nothing measured';
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!.toFixed(1);
  if (values.length === 1) return `${at(0)} ${unit}`;
  return `median ${at(0.5)}, p99 ${at(0.99)}, max ${at(1)} ${unit} (n = ${values.length})`;
}

export function print(title: string, rows: readonly Row[]): void {
  const [load = 0] = loadavg();
  // Every time of a busy machine is longer than it need be: who reads a figure has to know.
  console.log(`\n${title} (load of the machine: ${load.toFixed(1)} on ${cpus().length} cores)\n`);
  for (const [what, figure] of rows) console.log(`| ${what} | ${figure} |`);
}
