import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import { Journal } from '../../src/app/journal.ts';
import { type Change, type OutboxItem, type Store, StoreError } from '../../src/store/index.ts';
import { until } from '../support/station.ts';

/** A store in memory that fails when it is told to. */
class FaultyStore {
  written: Change[] = [];
  rows: OutboxItem[] = [];
  refuse: (change: Change) => Error | null = () => null;
  readonly outbox = {
    pending: async (bay: string, limit: number) => this.rows.filter((row) => row.bay === bay).slice(0, limit),
    delivered: async (seqs: number[]) => {
      this.rows = this.rows.filter((row) => !seqs.includes(row.seq));
    },
    count: async () => this.rows.length,
  };
  async write(change: Change): Promise<void> {
    const error = this.refuse(change);
    if (error) throw error;
    this.written.push(change);
    for (const row of change.outbox ?? [])
      this.rows.push({ ...row, seq: this.rows.length + 1, payload: JSON.stringify(row.payload) });
  }
  stats = () => ({});
  close = async () => undefined;
}

const change = (id: string): Change => ({ outbox: [{ bay: 'bay-1', topic: 'rep', id, payload: { id } }] });
const idsOf = (changes: Change[]) => changes.flatMap((entry) => entry.outbox ?? []).map(({ id }) => id);
const full = new StoreError('disk-full', 'The disk is full.');

function journalOn(store: FaultyStore, open: () => Promise<unknown> = async () => store) {
  const statuses: boolean[] = [];
  const journal = new Journal({
    open: open as () => Promise<Store>,
    logger: pino({ level: 'silent' }),
    onStatus: ({ failing }) => statuses.push(failing),
  });
  return { journal, statuses };
}

describe('journal', () => {
  test('changes are written in order, and what comes together goes in one transaction', async () => {
    const store = new FaultyStore();
    const { journal } = journalOn(store);
    await Promise.all(['a', 'b', 'c'].map((id) => journal.append(change(id))));
    expect(idsOf(store.written)).toEqual(['a', 'b', 'c']);
    expect(store.written.length).toBeLessThan(3);
    await journal.close();
  });

  test('while the database fails changes wait, their messages are offered from memory, and land once', async () => {
    const store = new FaultyStore();
    store.refuse = () => full;
    const { journal, statuses } = journalOn(store);
    const durable = Promise.all(['a', 'b'].map((id) => journal.append(change(id))));
    await until(() => journal.status.failing);
    expect(journal.status.reason).toMatch(/disk is full/);
    const offered = await journal.pending('bay-1', 10);
    expect(offered.map(({ id }) => id)).toEqual(['a', 'b']);
    expect((await journal.pending('bay-1', 10)).map(({ seq }) => seq)).toEqual(offered.map(({ seq }) => seq));
    await journal.delivered([offered[0]!.seq]);
    expect((await journal.pending('bay-1', 10)).map(({ id }) => id)).toEqual(['b']);

    store.refuse = () => null;
    await durable;
    expect(idsOf(store.written)).toEqual(['b']); // a was delivered already
    expect(store.written).toHaveLength(1);
    expect(statuses).toEqual([true, false]);
    expect(journal.failures).toBeGreaterThan(0);
    await journal.close();
  });

  test('one change that the database will never take holds up no other', async () => {
    const store = new FaultyStore();
    const poison = (entry: Change) => idsOf([entry]).includes('poison');
    store.refuse = (entry) => (poison(entry) ? new StoreError('invalid', 'not a rep') : null);
    const { journal } = journalOn(store);
    await Promise.all(['a', 'poison', 'b'].map((id) => journal.append(change(id))));
    expect(idsOf(store.written)).toEqual(['a', 'b']);
    expect(journal.refused).toBe(1);
    expect(journal.waiting).toBe(0);
    await journal.close();
  });

  test('a database that opens later gets everything from before', async () => {
    const store = new FaultyStore();
    let isThere = false;
    const { journal } = journalOn(store, async () => {
      if (!isThere) throw new StoreError('no-access', 'The folder is missing.');
      return store;
    });
    await journal.start();
    expect(() => journal.store).toThrow(/folder is missing/);
    const durable = journal.append(change('a'));
    isThere = true;
    await durable;
    expect(idsOf(store.written)).toEqual(['a']);
    expect(await journal.flush(100)).toBe(0);
    await journal.close();
  });

  test('flush gives up in time and says how much is left', async () => {
    const store = new FaultyStore();
    store.refuse = () => full;
    const { journal } = journalOn(store);
    void journal.append(change('a'));
    expect(await journal.flush(120)).toBe(1);
    await journal.close();
  });
});
