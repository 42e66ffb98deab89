import { v7 as newId } from 'uuid';
import { describe, expect, test } from 'vitest';
import type { NewProgramme } from '../../src/contracts/members.ts';
import { chainStatus } from '../../src/hub/index.ts';
import { missingPostgres, useHub } from '../support/hub.ts';
import { AGREED, type HubGym, hubGym } from '../support/hub-gym.ts';
import { addCard } from '../support/members.ts';
import { until } from '../support/until.ts';
import { later, STATION } from './store-members-samples.ts';
import { newSet } from './store-samples.ts';

const uid = () => `04${newId().slice(-12).toUpperCase()}`;
const EXERCISE = 'hip-thrust' as const;
const written = (change: Partial<NewProgramme> = {}): NewProgramme => ({
  ...{ exercise: EXERCISE, sets: 3, repsMin: 8, repsMax: 12, holdS: 1, tempo: null, restS: 120, note: 'slowly' },
  load: { kind: 'load', loadKg: 80 },
  ...change,
});
const range = (change = {}) => ({
  exercise: EXERCISE,
  topMm: 500,
  romMm: 300,
  sets: 4,
  updatedAt: later(1),
  ...change,
});

describe.skipIf(missingPostgres)(`training in every gym, and sets of visitors ${missingPostgres}`, () => {
  const at = useHub();
  const query = async (sql: string, values: unknown[] = []) => (await at.hub.pool.query(sql, values)).rows;
  const gym = (name = 'north') => hubGym(at, name);
  const put = async ({ store, uplink }: HubGym, id: string, programme: NewProgramme) => {
    const { revision = 0 } = (await store.programmes.get(id, programme.exercise)) ?? {};
    await store.programmes.put(id, revision, programme, later(2), STATION);
    uplink.wake();
  };
  const sets = ({ store }: HubGym, id: string, wanted: number | null) =>
    until(async () => ((await store.programmes.get(id, EXERCISE))?.sets ?? null) === wanted);
  const both = async () => {
    const [one, two] = [await gym(), await gym()];
    const id = await one.add({ alias: 'Ann' });
    await put(one, id, written());
    await one.store.ranges.put(id, range());
    one.start();
    two.start();
    await sets(two, id, 3);
    return { one, two, id };
  };

  test('programmes and ranges come to every gym of a member, and to the one that they visit with their card', async () => {
    const { one, two, id } = await both();
    expect(await two.store.programmes.get(id, EXERCISE)).toMatchObject(written());
    expect(await two.store.ranges.of(id)).toEqual([range()]);
    const [third, card] = [await gym('south'), uid()];
    await addCard(one.store, one.dataDir, { memberId: id, uid: card });
    one.uplink.wake();
    await until(async () => (await query('SELECT 1 FROM cards WHERE member_id = $1', [id])).length === 1);
    third.start();
    expect(await third.follower.find(third.cards.hashesOf(card))).toBe(true);
    expect(await third.store.programmes.get(id, EXERCISE)).toMatchObject(written());
    expect(await third.store.ranges.of(id)).toEqual([range()]);

    await put(third, id, written({ sets: 5 }));
    for (const each of [one, two]) await sets(each, id, 5);
    await two.store.programmes.remove(id, EXERCISE, STATION, later(3));
    two.uplink.wake();
    for (const each of [one, third]) await sets(each, id, null);
    await put(one, id, written({ sets: 6 }));
    for (const each of [two, third]) await sets(each, id, 6);
    expect((await chainStatus(at.hub.pool)).conflicts.filter(({ memberId }) => memberId === id)).toEqual([]);
  });

  test('a range goes up when it has moved, of two gyms the one of more sets stays', async () => {
    const { one, two, id } = await both();
    const top = ({ store }: HubGym, topMm: number) =>
      until(async () => (await store.ranges.get(id, EXERCISE))?.topMm === topMm);
    await one.store.ranges.put(id, range({ topMm: 502, sets: 5 }));
    await one.store.ranges.put(id, range({ topMm: 520, sets: 6 }));
    one.uplink.wake();
    await top(two, 520);
    await at.hub.stop();
    await one.store.ranges.put(id, range({ topMm: 540, sets: 7 }));
    await two.store.ranges.put(id, range({ topMm: 550, sets: 8 }));
    await at.start();
    for (const each of [one, two]) each.uplink.wake();
    for (const each of [one, two]) await top(each, 550);
    const waits = async ({ store }: HubGym) => (await store.changes.state()).waiting;
    for (const each of [one, two]) await until(async () => (await waits(each)) === 0);
    // Two millimetres are nothing to tell.
    await one.store.ranges.put(id, range({ topMm: 552, sets: 8 }));
    one.uplink.wake();
    await until(async () => (await waits(one)) === 0);
    expect((await query('SELECT doc FROM learned_ranges WHERE member_id = $1', [id]))[0].doc.topMm).toBe(550);
  });

  test('two gyms write the same programme: the first one stays, the other is a conflict, and one call takes it', async () => {
    const { one, two, id } = await both();
    await at.hub.stop();
    await put(one, id, written({ sets: 7 }));
    await put(two, id, written({ sets: 8 }));
    await at.start();
    const conflict = await until(async () =>
      (await chainStatus(at.hub.pool)).conflicts.find(({ memberId }) => memberId === id),
    );
    const [ours, theirs] = [conflict.ours, conflict.theirs] as NewProgramme[];
    expect(conflict.field).toBe(`programme:${EXERCISE}`);
    expect([ours!.sets, theirs!.sets].sort()).toEqual([7, 8]);
    for (const each of [one, two]) await sets(each, id, ours!.sets);
    await expect(at.hub.people.settle(conflict.id, true, conflict.revision - 1)).rejects.toMatchObject({ status: 412 });
    await at.hub.people.settle(conflict.id, true, conflict.revision);
    for (const each of [one, two]) await sets(each, id, theirs!.sets);
  });

  test('an edit at the hub names what it was made from; one that is too late changes nothing', async () => {
    const { one, two, id } = await both();
    const revision = async () =>
      (await query('SELECT revision FROM members WHERE id = $1', [id]))[0].revision as number;
    const seen = await revision();
    await at.hub.people.edit(id, seen, { alias: 'Anna', heightMm: 1712 });
    for (const each of [one, two]) await each.has(id, 'alias', 'Anna');
    await expect(at.hub.people.edit(id, seen, { alias: 'Annie' })).rejects.toMatchObject({
      status: 412,
      code: 'changed',
    });
    const programme = written({ sets: 9 });
    await expect(at.hub.people.putProgramme(id, { exercise: EXERCISE, revision: 0, programme })).rejects.toMatchObject({
      status: 412,
    });
    expect((await query('SELECT doc, revision FROM programmes WHERE member_id = $1', [id]))[0]).toMatchObject({
      ...{ revision: 1, doc: { sets: 3 } },
    });
    await at.hub.people.putProgramme(id, { exercise: EXERCISE, revision: 1, programme });
    for (const each of [one, two]) await sets(each, id, 9);
    await expect(at.hub.people.edit(newId(), 1, { alias: 'Nobody' })).rejects.toMatchObject({ status: 404 });
    await expect(
      at.hub.people.putProgramme(id, { exercise: EXERCISE, revision: 2, programme: written({ sets: 999 }) }),
    ).rejects.toMatchObject({ status: 400 });
    expect(await one.store.members.get(id)).toMatchObject({ alias: 'Anna', heightMm: 1712 });
  });

  test('who no longer agrees, or is deleted, has no programme at the hub', async () => {
    const { one, id } = await both();
    const there = async () =>
      (
        await query(
          'SELECT 1 FROM programmes WHERE member_id = $1 UNION ALL SELECT 1 FROM learned_ranges WHERE member_id = $1',
          [id],
        )
      ).length;
    expect(await there()).toBe(2);
    await one.change(id, { consents: { ...AGREED, acrossGyms: false } });
    await until(async () => (await there()) === 0);
    expect((await one.store.programmes.get(id, EXERCISE))!.sets).toBe(3);
  });

  test('what two visitors lifted while the hub was away is theirs once it is back, and nobody else’s', async () => {
    const [home, away] = [await gym(), await gym('south')];
    const people: { id: string; card: string }[] = [];
    for (const alias of ['Bo', 'Cy']) {
      const [id, card] = [await home.add({ alias }), uid()];
      await addCard(home.store, home.dataDir, { memberId: id, uid: card });
      people.push({ id, card });
    }
    home.start();
    away.start();
    await until(
      async () =>
        (await query('SELECT 1 FROM cards WHERE member_id = ANY($1)', [people.map(({ id }) => id)])).length === 2,
    );
    await until(() => away.follower.state.pages > 0);
    await at.hub.stop();
    await until(() => away.follower.state.reason !== '');
    const lift = async (card: string) => {
      const hashes = away.cards.hashesOf(card).filter((hash) => hash.includes(':'));
      expect(await away.follower.lookUp(hashes)).toBe('away');
      const set = newSet({ bay: away.bay });
      const now = Date.now();
      const [tappedAt, expiresAt] = [new Date(now).toISOString(), new Date(now + 3_600_000).toISOString()];
      await away.store.write({ sets: [set], cardClaims: [{ setId: set.id, hashes, tappedAt, expiresAt }] });
      return set.id;
    };
    const [bos, cys, strange] = [await lift(people[0]!.card), await lift(people[1]!.card), await lift(uid())];
    await at.start();
    const ownerAtHub = async (id: string) =>
      (await query('SELECT member_id FROM sets WHERE id = $1', [id]))[0]?.member_id;
    await until(async () => (await ownerAtHub(bos)) === people[0]!.id);
    await until(async () => (await ownerAtHub(cys)) === people[1]!.id);
    await until(async () => (await ownerAtHub(strange)) === null);
    expect((await away.store.getSet(strange))!.set.memberId).toBeNull();
    expect(await away.store.cardClaims.count()).toBe(1);
  });
});
