/** A change on its way to the database: as the store takes it, but for its recordings, which are still text. */
import type { Change } from '../../store/index.ts';

export interface NewChange extends Omit<Change, 'recordings'> {
  recordings?: readonly { setId: string; csv: string }[];
}

export type OutboxRow = NonNullable<Change['outbox']>[number];

/** A message to be published, as long as it is in memory alone. */
export interface LooseRow extends OutboxRow {
  /** Negative: those of the database are not. */
  readonly seq: number;
  /** The broker has it already: it needs no row in the database any more. */
  isDelivered: boolean;
}

/** A set, a rep or a row of the outbox takes 1 to 2 kB of memory, payload included. */
const ROW_BYTES = 1500;

/** The approximate memory of a change: the exact size would need JSON and cost more than it is worth. */
export function sizeOf({ recordings = [], ...rows }: NewChange | Change): number {
  let bytes = ROW_BYTES;
  for (const list of Object.values(rows)) bytes += ROW_BYTES * list.length;
  // V8 keeps a text of plain ASCII in one byte a character.
  for (const each of recordings) bytes += 'csv' in each ? each.csv.length : each.csvGzip.byteLength;
  return bytes;
}
