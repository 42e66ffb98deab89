/** From a card to the greeting on a live page's socket: two members who lift in turns at a simulated PN532, on a station as it is. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pino } from 'pino';
import WebSocket from 'ws';
import { parseConfig } from '../../src/app/config/config.ts';
import { readScreenKey } from '../../src/app/people/access/screen-page.ts';
import { Station } from '../../src/app/station.ts';
import type { LiveMessage } from '../../src/contracts/live.ts';
import { VirtualPn532 } from '../../src/sim/pn532.ts';
import { addMember } from '../support/members.ts';
import { signedIn } from '../support/signed-in.ts';
import { type Row, summary } from './report.ts';

const CARDS = [
  { alias: 'Mira', uid: '04A2B3C4D5E680' },
  { alias: 'Ben', uid: '74103794' },
];
/** The card is away for longer than the reader needs to be sure of it. */
const AWAY_MS = 1_700;

export async function measureGreeting(runS: number): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'lockout-bench-'));
  const yaml =
    'web: { port: 0 }\nmqtt: { embedded: { port: 0 } }\nbays: [{ exercise: squat, readers: [{ port: bench }] }]';
  const loaded = { ...parseConfig(yaml, join(folder, 'lockout.yaml')), file: null };
  const chip = new VirtualPn532();
  const logger = pino({ level: 'silent' });
  const station = new Station({ loaded, dashboardDir: null, logger, openReader: async () => chip });
  const { page } = await signedIn(
    () => readScreenKey(loaded.dataDir),
    () => station.start(),
  );
  for (const card of CARDS) await addMember(station.writeQueue.store, join(folder, 'data'), card);
  await station.presence.read();

  let bytesAtMs = 0;
  let uid = '';
  chip.prependListener('data', (bytes: Uint8Array) => {
    if (bytesAtMs === 0 && Buffer.from(bytes).toString('hex').toUpperCase().includes(uid))
      bytesAtMs = performance.now();
  });
  const socket = new WebSocket(`${page.replace('http', 'ws')}/api/v1/live`);
  const greetings = new Map<string, number>();
  socket.on('message', (data) => {
    const message = JSON.parse(String(data)) as LiveMessage;
    socket.send(JSON.stringify({ type: 'ack', seq: message.seq }));
    if (message.type !== 'event' || message.event.topic !== 'presence') return;
    const { greeting } = message.event.payload;
    if (greeting && !greetings.has(greeting.at)) greetings.set(greeting.at, performance.now());
  });
  while (station.readers.get('bay-1')![0]!.health.state !== 'ok') await delay(20);

  const fromCardMs: number[] = [];
  const fromBytesMs: number[] = [];
  const untilMs = performance.now() + runS * 1000;
  for (let tap = 0; performance.now() < untilMs || tap < 5; tap++) {
    const card = CARDS[tap % 2]!;
    const seen = greetings.size;
    uid = card.uid;
    bytesAtMs = 0;
    const heldAtMs = performance.now();
    chip.setCards([{ uid: card.uid }]);
    while (greetings.size === seen) await delay(1);
    const greetedAtMs = [...greetings.values()].at(-1)!;
    fromCardMs.push(greetedAtMs - heldAtMs);
    fromBytesMs.push(greetedAtMs - bytesAtMs);
    chip.setCards([]);
    await delay(AWAY_MS);
  }
  socket.close();
  await station.stop();
  rmSync(folder, { recursive: true, force: true });
  return [
    ["card in the reader's field → greeting on the live stream", summary(fromCardMs, 'ms')],
    ["the reader's bytes → greeting on the live stream", summary(fromBytesMs, 'ms')],
  ];
}
