/** The doors to the network, of a whole running station on this machine: HTTP, the live stream, the broker. */
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { parseConfig } from '../../src/app/config/config.ts';
import { readScreenKey } from '../../src/app/people/access/screen-page.ts';
import { Station } from '../../src/app/station.ts';
import { mutated } from './guided.ts';
import { type Random, seeded } from './random.ts';

const text = (lines: string): Uint8Array => Buffer.from(lines.replaceAll('\n', '\r\n'));
/** The server ends the connection long before, or takes all of it. */
const PATIENCE_MS = 5000;
const BYTES_PER_CONNECTION = 65_536;

export interface NetworkOutcome {
  name: string;
  bytes: number;
  connections: number;
}

/** @throws Error when the station answers no more, or answers a 500 */
export async function fuzzNetwork(options: { bytes: number; seed: number }): Promise<NetworkOutcome[]> {
  const folder = mkdtempSync(join(tmpdir(), 'lockout-fuzz-'));
  const yaml = 'web: { port: 0 }\nmqtt: { embedded: { port: 0 } }\n';
  const loaded = { ...parseConfig(yaml, join(folder, 'lockout.yaml')), file: null };
  const station = new Station({ loaded, dashboardDir: null, logger: pino({ level: 'silent' }) });
  const { page, broker } = await station.start();
  const key = readScreenKey(loaded.dataDir);
  const head = `Host: localhost\nAuthorization: Bearer ${key}\n`;
  const http = [
    `GET /api/v1/bays HTTP/1.1\n${head}\n`,
    `GET /api/v1/sets?limit=5&before=x HTTP/1.1\n${head}\n`,
    `POST /api/v1/auth/login HTTP/1.1\n${head}Content-Type: application/json\nContent-Length: 31\n\n{"login":"ada","secret":"1234"}`,
    `PUT /api/v1/bays/bay-1/load HTTP/1.1\n${head}Content-Type: application/json\nTransfer-Encoding: chunked\n\n5\n{"loa\n0\n\n`,
  ].map(text);
  const upgrade = `GET /api/v1/live HTTP/1.1\n${head}Connection: Upgrade\nUpgrade: websocket\nSec-WebSocket-Version: 13\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\n\n`;
  const frames = [
    [0x81, 0x85, 1, 2, 3, 4, 0x7a, 0x20, 0x22, 0x79, 0x70],
    [0x89, 0x80, 0, 0, 0, 0],
    [0x88, 0x80, 0, 0, 0, 0],
    [0x81, 0xff, 0, 0, 0, 0, 0, 1, 0, 0],
  ];
  const mqtt = [
    '101000044d5154540402003c000461646131',
    '101000044d5154540502003c000461646131',
    '82080001000361 2f2300',
    '300a0003612f627b7d',
    'c000',
    'e000',
  ];
  const doors = [
    { name: 'HTTP', url: page, before: new Uint8Array(), seeds: http },
    { name: 'WebSocket', url: page, before: text(upgrade), seeds: frames.map((bytes) => Uint8Array.from(bytes)) },
    {
      name: 'MQTT',
      url: broker,
      before: new Uint8Array(),
      seeds: mqtt.map((hex) => Buffer.from(hex.replaceAll(' ', ''), 'hex')),
    },
  ];
  const random = seeded(options.seed);
  const outcomes: NetworkOutcome[] = [];
  try {
    for (const { name, url, before, seeds } of doors) {
      if (url === null) continue;
      const outcome = { name, bytes: 0, connections: 0 };
      while (outcome.bytes < options.bytes) {
        const sent = stream(seeds, random);
        const answer = await throwAt(url, [before, sent]);
        if (/^HTTP\/1\.1 5\d\d/m.test(answer))
          throw new Error(`${name} answers ${answer.slice(0, 500)}\nto ${hexOf(sent)}`);
        outcome.bytes += sent.length;
        outcome.connections += 1;
      }
      const health = await fetch(`${page}/health`);
      if (health.status >= 500) throw new Error(`after ${name} the station is ${await health.text()}`);
      outcomes.push(outcome);
    }
    return outcomes;
  } finally {
    await station.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex').slice(0, 20_000);

function stream(seeds: readonly Uint8Array[], random: Random): Uint8Array {
  const parts: Uint8Array[] = [];
  for (let bytes = 0; bytes < BYTES_PER_CONNECTION; ) {
    const part = mutated(seeds, random);
    parts.push(part);
    bytes += part.length + 1; // an empty one must not go on for ever
  }
  return Buffer.concat(parts);
}

/** Sends all of it, or as much as the other side takes. @returns what it said */
async function throwAt(url: string, parts: readonly Uint8Array[]): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port) });
  let answer = '';
  socket.on('data', (chunk) => {
    if (answer.length < 100_000) answer += chunk.toString('latin1');
  });
  socket.on('error', () => undefined); // cut off in the middle: that is its right
  const patience = setTimeout(() => socket.destroy(), PATIENCE_MS);
  const closed = new Promise((resolve) => socket.once('close', resolve));
  for (const part of parts) socket.write(part);
  socket.end();
  await closed;
  clearTimeout(patience);
  return answer;
}
