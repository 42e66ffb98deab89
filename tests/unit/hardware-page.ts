/** hardware.md as its tests read it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
export const page = read('hardware.md');

export interface WiringRow {
  part: string;
  pin: string;
  uno: string;
  mega: string;
  key: string | undefined;
}

export const cellsOf = (line: string) =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());

/** Rows of the wiring table that name a pin of the board. */
export const signalRows: WiringRow[] = page
  .slice(page.indexOf('| part | pin on the part |'))
  .split('\n\n')[0]!
  .split('\n')
  .slice(2)
  .map(cellsOf)
  .map(([part, pin, uno, mega, key]) => ({
    part: part!,
    pin: pin!,
    uno: uno!,
    mega: mega!,
    key: key!.replaceAll('`', '') || undefined,
  }))
  .filter(({ uno }) => uno !== '5V' && uno !== 'GND');

interface Schema {
  default?: unknown;
  properties?: Record<string, Schema>;
}

export const fieldOf = (schema: object, path: string): Schema | undefined =>
  path.split('.').reduce<Schema | undefined>((at, name) => at?.properties?.[name], schema);
