/**
 * From the sensor's bytes to the event: a station in this process with its board in its own, an MQTT client and a live page's
 * socket in this process too. The clock starts when the bytes of the sample that made the event reached Johnny-Five's process.
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
import { signedIn } from '../support/signed-in.ts';
import { type Row, summary } from './report.ts';

const nowMs = systemClock.monoMs; // as the samples are stamped
const keyOf = (rep: Rep) => `${rep.id}/${rep.revision}`;

export async function measureLatency(runS: number): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'lockout-bench-'));
  const yaml = 'web: { port: 0 }\nmqtt: { embedded: { port: 0 } }\nbays: [{ simulator: { timeScale: 3 } }]';
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
  let batchMs = 0;
  // Before the bay's own listener, so that the time is known when the event is made.
  station.bays[0]!.supervisor.prependListener('samples', (samples) => {
    batchMs = samples.at(-1)!.hostMs;
    sampleMs.push(nowMs() - batchMs);
  });
  station.hub.subscribe({
    frame: () => undefined,
    event: (_, event) => {
      if (event.topic === 'rep' && event.payload.stage !== 'settled') bornMs.set(keyOf(event.payload), batchMs);
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

  await delay(runS * 1000);
  socket.close();
  await client.endAsync();
  await station.stop();
  rmSync(folder, { recursive: true, force: true });
  return [
    ['sample on the wire → controller', summary(sampleMs, 'ms')],
    ['sample on the wire → rep on the live stream', summary(liveMs, 'ms')],
    ['sample on the wire → rep on MQTT, durable in the database first', summary(mqttMs, 'ms')],
  ];
}
