/** What a broker costs and how it holds out under a flood: the embedded one, and mosquitto as a child process beside it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import mqtt, { type MqttClient } from 'mqtt';
import { freePort } from '../support/free-port.ts';
import { canMeasure, cpuS, memoryMb } from './process-cost.ts';
import { type Row, summary } from './report.ts';

const beside = (file: string) => fileURLToPath(new URL(file, import.meta.url));
const MOSQUITTO = '/usr/sbin/mosquitto';
const FLOODERS = 50;
const ROUND_TRIPS = 2000;

export async function measureBrokers(runS: number): Promise<Row[]> {
  if (!canMeasure) return [['memory and CPU', 'skipped: they are read from /proc, which is not here']];
  const embedded = spawn(process.execPath, [beside('broker-host.js')], { stdio: ['ignore', 'pipe', 'inherit'] });
  const port = await new Promise<number>((resolve) => embedded.stdout.once('data', (text) => resolve(Number(text))));
  const rows = await measure('embedded', embedded, port, runS);
  if (!existsSync(MOSQUITTO)) return [...rows, ['mosquitto', 'skipped: it is not installed']];
  return [...rows, ...(await measureMosquitto(runS))];
}

async function measureMosquitto(runS: number): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'lockout-bench-'));
  const port = await freePort();
  const file = join(folder, 'mosquitto.conf');
  writeFileSync(
    file,
    `listener ${port} 127.0.0.1\nallow_anonymous true\npersistence false\nset_tcp_nodelay true\nmax_packet_size 65536\n`,
  );
  try {
    return await measure('mosquitto', spawn(MOSQUITTO, ['-c', file], { stdio: 'ignore' }), port, runS);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(name: string, broker: ChildProcess, port: number, runS: number): Promise<Row[]> {
  const client = await connected(port);
  const idleMb = memoryMb(broker.pid!).rss;
  const quietMs: number[] = [];
  const from = performance.now();
  for (let i = 0; i < ROUND_TRIPS; i++) quietMs.push(await roundTrip(client));
  const perS = ROUND_TRIPS / ((performance.now() - from) / 1000);

  const flooder = spawn(process.execPath, [beside('../faults/mqtt-flooder.js'), String(port), String(FLOODERS)], {
    stdio: 'ignore',
  });
  await delay(1000);
  const floodedMs: number[] = [];
  let peakMb = 0;
  const usedS = cpuS(broker.pid!);
  const until = performance.now() + runS * 1000;
  while (performance.now() < until && broker.exitCode === null) {
    floodedMs.push(await Promise.race([roundTrip(client), delay(5000, 5000)]));
    peakMb = Math.max(peakMb, memoryMb(broker.pid!).rss);
    await delay(10);
  }
  const cpuPercent = ((cpuS(broker.pid!) - usedS) / runS) * 100;
  flooder.kill('SIGKILL');
  const rows: Row[] = [
    [`${name}: memory, one client (RSS of its process)`, `${idleMb.toFixed(0)} MB`],
    [`${name}: QoS 1 round trip, one after another`, `${summary(quietMs, 'ms')}, ${perS.toFixed(0)} a second`],
    [`${name}: the same beside ${FLOODERS} clients that flood with QoS 0`, summary(floodedMs, 'ms')],
    [`${name}: most memory in the flood`, `${peakMb.toFixed(0)} MB`],
    [`${name}: CPU in the flood`, `${cpuPercent.toFixed(0)} % of one core`],
    [`${name}: lived through it`, broker.exitCode === null ? 'yes' : 'no'],
  ];
  await client.endAsync(true);
  broker.kill('SIGKILL');
  return rows;
}

async function connected(port: number): Promise<MqttClient> {
  for (let attempt = 0; ; attempt++) {
    try {
      const version = Number(process.env.BENCH_MQTT ?? 5) as 4 | 5;
      const client = await mqtt.connectAsync(
        `mqtt://127.0.0.1:${port}`,
        { protocolVersion: version, reconnectPeriod: 0 },
        false,
      );
      (client.stream as { setNoDelay?(on: boolean): void }).setNoDelay?.(true);
      return client;
    } catch (error) {
      if (attempt === 100) throw error;
      await delay(25);
    }
  }
}

async function roundTrip(client: MqttClient): Promise<number> {
  const from = performance.now();
  await client.publishAsync('bench/x', '{"n":1}', { qos: 1 });
  return performance.now() - from;
}
