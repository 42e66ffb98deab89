import { join } from 'node:path';
import { v7 as newId } from 'uuid';
import { describe, expect, it } from 'vitest';
import { exampleOf } from '../../src/contracts/common.ts';
import { Alert } from '../../src/contracts/events.ts';
import type { Change } from '../../src/store/index.ts';
import { Repository } from '../../src/store/repository.ts';
import { addMember, NOW, TRAINER } from '../integration/store-members-samples.ts';
import { tempDir } from '../integration/store-temp.ts';

const LATER = '2026-11-22T19:00:00.000Z';
const alert = (patch: Partial<Alert> = {}): Alert => ({ ...exampleOf(Alert), id: newId(), at: NOW, ...patch });
const open = () => new Repository(join(tempDir(), 'a.db'));

describe('the list of alerts', () => {
  it('keeps one after it is over, with when it began and ended', () => {
    const { tables, ...repository } = spread(open());
    const one = alert();
    repository.write({ alerts: [one] });
    expect(tables.alerts.page({ limit: 9 }).items).toMatchObject([{ id: one.id, startedAt: NOW, endedAt: null }]);
    // It gets worse: it is the same one, and began when it began.
    repository.write({ alerts: [{ ...one, at: LATER, severity: 'error', text: 'Worse.' }] });
    repository.write({ alerts: [{ ...one, at: LATER, active: false }] });
    expect(tables.alerts.page({ limit: 9 }).items).toMatchObject([
      { id: one.id, startedAt: NOW, endedAt: LATER, severity: 'error', text: 'Worse.' },
    ]);
  });

  it('is told newest first, in pages, of one bay or all', () => {
    const { tables, ...repository } = spread(open());
    const all = Array.from({ length: 7 }, (_, n) => alert({ bay: n % 2 ? 'bay-2' : 'bay-1' }));
    repository.write({ alerts: all });
    const newest = all.map(({ id }) => id).reverse();
    const first = tables.alerts.page({ limit: 5 });
    const second = tables.alerts.page({ limit: 5, before: first.next! });
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(newest);
    expect(second.next).toBeNull();
    expect(tables.alerts.page({ limit: 9, bay: 'bay-2' }).items).toHaveLength(3);
    expect(() => tables.alerts.page({ limit: 9, before: newId() })).toThrow(/first page/);
  });

  it('holds the latest 2,000', () => {
    const { tables, ...repository } = spread(open());
    const all = Array.from({ length: 2010 }, () => alert());
    repository.write({ alerts: all });
    const page = tables.alerts.page({ limit: 200 });
    expect(page.items[0]?.id).toBe(all.at(-1)!.id);
    let count = page.items.length;
    for (let { next } = page; next; ) {
      const more = tables.alerts.page({ limit: 200, before: next });
      count += more.items.length;
      next = more.next;
    }
    expect(count).toBe(2000);
  });

  it('ends what a restart found to be over, and leaves what still lasts', () => {
    const { tables, ...repository } = spread(open());
    const [lasts, over] = [alert(), alert()];
    repository.write({ alerts: [lasts, over] });
    expect(tables.alerts.endOthers([lasts.id], LATER)).toBe(1);
    const ends = new Map(tables.alerts.page({ limit: 9 }).items.map(({ id, endedAt }) => [id, endedAt]));
    expect([ends.get(lasts.id), ends.get(over.id)]).toEqual([null, LATER]);
  });

  it('says who has seen it first, and forgets a member who is deleted', () => {
    const repository = open();
    const { tables } = repository;
    const one = alert();
    repository.write({ alerts: [one] });
    const member = addMember(repository);
    tables.alerts.seen(one.id, NOW, member, 'trainer');
    tables.alerts.seen(one.id, LATER, null, 'admin');
    expect(tables.alerts.page({ limit: 1 }).items[0]).toMatchObject({ seenAt: NOW, seenBy: member });
    tables.members.remove(member, LATER, TRAINER);
    expect(tables.alerts.page({ limit: 1 }).items[0]).toMatchObject({ seenAt: NOW, seenBy: null });
  });

  it('goes to the webhooks that want it, as it is last, without any set', () => {
    const { tables, ...repository } = spread(open());
    const [wants, not] = [newId(), newId()];
    tables.webhooks.add({ id: wants, url: 'http://127.0.0.1/a', alerts: true, createdAt: NOW }, 'secret', TRAINER);
    tables.webhooks.add({ id: not, url: 'http://127.0.0.1/b', createdAt: NOW }, 'secret', TRAINER);
    const one = alert({ setId: newId() });
    repository.write({ alerts: [one] });
    repository.write({ alerts: [{ ...one, at: LATER, active: false }] });
    const due = tables.webhooks.due(LATER, LATER);
    expect(due.map(({ webhookId }) => webhookId)).toEqual([wants]);
    expect(JSON.parse(due[0]!.body)).toEqual({ alert: { ...one, at: LATER, active: false, setId: null } });
    tables.webhooks.change(wants, { alerts: false }, LATER, { id: null, role: 'admin' });
    tables.webhooks.delivered(due[0]!.seq, LATER);
    repository.write({ alerts: [alert()] });
    expect(tables.webhooks.due(LATER, LATER)).toEqual([]);
  });
});

const spread = (repository: Repository) => ({
  tables: repository.tables,
  write: (change: Change) => repository.write(change),
});
