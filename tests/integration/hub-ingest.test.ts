import fc from 'fast-check';
import { v7 as newId } from 'uuid';
import { describe, expect, test } from 'vitest';
import type { SetDoc, UplinkItem } from '../../src/contracts/uplink.ts';
import { chainStatus, Hub } from '../../src/hub/index.ts';
import { missingPostgres, Sender, useHub } from '../support/hub.ts';
import { until } from '../support/until.ts';

const HOUR_MS = 3_600_000;

describe.skipIf(missingPostgres)(`ingest of the hub ${missingPostgres}`, () => {
  const at = useHub();
  const rows = async (ids: readonly string[]) =>
    (await at.hub.pool.query('SELECT * FROM sets WHERE id = ANY($1) ORDER BY id', [ids])).rows;
  const row = async (id: string) => (await rows([id]))[0];

  test('what was answered is stored: the set, its reps, its gym', async () => {
    const one = await Sender.pair(at);
    const item = one.set(1);
    // What a newer controller adds is kept, in whatever letters.
    Object.assign(item.doc, { remark: 'Größe „😀“ "\\\n' });
    expect(await one.send([item])).toMatchObject({
      acked: [1],
      diverged: [],
      refused: [],
      gym: { id: 'north', zone: 'Europe/Berlin' },
    });
    const stored = await row(item.id);
    expect(stored).toMatchObject({ gym_id: 'north', bay: one.bay, counted_reps: 9, member_id: null, clock: 'unknown' });
    const { reps, ...doc } = JSON.parse(JSON.stringify(item.doc)) as SetDoc;
    expect([stored.doc, stored.reps]).toEqual([doc, reps]);
  });

  test('any order, any repetition, any cut into requests ends in the same rows', async () => {
    const one = await Sender.pair(at);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ set: fc.nat(4), ageDays: fc.nat(90) }), { minLength: 1, maxLength: 12 }),
        fc.infiniteStream(fc.nat(1_000_000)),
        fc.integer({ min: 1, max: 5 }),
        async (history, luck, size) => {
          const draw = () => luck.next().value as number;
          const ids = Array.from({ length: 5 }, (_, n) =>
            newId({ msecs: Date.now() - (history[n]?.ageDays ?? 0) * 24 * HOUR_MS }),
          );
          const revisions = [0, 0, 0, 0, 0];
          const items = history.map(({ set }, n) =>
            one.set(n + 1, { id: ids[set]!, revision: ++revisions[set]!, countedReps: revisions[set]! }),
          );
          const sent = [...items, ...items.filter(() => draw() % 2 === 0)].sort(() => (draw() % 2) - 0.5);
          for (let from = 0; from < sent.length; ) {
            const part: UplinkItem[] = [];
            while (from < sent.length && part.length < size && part.every(({ id }) => id !== sent[from]!.id))
              part.push(sent[from++]!);
            const { acked, diverged, refused } = await one.send(part);
            expect([acked.sort(), diverged, refused]).toEqual([part.map(({ seq }) => seq).sort(), [], []]);
          }
          const stored = await rows(ids);
          const highest = ids.flatMap((id, n) =>
            revisions[n]! > 0 ? [{ id, revision: revisions[n], counted_reps: revisions[n] }] : [],
          );
          expect(stored.map(({ id, revision, counted_reps }) => ({ id, revision, counted_reps }))).toEqual(
            highest.sort((a, b) => (a.id < b.id ? -1 : 1)),
          );
        },
      ),
      { numRuns: 25 },
    );
  });

  test('many controllers at once lose nothing, double nothing and lock each other out of nothing', async () => {
    const senders = await Promise.all(Array.from({ length: 6 }, () => Sender.pair(at)));
    const sent = await Promise.all(
      senders.map(async (one) => {
        const items = Array.from({ length: 120 }, (_, n) => one.set(n + 1));
        const parts = Array.from({ length: 6 }, (_, n) => items.slice(20 * n, 20 * n + 20));
        const answers = await Promise.all(parts.map((part) => one.send(part)));
        expect(answers.flatMap(({ acked }) => acked)).toHaveLength(120);
        return items;
      }),
    );
    const ids = sent.flat().map(({ id }) => id);
    expect((await rows(ids)).map(({ id }) => id)).toEqual([...ids].sort());
  });

  test('what was lifted just now does not wait for the backlog of another controller', async () => {
    const [behind, fresh] = [await Sender.pair(at), await Sender.pair(at)];
    const blocker = await at.hub.pool.connect();
    await blocker.query('BEGIN');
    await blocker.query('SELECT 1 FROM controllers WHERE id = $1 FOR UPDATE', [behind.id]);
    const waiting = behind.send(Array.from({ length: 30 }, (_, n) => behind.set(n + 1)));
    await until(async () => {
      const { rowCount } = await blocker.query(`SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'`);
      return rowCount === 1;
    });
    expect((await fresh.send([fresh.set(1)])).acked).toEqual([1]);
    await blocker.query('COMMIT');
    blocker.release();
    expect((await waiting).acked).toHaveLength(30);
  });

  test('a fault of the hub is in its log alone; a start that fails leaves no port open', async () => {
    const faults: string[] = [];
    const place = { database: at.postgres.url, folder: at.folder, names: ['localhost'], host: '127.0.0.1' };
    const broken = await Hub.start({ ...place, port: 0, adminPort: 0, onFault: (text) => faults.push(text) });
    const { port, adminPort } = broken;
    await expect(Hub.start({ ...place, port: 0, adminPort })).rejects.toThrow(/EADDRINUSE/);
    await broken.pool.end();
    const answer = await fetch(`http://127.0.0.1:${adminPort}/api/v1/status`);
    expect([answer.status, await answer.json()]).toMatchObject([500, { detail: 'The hub failed. Its log says why.' }]);
    expect(faults).toEqual([expect.stringMatching(/^a request failed: Error: .*pool/)]);
    await expect(broken.stop()).rejects.toThrow(/end on pool more than once/);
    await expect(Hub.start({ ...place, port, adminPort: at.hub.adminPort })).rejects.toThrow(/EADDRINUSE/);
    await expect(fetch(`https://127.0.0.1:${port}/health`)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
  });

  test('two hubs on one database, and the same sets at both', async () => {
    const one = await Sender.pair(at);
    const second = await Hub.start({
      database: at.postgres.url,
      folder: at.folder,
      names: ['localhost'],
      host: '127.0.0.1',
      port: 0,
      adminPort: 0,
    });
    try {
      const items = Array.from({ length: 40 }, (_, n) => one.set(n + 1));
      const serial = (await at.hub.pool.query('SELECT serials FROM controllers WHERE id = $1', [one.id])).rows[0]
        .serials[0];
      const turns = Array.from({ length: 10 }, (_, n) => items.slice(4 * n, 4 * n + 4));
      const both = [at.hub, second].map((hub, which) =>
        Promise.all(
          (which ? turns.toReversed() : turns).map((part) =>
            hub.ingest.take(one.id, serial, one.request(which ? part.toReversed() : part)),
          ),
        ),
      );
      for (const answers of await Promise.all(both)) expect(answers.flatMap(({ acked }) => acked)).toHaveLength(40);
      expect(await rows(items.map(({ id }) => id))).toHaveLength(40);
    } finally {
      await second.stop();
    }
  });

  test('the same revision with another content is shown and not overwritten', async () => {
    const one = await Sender.pair(at);
    const item = one.set(1);
    await one.send([item]);
    const other = one.set(2, { id: item.id, countedReps: 3 });
    expect(await one.send([other])).toMatchObject({ acked: [2], diverged: [2] });
    expect(await row(item.id)).toMatchObject({ counted_reps: 9 });
    const { rows: kept } = await at.hub.pool.query('SELECT doc FROM diverged WHERE set_id = $1', [item.id]);
    expect(kept).toMatchObject([{ doc: { countedReps: 3 } }]);
    expect((await chainStatus(at.hub.pool)).diverged).toBeGreaterThan(0);
  });

  test('a field that a newer controller adds, and says nothing in, is no other content', async () => {
    const one = await Sender.pair(at);
    const item = one.set(1);
    await one.send([item]);
    const doc = { ...item.doc, newField: null, hasRecording: true } as never;
    expect(await one.send([{ ...item, seq: 2, doc }])).toMatchObject({ acked: [2], diverged: [] });
  });

  test('a controller that lost corrections with its database is shown, and the hub keeps what it has', async () => {
    const one = await Sender.pair(at);
    const item = one.set(1, { revision: 5 });
    await one.send([item]);
    const lower = one.set(1, { id: item.id, revision: 4, countedReps: 2 });
    expect(await one.send([lower])).toMatchObject({ acked: [1], diverged: [] });
    expect(await one.send([lower], { epoch: newId() })).toMatchObject({ acked: [1], diverged: [1] });
    expect(await row(item.id)).toMatchObject({ revision: 5, counted_reps: 9 });
  });

  test('consent that is withdrawn takes the member away, and an old request does not bring them back', async () => {
    const one = await Sender.pair(at);
    const person = { memberId: newId(), sessionId: newId(), note: 'left knee' };
    const item = one.set(1, { person });
    await one.send([item]);
    expect(await row(item.id)).toMatchObject({ member_id: person.memberId, note: 'left knee' });
    await one.send([{ ...item, seq: 2, person: null }]);
    expect(await row(item.id)).toMatchObject({ member_id: null, session_id: null, note: '' });
    expect(await one.send([item])).toMatchObject({ acked: [1], diverged: [] });
    expect(await row(item.id)).toMatchObject({ member_id: null, session_id: null, note: '' });
  });

  test('what is gone leaves nothing, and does not come back', async () => {
    const one = await Sender.pair(at);
    const item = one.set(1, { person: { memberId: newId(), sessionId: null, note: 'mine' } });
    await one.send([item]);
    const doc = { id: item.id, bay: one.bay, revision: 2, goneAt: '2026-11-22T18:00:00.000Z' };
    const gone: UplinkItem = { ...item, seq: 2, revision: 2, person: null, doc };
    for (const sent of [gone, item, gone]) expect((await one.send([sent])).acked).toEqual([sent.seq]);
    const stored = await row(item.id);
    expect(stored).toMatchObject({
      member_id: null,
      note: '',
      exercise: null,
      counted_reps: null,
      said_started_at: null,
      doc: {},
      reps: [],
    });
    expect(stored.gone_at).toEqual(new Date(doc.goneAt));
  });

  test('a member who was forgotten is not stored again', async () => {
    const one = await Sender.pair(at);
    const memberId = newId();
    await at.hub.pool.query('INSERT INTO forgotten_members VALUES ($1, now())', [memberId]);
    const item = one.set(1, { person: { memberId, sessionId: null, note: 'mine' } });
    expect(await one.send([item])).toMatchObject({ acked: [1], forgotten: [1] });
    expect(await row(item.id)).toMatchObject({ member_id: null, note: '' });
  });

  test('a wrong clock is put right by the monotonic age, and flagged; a correction keeps that; ids stay', async () => {
    const one = await Sender.pair(at);
    const yearBehind = new Date(Date.now() - 365 * 24 * HOUR_MS).toISOString();
    const item = one.set(1, { ageMs: 10_000, saidAt: yearBehind });
    await one.send([item]);
    const stored = await row(item.id);
    expect(stored.clock).toBe('corrected');
    expect(Math.abs(Number(stored.shift_ms) - (365 * 24 * HOUR_MS - 10_000))).toBeLessThan(120_000);
    await one.send([one.set(2, { id: item.id, revision: 2, countedReps: 8 })]);
    expect(await row(item.id)).toMatchObject({ clock: 'corrected', shift_ms: stored.shift_ms, counted_reps: 8 });

    const right = one.set(3, { ageMs: 90_000, saidAt: new Date(Date.now() - 90_000).toISOString() });
    await one.send([right]);
    expect(await row(right.id)).toMatchObject({ clock: 'ok', shift_ms: '0' });
  });

  test('what can never be stored is refused with its reason, and holds up nothing beside it', async () => {
    const one = await Sender.pair(at);
    const good = one.set(1);
    const nul = one.set(2, { person: { memberId: newId(), sessionId: null, note: 'a\u0000b' } });
    const half = one.set(3, { person: { memberId: newId(), sessionId: null, note: '\ud800' } });
    const escaped = one.set(4, { person: { memberId: newId(), sessionId: null, note: 'typed \\u0000' } });
    const wrong = { ...one.set(5), revision: 7 };
    const huge = one.set(6);
    (huge.doc as SetDoc).countedReps = 3_000_000_000; // beyond the column: the database itself refuses it
    const answer = await one.send([good, nul, half, escaped, wrong, huge, { seq: 7 } as never]);
    expect(answer.acked.sort()).toEqual([1, 4]);
    expect(answer.refused.map(({ seq }) => seq).sort()).toEqual([2, 3, 5, 6, 7]);
    expect(await row(good.id)).toBeDefined();
    expect(await row(escaped.id)).toMatchObject({ note: 'typed \\u0000' });
  });

  test('a set of another controller is not overwritten, nor is a bay shared', async () => {
    const [one, other] = [await Sender.pair(at), await Sender.pair(at)];
    const item = one.set(1);
    await one.send([item]);
    const forged = other.set(1, { id: item.id, revision: 9, countedReps: 1 });
    expect(await other.send([forged])).toMatchObject({ diverged: [1] });
    expect(await row(item.id)).toMatchObject({ controller_id: one.id, counted_reps: 9 });
    const elsewhere = other.set(2);
    elsewhere.doc.bay = one.bay;
    const { acked, refused } = await other.send([elsewhere]);
    expect(acked).toEqual([]);
    expect(refused[0]!.why).toContain(`bay "${one.bay}" of gym "north" belongs to controller ${one.id}`);
  });

  test('each month is a partition, made when it is needed; ids of a wrong clock lie apart', async () => {
    const one = await Sender.pair(at);
    const ofMonth = one.set(1, { id: newId({ msecs: Date.parse('2025-03-31T23:59:59.999Z') }) });
    const next = one.set(2, { id: newId({ msecs: Date.parse('2025-04-01T00:00:00.000Z') }) });
    const wrong = one.set(3, { id: newId({ msecs: Date.parse('2099-01-01T00:00:00.000Z') }) });
    await one.send([ofMonth, next, wrong]);
    const { rows: places } = await at.hub.pool.query(
      'SELECT id, tableoid::regclass::text AS place FROM sets WHERE id = ANY($1) ORDER BY id',
      [[ofMonth.id, next.id, wrong.id]],
    );
    expect(places.map(({ place }) => place)).toEqual(['sets_2025_03', 'sets_2025_04', 'sets_other']);
  });

  test('a request that is none, too large or of no controller gets a word and nothing else', async () => {
    const one = await Sender.pair(at);
    await expect(one.post('/api/v1/uplink', { v: 1 })).rejects.toThrow(/no uplink/);
    await expect(one.post('/api/v1/uplink', { ...one.request([]), items: Array(51).fill({}) })).rejects.toThrow(
      /items/,
    );
    const many = one.request([], { version: 'x'.repeat(9 * 1024 * 1024) });
    await expect(one.post('/api/v1/uplink', many)).rejects.toThrow(/too large/i);
  });

  test('too much waiting: who comes later is told when to come back', async () => {
    const senders = await Promise.all(Array.from({ length: 3 }, () => Sender.pair(at)));
    const serials = new Map(
      (await at.hub.pool.query('SELECT id, serials FROM controllers')).rows.map(({ id, serials }) => [id, serials[0]]),
    );
    // Nothing is stored as long as another one has the table.
    const blocker = await at.hub.pool.connect();
    await blocker.query('BEGIN; LOCK TABLE controllers IN ACCESS EXCLUSIVE MODE');
    const [one] = senders as [Sender, ...Sender[]];
    const taken = Array.from({ length: 70 }, (_, n) =>
      at.hub.ingest
        .take(one.id, serials.get(one.id)!, one.request(Array.from({ length: 50 }, (_, m) => one.set(50 * n + m + 1))))
        .then(
          () => 'stored',
          (error) => error,
        ),
    );
    const refusal = await Promise.race(taken);
    expect(refusal).toMatchObject({ status: 429, code: 'too-much-waiting' });
    expect(refusal.pauseMs).toBeGreaterThan(0);
    await blocker.query('COMMIT');
    blocker.release();
    const results = await Promise.all(taken);
    expect(results.filter((one) => one === 'stored').length).toBeGreaterThanOrEqual(60);
    expect(results.filter((one) => one !== 'stored').every(({ status }) => status === 429)).toBe(true);
  });
});
