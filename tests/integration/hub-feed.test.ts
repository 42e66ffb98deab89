import pg from 'pg';
import { v7 as newId } from 'uuid';
import { describe, expect, test } from 'vitest';
import { type FeedItem, MAX_FEED_ITEMS, type PersonCard } from '../../src/contracts/hub-people.ts';
import { chainStatus } from '../../src/hub/index.ts';
import { missingPostgres, newPerson, Sender, useHub } from '../support/hub.ts';
import { until } from '../support/until.ts';

const AT = '2026-11-02T10:00:00.000Z';

describe.skipIf(missingPostgres)(`the feed of people ${missingPostgres}`, () => {
  const at = useHub();
  const query = async (sql: string, values: unknown[] = []) => (await at.hub.pool.query(sql, values)).rows;
  const keyId = async () => (await query('SELECT kid FROM card_keys ORDER BY n DESC LIMIT 1'))[0].kid as string;
  const card = async (digit: string): Promise<PersonCard> => ({
    ...{ id: newId(), lastDigits: digit.repeat(4), addedAt: AT },
    hash: `${await keyId()}:${newId().replaceAll('-', '').padEnd(64, digit)}`,
  });
  /** All of it from the beginning, page by page. */
  const all = async (sender: Sender): Promise<{ items: Map<string, FeedItem>; next: number; epoch: string }> => {
    const items = new Map<string, FeedItem>();
    for (let [since, epoch] = [0, null as string | null]; ; ) {
      const page = await sender.feed(since, epoch);
      for (const item of page.items) items.set(item.id, item);
      [since, epoch] = [page.next, page.epoch];
      if (!page.more) return { items, next: since, epoch };
    }
  };
  const member = (items: Map<string, FeedItem>, id: string) => items.get(id) as Extract<FeedItem, { kind: 'member' }>;

  test('a member who is told by one station comes to every controller of the gym, and to no other gym', async () => {
    const [one, same, other] = [await Sender.pair(at), await Sender.pair(at), await Sender.pair(at, 'south')];
    const id = newId();
    const own = await card('a');
    const answer = await one.send([one.member(1, id, { alias: 'Zoë' }, { cards: [own] })]);
    expect(answer).toMatchObject({ acked: [1], members: [{ seq: 1, revision: 1 }], refused: [] });
    for (const sender of [one, same]) {
      const { items } = await all(sender);
      expect(member(items, id)).toEqual({
        ...{ kind: 'member', id, revision: 1, createdAt: '2026-11-01T10:00:00.000Z', visitsUntil: null },
        fields: { ...newPerson(), alias: 'Zoë' },
        cards: [own],
        training: { programmes: [], ranges: [] },
      });
    }
    expect((await all(other)).items.has(id)).toBe(false);
  });

  test('each page goes on where the last one ended, and a snapshot of many is whole', async () => {
    const one = await Sender.pair(at);
    const { next, epoch } = await all(one);
    const ids = Array.from({ length: MAX_FEED_ITEMS + 20 }, () => newId());
    for (let from = 0; from < ids.length; from += 40)
      await one.send(ids.slice(from, from + 40).map((id, n) => one.member(from + n + 1, id)));
    const first = await one.feed(next, epoch);
    expect(first).toMatchObject({ isSnapshot: false, more: true, epoch });
    expect(first.items).toHaveLength(MAX_FEED_ITEMS);
    const second = await one.feed(first.next, epoch);
    expect([...first.items, ...second.items].map(({ id }) => id).sort()).toEqual([...ids].sort());
    expect(await one.feed(second.next, epoch)).toMatchObject({ items: [], more: false, next: second.next });
    const { items } = await all(one);
    expect(ids.filter((id) => !items.has(id))).toEqual([]);
  });

  test('transactions at once skip no number: a reader that follows misses no change', async () => {
    const [reader, ...senders] = await Promise.all(Array.from({ length: 5 }, () => Sender.pair(at)));
    const ids = senders.map(() => Array.from({ length: 15 }, () => newId()));
    let isDone = false;
    const seen = new Set<string>();
    const read = (async () => {
      for (let [since, epoch, isLast] = [0, null as string | null, false]; ; ) {
        const page = await reader!.feed(since, epoch);
        for (const { id } of page.items) seen.add(id);
        [since, epoch] = [page.next, page.epoch];
        if (isLast && !page.more) return;
        isLast = isDone;
      }
    })();
    await Promise.all(
      senders.map(async (sender, n) => {
        for (const [seq, id] of ids[n]!.entries()) await sender.send([sender.member(seq + 1, id)]);
      }),
    );
    isDone = true;
    await read;
    expect(ids.flat().filter((id) => !seen.has(id))).toEqual([]);
  });

  test('a request that waits is answered by the change itself, and one without a change in its time', async () => {
    const [one, other] = [await Sender.pair(at), await Sender.pair(at)];
    const { next, epoch } = await all(one);
    const waiting = one.feed(next, epoch, 25);
    const { counts } = at.hub.feed;
    const id = newId();
    await other.send([other.member(1, id)]);
    expect((await waiting).items.map((item) => item.id)).toEqual([id]);
    expect(await one.feed(next + 1, epoch, 1)).toMatchObject({ items: [], next: next + 1 });
    expect(counts.requests).toBeGreaterThan(0);
  });

  test('a hub that ends lets go of those who wait', async () => {
    const one = await Sender.pair(at);
    const { next, epoch } = await all(one);
    const waiting = one.feed(next, epoch, 25);
    await expect.poll(async () => (await status()).counts.feed.waiting).toBe(1);
    await at.hub.stop();
    await waiting.catch(() => undefined);
    await at.start();
    expect((await one.feed(next, epoch)).items).toEqual([]);
  });

  test('a connection whose request was in progress when the hub ends is not kept open for a next one', async () => {
    const one = await Sender.pair(at);
    const lock = new pg.Client({ connectionString: at.postgres.url });
    await lock.connect();
    await lock.query('BEGIN; LOCK TABLE controllers');
    const sent = one.send([]);
    await until(async () => (await lock.query('SELECT 1 FROM pg_locks WHERE NOT granted')).rowCount);
    let isStopped = false;
    const stopping = at.hub.stop().then(() => {
      isStopped = true;
    });
    await until(() => !at.hub.isListening);
    await lock.query('COMMIT');
    await lock.end();
    expect((await sent).refused).toEqual([]);
    await until(() => isStopped);
    await stopping;
    await at.start();
  });

  const status = async () =>
    (await (await fetch(`http://127.0.0.1:${at.hub.adminPort}/api/v1/status`)).json()) as {
      counts: { feed: { waiting: number } };
    };

  test('fields that two gyms change are merged one by one; of the same field the hub keeps its own, and shows the other', async () => {
    const [one, other] = [await Sender.pair(at), await Sender.pair(at)];
    const id = newId();
    await one.send([one.member(1, id, { alias: 'Ann' })]);
    const base = { alias: 'Ann', heightMm: 1700, showAlias: true };
    await one.send([one.member(2, id, { alias: 'Anna', heightMm: 1710 }, { base })]);
    await other.send([other.member(1, id, { alias: 'Annie', showAlias: false }, { base })]);
    expect(member((await all(one)).items, id).fields).toMatchObject({
      alias: 'Anna',
      heightMm: 1710,
      showAlias: false,
    });
    const [conflict] = (await chainStatus(at.hub.pool)).conflicts.filter(({ memberId }) => memberId === id);
    expect(conflict).toMatchObject({ field: 'alias', ours: 'Anna', theirs: 'Annie', gym: 'north' });
    // Sent again after a lost answer, it is the same conflict.
    await other.send([other.member(2, id, { alias: 'Annie' }, { base })]);
    expect((await chainStatus(at.hub.pool)).conflicts.filter(({ memberId }) => memberId === id)).toHaveLength(1);
    await at.hub.people.settle(conflict!.id, true);
    expect(member((await all(other)).items, id).fields.alias).toBe('Annie');
    expect((await chainStatus(at.hub.pool)).conflicts.filter(({ memberId }) => memberId === id)).toEqual([]);
  });

  test('a consent that is withdrawn anywhere is withdrawn, and never a conflict', async () => {
    const [one, other] = [await Sender.pair(at), await Sender.pair(at)];
    const id = newId();
    await one.send([one.member(1, id, { showAlias: true, shareSets: true })]);
    const base = { showAlias: true, shareSets: false };
    await other.send([other.member(1, id, { showAlias: false, shareSets: true }, { base })]);
    await one.send([one.member(2, id, { showAlias: true, shareSets: false }, { base: { ...base, shareSets: true } })]);
    expect(member((await all(one)).items, id).fields).toMatchObject({ showAlias: false, shareSets: false });
    expect((await chainStatus(at.hub.pool)).conflicts.filter(({ memberId }) => memberId === id)).toEqual([]);
  });

  test('the same card or log-in of another member is reported, not merged, and stored once it is free', async () => {
    const [one, other] = [await Sender.pair(at), await Sender.pair(at, 'south')];
    const [first, second, third] = [newId(), newId(), newId()];
    const [shared, login] = [await card('c'), `m${first.slice(-12)}`];
    expect((await one.send([one.member(1, first, { login }, { cards: [shared] })])).acked).toEqual([1]);
    const answer = await other.send([
      other.member(1, second, {}, { cards: [{ ...shared, id: newId() }] }),
      other.member(2, third, { login: login.toUpperCase() }),
      other.member(3, newId()),
    ]);
    expect(answer.acked).toEqual([3]);
    expect(answer.refused).toEqual([
      { seq: 1, why: 'another member of the chain has its card ...cccc; remove it from one of them' },
      { seq: 2, why: `another member of the chain has the log-in "${login}"; change one of them` },
    ]);
    const duplicates = (await chainStatus(at.hub.pool)).duplicates.filter(({ otherId }) => otherId === first);
    expect(duplicates.map(({ memberId, why }) => [memberId, why]).sort()).toEqual(
      [
        [second, 'card'],
        [third, 'login'],
      ].sort(),
    );
    expect(await other.send([other.member(4, third, { login: `o${third.slice(-12)}` })])).toMatchObject({ acked: [4] });
    const left = (await chainStatus(at.hub.pool)).duplicates.filter(({ otherId }) => otherId === first);
    expect(left.map(({ memberId }) => memberId)).toEqual([second]);
  });

  test('deleted at the hub: every gym is told, what was lifted is gone, and shown as outstanding until all have kept it', async () => {
    const [one, other] = [await Sender.pair(at), await Sender.pair(at, 'south')];
    const id = newId();
    const person = { memberId: id, sessionId: newId(), note: 'a sore knee' };
    const set = one.set(2, { person });
    await one.send([one.member(1, id), set]);
    await Promise.all([all(one), all(other)]);
    await at.hub.people.remove(id);
    const outstanding = async () =>
      (await chainStatus(at.hub.pool)).deletions.find(({ memberId }) => memberId === id)?.controllers ?? [];
    expect(await outstanding()).toEqual(expect.arrayContaining([one.id, other.id]));
    const told = await all(one);
    expect(told.items.get(id)).toMatchObject({ kind: 'gone', id });
    expect(await outstanding()).toContain(one.id); // told, and not kept yet
    await one.feed(told.next, told.epoch);
    expect(await outstanding()).not.toContain(one.id);
    expect(await outstanding()).toContain(other.id);
    const { next, epoch } = await all(other);
    await other.feed(next, epoch);
    expect(await outstanding()).not.toContain(other.id);

    const [row] = await query('SELECT * FROM sets WHERE id = $1', [set.id]);
    expect(row).toMatchObject({ member_id: null, session_id: null, note: '', doc: {}, reps: [], exercise: null });
    // What still comes of them comes in without them, and what the gym erases is no other content.
    const later = one.set(3, { person });
    const gone = { id: set.id, bay: one.bay, revision: set.revision + 1, goneAt: AT };
    expect(await one.send([later, { ...set, seq: 4, revision: gone.revision, person: null, doc: gone }])).toMatchObject(
      {
        acked: expect.arrayContaining([3, 4]),
        diverged: [],
        forgotten: [3],
      },
    );
    expect(await query('SELECT member_id FROM sets WHERE id = $1', [later.id])).toEqual([{ member_id: null }]);
    // A gym that was away tells them again: they don't come back.
    expect(await other.send([other.member(1, id)])).toMatchObject({ acked: [1] });
    expect(await query('SELECT 1 FROM members WHERE id = $1', [id])).toEqual([]);
    await expect(at.hub.people.remove(id)).rejects.toThrow(/There is no member/);
  });

  test('deleted at a station, it is deleted everywhere; a gym that does not know them can not', async () => {
    const [one, stranger] = [await Sender.pair(at), await Sender.pair(at, 'south')];
    const id = newId();
    await one.send([one.member(1, id)]);
    const gone = (seq: number) => ({ kind: 'member' as const, seq, id, doc: { goneAt: AT } });
    expect(await stranger.send([gone(1)])).toMatchObject({
      refused: [{ seq: 1, why: 'this member is not known in this gym' }],
    });
    expect(await one.send([gone(2)])).toMatchObject({ acked: [2] });
    expect((await all(stranger)).items.get(id)).toMatchObject({ kind: 'gone' });
    expect(await query('SELECT 1 FROM members WHERE id = $1', [id])).toEqual([]);
  });

  test('who no longer agrees leaves the hub, and their sets stay without them', async () => {
    const one = await Sender.pair(at);
    const id = newId();
    const set = one.set(2, { person: { memberId: id, sessionId: null, note: 'mine' } });
    await one.send([one.member(1, id), set]);
    await one.send([{ kind: 'member', seq: 3, id, doc: { leftAt: AT } }]);
    expect((await all(one)).items.get(id)).toEqual({ kind: 'left', id });
    expect(await query('SELECT member_id, note FROM sets WHERE id = $1', [set.id])).toEqual([
      { member_id: null, note: '' },
    ]);
    await one.send([one.member(4, id)]); // and agrees again
    expect((await all(one)).items.get(id)).toMatchObject({ kind: 'member' });
  });

  test('a set that comes in while its member is being deleted does not keep them', async () => {
    const senders = await Promise.all(Array.from({ length: 4 }, () => Sender.pair(at)));
    const id = newId();
    await senders[0]!.send([senders[0]!.member(1, id)]);
    const sets = senders.map((sender) =>
      Array.from({ length: 10 }, (_, n) => sender.set(n + 2, { person: { memberId: id, sessionId: null, note: '' } })),
    );
    const sending = senders.map(async (sender, n) => {
      for (const set of sets[n]!) await sender.send([set]);
    });
    await Promise.all([...sending, at.hub.people.remove(id)]);
    expect(await query('SELECT 1 FROM sets WHERE member_id = $1', [id])).toEqual([]);
  });

  test('a restored hub starts the feed again, and does so itself if a gym has read further than there is', async () => {
    const one = await Sender.pair(at);
    const { next, epoch } = await all(one);
    const behind = await one.feed(next + 5, epoch);
    expect(behind.isSnapshot).toBe(true);
    expect(behind.epoch).not.toBe(epoch);
    await at.hub.pairing.resend(null);
    expect((await one.feed(behind.next, behind.epoch)).isSnapshot).toBe(true);
  });

  test('keys of cards are sealed in the database, told by pairing and by the feed when one is new, newest first', async () => {
    const one = await Sender.pair(at);
    const before = await all(one);
    const kid = await at.hub.people.rotateCardKey();
    const page = await one.feed(before.next, before.epoch);
    expect(page.items).toMatchObject([{ kind: 'card-key', id: kid, key: { kid } }]);
    const [item] = page.items as Extract<FeedItem, { kind: 'card-key' }>[];
    const [stored] = await query('SELECT n, sealed FROM card_keys WHERE kid = $1', [kid]);
    expect(item!.key.n).toBe(stored.n);
    expect(stored.sealed.includes(Buffer.from(item!.key.key, 'hex'))).toBe(false);
    // A card that was stored by the old key is stored by the new one at its next tap, and not the other way round.
    const id = newId();
    const old = {
      ...(await card('e')),
      hash: `${(await query('SELECT kid FROM card_keys WHERE n = 1'))[0].kid}:${'1'.repeat(64)}`,
    };
    await one.send([one.member(1, id, {}, { cards: [old] })]);
    const next = { ...old, hash: `${kid}:${'2'.repeat(64)}` };
    await one.send([one.member(2, id, {}, { base: { alias: 'Mira' }, cards: [next] })]);
    await one.send([one.member(3, id, {}, { base: { alias: 'Mira' }, cards: [old] })]);
    expect(member((await all(one)).items, id).cards).toEqual([next]);
    const strange = { ...old, id: newId(), hash: `00000000:${'3'.repeat(64)}` };
    expect(await one.send([one.member(4, id, {}, { base: { alias: 'Mira' }, cards: [strange] })])).toMatchObject({
      refused: [{ seq: 4, why: 'its card ...eeee was stored by a key that this hub does not have' }],
    });
  });

  test('what is no question is answered in words, and a revoked controller hears nothing', async () => {
    const one = await Sender.pair(at);
    await expect(one.feed(-1)).rejects.toThrow(/Ask for \/api\/v1\/feed/);
    await expect(one.feed(0, 'not-an-id')).rejects.toThrow(/Ask for/);
    await at.hub.pairing.revoke(one.id);
    await expect(one.feed()).rejects.toThrow(/revoked at the hub/);
  });

  test('a card is looked up for gyms that do not know it, and no controller may try all numbers', async () => {
    const [one, other] = [await Sender.pair(at), await Sender.pair(at, 'south')];
    const id = newId();
    const own = await card('d');
    await one.send([one.member(1, id, { alias: 'Lin', role: 'trainer' }, { cards: [own] })]);
    const ask = (hash: string) => other.post<{ visitor: FeedItem | null }>('/api/v1/visitor', { hashes: [hash] });
    const { visitor } = await ask(own.hash);
    expect(visitor).toMatchObject({ id, fields: { alias: 'Lin', role: 'member' }, visitsUntil: expect.any(String) });
    expect(member((await all(one)).items, id)).toMatchObject({ visitsUntil: null, fields: { role: 'trainer' } });
    expect(await ask(`${'0'.repeat(8)}:${'0'.repeat(64)}`)).toEqual({ visitor: null });
    for (let n = 0; n < 58; n++) await ask(own.hash);
    await expect(ask(own.hash)).rejects.toThrow(/Too many unknown cards/);
    await expect(ask('no hash')).rejects.toThrow(/no question for a card/);
  });
});
