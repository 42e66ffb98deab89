/** MQTT of a whole station: what it says of a broker that is not as it should be, and what it keeps for it. */
import { expect, test } from 'vitest';
import { OutboxWatch } from '../../src/app/storage/outbox-watch.ts';
import type { Health } from '../../src/contracts/health.ts';
import { openStore } from '../../src/store/index.ts';
import { addMember } from '../support/members.ts';
import { startStation, until } from '../support/station.ts';
import { missingMosquitto, startMosquittoWithRights } from './mqtt-brokers.ts';
import { Observer } from './mqtt-observer.ts';
import { announce, newRep, newSet } from './store-samples.ts';
import { tempDir } from './store-temp.ts';

const LIFTS = 'bays: [{ simulator: { timeScale: 3 } }]';

test('with mqtt.url none a set is kept, and nothing for MQTT', async () => {
  const { station } = await startStation({ yaml: `mqtt: { url: none }\n${LIFTS}` });
  await until(() => (station.bays[0]!.measuring.board.set?.countedReps ?? 0) > 0, 60_000);
  station.bays[0]!.endSet();
  const { store } = station.writeQueue;
  await expect.poll(async () => (await store.listSets({ limit: 1 })).sets[0]?.endedAt).toEqual(expect.any(String));
  expect(await store.outbox.count()).toBe(0);
});

test.skipIf(missingMosquitto())(
  `a broker whose ACL denies everything is no healthy one ${missingMosquitto()}`,
  async () => {
    const { url } = await startMosquittoWithRights('topic deny #\n');
    const { page, asAdmin } = await startStation({ yaml: LIFTS, env: { LOCKOUT_MQTT_URL: url } });
    const health = async () => (await (await fetch(`${page}/health`)).json()) as Health;
    await expect
      .poll(async () => (await health()).reasons.map(({ text }) => text).join())
      .toMatch(/bay-1: the broker refuses messages on lockout\/gym\/bay-1\/availability: Not authorized \(135\).*ACL/);
    expect((await health()).status).toBe('degraded');
    const diagnosis = await (await asAdmin(`${page}/api/v1/bays/bay-1/diagnosis?seconds=2`)).text();
    expect(diagnosis).toContain('"broker-refuses"');
  },
);

test('who is deleted takes the last set of the bay with them, and whoever was told of it is told that', async () => {
  const { station, page, folder, broker, asAdmin } = await startStation({ yaml: LIFTS });
  await station.bays[0]!.supervisor.stop(); // nobody lifts
  const { store } = station.writeQueue;
  const mira = await addMember(store, `${folder}/data`, {
    alias: 'Mira',
    uid: '04A2B3C4D5E680',
    consents: { shareSets: true, acrossGyms: false },
  });
  const before = newSet({ startedAt: '2026-11-22T17:00:00.000Z' });
  const hers = newSet({ memberId: mira });
  const rep = newRep(hers.id, { memberId: mira });
  const observer = await Observer.open({ url: broker! });
  const outbox = [{ bay: hers.bay, topic: 'set' as const, id: hers.id, payload: hers }];
  await station.writeQueue.append({ sets: [before, hers], reps: [rep], outbox });
  station.publishing!.wakeAll();
  await observer.nextOn('last-set', (text) => JSON.parse(text)?.memberId === mira);
  const from = observer.seen.length;
  expect((await asAdmin(`${page}/api/v1/members/${mira}`, { method: 'DELETE' })).status).toBeLessThan(300);
  const isGone = (text: string) => JSON.parse(text)?.deletedAt !== undefined;
  expect(JSON.parse((await observer.nextOn('rep', isGone, from)).text)).toMatchObject({ id: rep.id, memberId: null });
  expect(JSON.parse((await observer.nextOn('set', isGone, from)).text)).toMatchObject({ id: hers.id, memberId: null });
  await observer.nextOn('last-set', (text) => JSON.parse(text)?.id === before.id, from);
});

test('the outbox is kept within its limits, and what was dropped is counted and logged', async () => {
  const store = await openStore({ file: `${tempDir()}/a.db` });
  const rows = (bay: string, count: number) =>
    store.write({ outbox: Array.from({ length: count }, () => announce(newRep(newSet().id, { bay }))) });
  await rows('bay-1', 5);
  await rows('gone', 4);
  const log: string[] = [];
  let looked = 0;
  const watch = new OutboxWatch({
    bays: ['bay-1'],
    store: () => store,
    logger: { error: (text: string) => void log.push(text) },
    onLooked: () => looked++,
    maxRows: 3,
    maxOrphans: 1,
  });
  await watch.check();
  await watch.check();
  expect(watch.state).toMatchObject({ waiting: { 'bay-1': 3 }, orphans: { gone: 1 } });
  expect(watch.dropped).toBe(5);
  expect(log).toEqual([expect.stringMatching(/^5 messages .* were dropped/)]);
  expect(looked).toBe(2);
  await store.close();
  await watch.check(); // a database that is unavailable is no reason to end
  expect(looked).toBe(2);
});
