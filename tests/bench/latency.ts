/**
 * From the sensor's bytes to the event: a station in this process with its boards in their own, an MQTT client and a live page's
 * socket in this process too. The clock starts when the bytes of the sample that made the event reached Johnny-Five's process.
 * Beside it what the same machine needs at least: a rep written to a database and published to the same broker, and nothing else.
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import mqtt from 'mqtt';
import { pino } from 'pino';
import WebSocket from 'ws';
import { parseConfig } from '../../src/app/config/config.ts';
import { readScreenKey } from '../../src/app/people/access/screen-page.ts';
import { Station } from '../../src/app/station.ts';
import { systemClock } from '../../src/common/clock.ts';
import type { Rep } from '../../src/contracts/events.ts';
import type { LiveMessage } from '../../src/contracts/live.ts';
import { openStore } from '../../src/store/index.ts';
import { announce, newRep, newSet } from '../integration/store-samples.ts';
import { signedIn } from '../support/signed-in.ts';
import { type Row, summary } from './report.ts';

const nowMs = systemClock.monoMs; // as the samples are stamped
const keyOf = (rep: Rep) => `${rep.id}/${rep.revision}`;

const BAYS = 8;
/** How many reps, each told at its lockout and when it is down again; `BENCH_REPS` for fewer. */
const REPS = Number(process.env.BENCH_REPS ?? 1000);
const BARE = 'bench/rep';

export async function measureLatency(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'lockout-bench-'));
  const yaml =
    'web: { port: 0 }\nmqtt: { embedded: { port: 0 } }\n' +
    `bays:\n${Array.from({ length: BAYS }, (_, n) => `  - { id: bay-${n + 1}, simulator: { timeScale: 3, seed: ${n + 1} } }\n`).join('')}`;
  const loaded = { ...parseConfig(yaml, join(folder, 'lockout.yaml')), file: null };
  const station = new Station({ loaded, dashboardDir: null, logger: pino({ level: 'silent' }) });
  const { page, broker } = await signedIn(
    () => readScreenKey(loaded.dataDir),
    () => station.start(),
  );

  const bornMs = new Map<string, number>();
  const sampleMs: number[] = [];
  const mqttMs: number[] = [];
  const liveMs: number[] = [];
  const batchMs = new Map<string, number>();
  // Before the bay's own listener, so that the time is known when the event is made.
  for (const { config, supervisor } of station.bays)
    supervisor.prependListener('samples', (samples) => {
      const hostMs = samples.at(-1)!.hostMs;
      batchMs.set(config.id, hostMs);
      sampleMs.push(nowMs() - hostMs);
    });
  station.hub.subscribe({
    frame: () => undefined,
    event: (bay, event) => {
      if (event.topic === 'rep' && event.payload.stage !== 'settled')
        bornMs.set(keyOf(event.payload), batchMs.get(bay)!);
    },
  });
  const took = (rep: Rep, into: number[]) => {
    const born = bornMs.get(keyOf(rep));
    if (born !== undefined) into.push(nowMs() - born);
  };
  const client = await mqtt.connectAsync(broker!);
  client.on('message', (_, payload) => took(JSON.parse(payload.toString()) as Rep, mqttMs));
  await client.subscribeAsync('lockout/+/+/rep', { qos: 1 });
  const socket = new WebSocket(`${page.replace('http', 'ws')}/api/v1/live`);
  socket.on('message', (data) => {
    const message = JSON.parse(String(data)) as LiveMessage;
    socket.send(JSON.stringify({ type: 'ack', seq: message.seq }));
    if (message.type === 'event' && message.event.topic === 'rep') took(message.event.payload, liveMs);
  });

  while (mqttMs.length < REPS || liveMs.length < REPS) await delay(250);
  socket.close();
  await client.unsubscribeAsync('lockout/+/+/rep');
  client.removeAllListeners('message');
  for (const { supervisor } of station.bays) await supervisor.stop();
  const bare = await bareMs(client, join(folder, 'bare.sqlite'));
  await client.endAsync();
  await station.stop();
  rmSync(folder, { recursive: true, force: true });
  return [
    ['sample on the wire → controller', summary(sampleMs, 'ms')],
    ['sample on the wire → rep on the live stream', summary(liveMs, 'ms')],
    ['sample on the wire → rep on MQTT, durable in the database first', summary(mqttMs, 'ms')],
    ['the same machine, bare: a rep written, published at QoS 1 and received', summary(bare, 'ms')],
  ];
}

/** A rep through the database's thread and the broker's, one after another, as rarely as a set's reps come. */
async function bareMs(client: mqtt.MqttClient, file: string): Promise<number[]> {
  const store = await openStore({ file });
  await client.subscribeAsync(BARE, { qos: 1 });
  const took: number[] = [];
  const set = newSet();
  await store.write({ sets: [set] });
  while (took.length < REPS) {
    const rep = newRep(set.id, { n: took.length + 1 });
    const received = new Promise((resolve) => client.once('message', resolve));
    const fromMs = nowMs();
    await store.write({ reps: [rep], outbox: [announce(rep)] });
    await client.publishAsync(BARE, JSON.stringify(rep), { qos: 1 });
    await received;
    took.push(nowMs() - fromMs);
    await delay(50);
  }
  await store.close();
  return took;
}
