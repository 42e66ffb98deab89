/**
 * What is still to be published of each bay: rows of the database, and while that fails those of changes that wait in memory.
 * What waits in the database is older and goes out first. No I/O: the shell reads and deletes.
 */
import type { OutboxItem } from '../../store/index.ts';
import type { LooseRow, OutboxRow } from './new-change.ts';

interface BayRows {
  /** In memory, oldest first. */
  readonly loose: Map<number, LooseRow>;
  /** All rows of the database behind `from` that are still to be delivered; null: not known. */
  stored: { readonly from: number; readonly seqs: Set<number> } | null;
}

export class WaitingOutbox {
  readonly #bays = new Map<string, BayRows>();
  /** Rows of the database that are delivered and not deleted yet. */
  readonly #undeleted = new Set<number>();
  #nextSeq = -1;
  /** How often rows went into the database: what was read before may lack some. */
  moves = 0;

  get undeleted(): ReadonlySet<number> {
    return this.#undeleted;
  }

  /** Rows of a change that waits. */
  add(rows: readonly OutboxRow[]): LooseRow[] {
    return rows.map((row) => {
      const loose = { ...row, seq: this.#nextSeq--, isDelivered: false };
      this.#bay(row.bay).loose.set(loose.seq, loose);
      return loose;
    });
  }

  /** They wait in memory no more. @param isStored they are in the database now */
  remove(rows: readonly LooseRow[], isStored: boolean): void {
    if (isStored && rows.length > 0) this.moves++;
    for (const { bay, seq } of rows) {
      const known = this.#bay(bay);
      known.loose.delete(seq);
      if (isStored) known.stored = null;
    }
  }

  /** Rows may have come into the database, of whatever bay: a correction announces what it changes by itself. */
  forgetStored(): void {
    this.moves++;
    for (const bay of this.#bays.values()) bay.stored = null;
  }

  /** The oldest rows that wait in memory. */
  loose(bay: string, limit: number): OutboxItem[] {
    const items: OutboxItem[] = [];
    for (const { seq, topic, id, payload } of this.#bay(bay).loose.values()) {
      if (items.length >= limit) break;
      items.push({ seq, bay, topic, id, payload: JSON.stringify(payload) });
    }
    return items;
  }

  /** @param rows the oldest of the database behind `afterSeq`, `limit` and as many as are `undeleted`. @returns those not delivered yet */
  read(bay: string, rows: readonly OutboxItem[], limit: number, afterSeq: number): OutboxItem[] {
    const left = rows.filter(({ seq }) => !this.#undeleted.has(seq));
    const known = this.#bay(bay);
    if (left.length >= limit) known.stored = null;
    else {
      const before = known.stored && known.stored.from <= afterSeq ? known.stored : { from: afterSeq, seqs: [] };
      const seqs = [...before.seqs].filter((seq) => seq <= afterSeq);
      known.stored = { from: before.from, seqs: new Set([...seqs, ...left.map(({ seq }) => seq)]) };
    }
    return left.slice(0, limit);
  }

  /** Whether nothing waits in the database behind `afterSeq`, as far as that could be read. */
  isNothingStored(bay: string, afterSeq: number): boolean {
    const { stored } = this.#bay(bay);
    return stored !== null && stored.from <= afterSeq && [...stored.seqs].every((seq) => seq <= afterSeq);
  }

  /** The broker has them: those of memory need no row in the database any more, the others are to be deleted there. */
  delivered(seqs: readonly number[]): void {
    for (const { loose, stored } of this.#bays.values()) {
      for (const seq of seqs) {
        const row = loose.get(seq);
        if (row) row.isDelivered = true;
        loose.delete(seq);
        stored?.seqs.delete(seq);
      }
    }
    for (const seq of seqs) if (seq >= 0) this.#undeleted.add(seq);
  }

  deleted(seqs: readonly number[]): void {
    for (const seq of seqs) this.#undeleted.delete(seq);
  }

  #bay(bay: string): BayRows {
    let rows = this.#bays.get(bay);
    if (!rows) this.#bays.set(bay, (rows = { loose: new Map(), stored: null }));
    return rows;
  }
}
