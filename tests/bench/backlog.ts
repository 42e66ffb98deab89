/** How long a new rep takes to a subscriber while a long backlog waits for the broker. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import mqtt from 'mqtt';
import { BayPublisher, startEmbeddedBroker } from '../../src/mqtt/index.ts';
import { openStore } from '../../src/store/index.ts';
import { announce, newRep, newSet } from '../integration/store-samples.ts';
import { type Row, summary } from './report.ts';

const WAITING = 50_000;
const AT_ONCE = 5000;
const NEW_REPS = 50;

export async function measureBacklog(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'lockout-bench-'));
  const broker = await startEmbeddedBroker({ host: '127.0.0.1', port: 0 });
  const store = await openStore({ file: join(folder, 'lockout.db') });
  const set = newSet({ endedAt: null, endReason: null });
  await store.write({ sets: [set] });
  for (let written = 0; written < WAITING; written += AT_ONCE)
    await store.write({ outbox: Array.from({ length: AT_ONCE }, () => announce(newRep(set.id))) });
  const seenAtMs = new Map<string, number>();
  const subscriber = await mqtt.connectAsync(broker.url, { protocolVersion: 5 });
  subscriber.on('message', (_topic, payload) => {
    const { id } = JSON.parse(payload.toString()) as { id: string };
    seenAtMs.set(id, performance.now());
  });
  await subscriber.subscribeAsync('lockout/gym/bay-1/rep', { qos: 1 });
  const place = { base: 'lockout', site: 'gym', bay: 'bay-1', controllerId: 'bench' };
  const publisher = new BayPublisher({ ...place, url: broker.url, outbox: store.outbox, onCommand: async () => {} });
  publisher.start();
  while (seenAtMs.size < AT_ONCE / 100) await delay(5);
  const tookMs: number[] = [];
  for (let n = 0; n < NEW_REPS; n++) {
    const rep = newRep(set.id);
    const fromMs = performance.now();
    await store.write({ reps: [rep], outbox: [announce(rep)] });
    publisher.outboxChanged();
    while (!seenAtMs.has(rep.id)) await delay(1);
    tookMs.push(seenAtMs.get(rep.id)! - fromMs);
    await delay(100);
  }
  const fromMs = performance.now();
  const before = seenAtMs.size;
  await delay(5000);
  const perS = (seenAtMs.size - before) / ((performance.now() - fromMs) / 1000);
  await publisher.stop();
  await subscriber.endAsync(true);
  await Promise.all([store.close(), broker.stop()]);
  rmSync(folder, { recursive: true, force: true });
  return [
    [`new rep to a subscriber beside ${WAITING.toLocaleString('en')} that wait`, summary(tookMs, 'ms')],
    ['the backlog beside it', `${perS.toFixed(0)} a second`],
  ];
}
