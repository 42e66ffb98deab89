/**
 * A gym with simulated members: a real station as a process of its own, whose simulated lifters live three times as fast; two
 * members at each bay take turns by card. What it announces over MQTT and shows on its live stream goes into the ledger.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import mqtt, { type MqttClient } from 'mqtt';
import { v7 as newId } from 'uuid';
import WebSocket from 'ws';
import { hashOf, newTokenSecret } from '../../src/app/people/access/credentials.ts';
import { readScreenKey } from '../../src/app/people/access/screen-page.ts';
import { CardBook } from '../../src/app/people/presence/card-book.ts';
import { openData } from '../../src/app/storage/data-folder.ts';
import type { SetDetail } from '../../src/contracts/http.ts';
import type { LiveMessage } from '../../src/contracts/live.ts';
import { openStore } from '../../src/store/index.ts';
import type { BadDisk } from '../support/bad-disk.ts';
import type { Ledger, TapSeen } from './ledger.ts';

const ROOT = dirname(createRequire(import.meta.url).resolve('#package.json'));
const COMMAND = join(ROOT, 'src/cli/lockout.mjs');
/** A busy machine takes its time; a test must not end for that. */
const START_MS = 180_000;
const STORED_POLL_MS = 50;

interface Card {
  uid: string;
  memberId: string;
}

/** What may go wrong around it; null: nothing does. */
export interface Surroundings {
  disk: BadDisk | null;
  /** address of one that comes and goes; null: the station's own */
  broker: string | null;
}

export class BusyGym {
  readonly #disk: BadDisk | null;
  readonly #broker: string | null;
  readonly #folder: string;
  readonly #ledger: Ledger;
  readonly #bays: readonly string[];
  /** Of each bay, who takes turns. */
  readonly #cards = new Map<string, Card[]>();
  #station: ChildProcess | null = null;
  #client: MqttClient | null = null;
  #socket: WebSocket | null = null;
  #page = '';
  /** Of a token that reads metrics. */
  readonly #secret = newTokenSecret();
  #startedMs = 0;
  /** Reps announced since then. */
  #repsOfRun = 0;
  /** When the page last showed the end of a set. */
  setShownMs = 0;
  #onSetShown: () => void = () => {};

  constructor(folder: string, bays: number, ledger: Ledger, { disk, broker }: Surroundings) {
    this.#folder = folder;
    this.#disk = disk;
    this.#broker = broker;
    // Whatever goes wrong, no station is left behind.
    process.once('exit', () => this.#station?.kill('SIGKILL'));
    this.#ledger = ledger;
    this.#bays = Array.from({ length: bays }, (_, index) => `bay-${index + 1}`);
  }

  get #asScreen() {
    return { authorization: `Bearer ${readScreenKey(this.#dataDir)}` };
  }

  get #dataDir(): string {
    return join(this.#folder, 'data');
  }

  get #file(): string {
    return join(this.#dataDir, 'lockout.sqlite');
  }

  /** Writes the configuration, and enrols two members a bay. */
  async open(): Promise<void> {
    const list = this.#bays.map(
      (id, index) => `  - { id: ${id}, name: ${id}, simulator: { seed: ${index + 1}, timeScale: 3 } }`,
    );
    const mqtt = this.#broker === null ? '{ embedded: { port: 0 } }' : `{ url: "${this.#broker}" }`;
    writeFileSync(
      join(this.#folder, 'lockout.yaml'),
      `web: { port: 0 }\nmqtt: ${mqtt}\nmembers: { idleLogoutS: 3600 }\nlog: { level: warn }\nbays:\n${list.join('\n')}\n`,
    );
    const store = await openData({ dataDir: this.#dataDir, folder: this.#folder, rememberData: true });
    const book = new CardBook(this.#dataDir);
    const actor = { id: null, role: 'station' };
    const token = { id: newId(), name: 'crash test', scopes: ['metrics' as const], bay: null };
    const unused = { createdAt: new Date().toISOString(), lastUsedAt: null, revokedAt: null };
    await store.access.addToken({ ...token, ...unused }, hashOf(this.#secret), actor);
    const consents = { showAlias: true, keepRecordings: false, shareSets: false, acrossGyms: false };
    for (const [index, bay] of this.#bays.entries()) {
      const cards = [0, 1].map((turn) => ({ uid: `04A1B2C3D4E5${index}${turn}`, memberId: newId() }));
      this.#cards.set(bay, cards);
      for (const { uid, memberId } of cards) {
        const createdAt = new Date().toISOString();
        await store.members.add(
          {
            id: memberId,
            alias: uid.slice(-2),
            name: null,
            role: 'member',
            login: null,
            secretHash: null,
            heightMm: null,
            consents,
            consentsAt: null,
            createdAt,
          },
          actor,
        );
        await store.cards.add(
          { id: newId(), memberId, lastDigits: uid.slice(-4), addedAt: createdAt },
          book.hashOf(uid),
          actor,
        );
      }
    }
    await store.close();
  }

  /** Starts the station, and waits until it has announced a rep, so that there is something to lose. */
  async start(): Promise<void> {
    const station = spawn(process.execPath, [COMMAND, 'run'], {
      cwd: this.#folder,
      env: { ...process.env, ...this.#disk?.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true, // a Ctrl-C at the terminal is for the test alone
    });
    this.#station = station;
    this.#repsOfRun = 0;
    this.#startedMs = Date.now();
    let text = '';
    for (const stream of [station.stdout, station.stderr]) stream.on('data', (chunk) => (text += chunk));
    await this.#until(
      () => /Press Ctrl-C to stop/.test(text),
      () => `the station did not start: ${text}`,
    );
    this.#page = /page\s+(http:\S+)/.exec(text)![1]!;
    await this.#waiting(this.#page);
    this.#watch();
    await this.#listen(/broker\s+(mqtt:\S+)/.exec(text)![1]!);
    // Whoever was on before a kill is still on: only the first start finds empty bays.
    if (this.#ledger.taps.length === 0) for (const bay of this.#bays) void this.#tap(bay);
    await this.#until(
      () => this.#repsOfRun > 0,
      () => `no rep was announced: ${text}`,
    );
  }

  /** Ends the set of every bay, as a person does at the page. Nobody waits for the answers. */
  endSets(): void {
    for (const bay of this.#bays)
      fetch(`${this.#page}/api/v1/bays/${bay}/end-set`, { method: 'POST', headers: this.#asScreen }).catch(() => {
        // The station was killed before it answered.
      });
  }

  /** Resolves when the page shows the end of a set, at the latest after so long. */
  untilSetEnds(longestMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, longestMs);
      this.#onSetShown = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** Until what waited for the disk is stored, all of it: the station is well again after the first of it. */
  async untilStored(): Promise<void> {
    for (const deadline = Date.now() + START_MS; (await this.#waiting(this.#page)) > 0; await delay(STORED_POLL_MS))
      if (Date.now() > deadline) throw new Error('the disk has room, and the station does not write');
  }

  async kill(): Promise<void> {
    const ended = new Promise((resolve) => this.#station!.once('close', resolve));
    this.#ledger.kills.push(Date.now());
    this.#station!.kill('SIGKILL');
    await ended;
    this.#socket?.terminate();
    await this.#client?.endAsync(true);
  }

  /** Lets the station close what the last kill left, and end in peace. */
  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.#station!.once('close', resolve));
    this.#station!.kill('SIGINT');
    await ended;
    this.#socket?.terminate();
    await this.#client?.endAsync(true);
  }

  /** Everything that the database holds; and what is wrong with the file itself. */
  async stored(): Promise<{ details: SetDetail[]; damage: string[] }> {
    const store = await openStore({ file: this.#file });
    const damage = await store.findDamage();
    // What the last run was in the middle of when it was told to end is its own matter.
    const left = (await store.openSets()).filter(({ startedAt }) => Date.parse(startedAt) < this.#startedMs);
    damage.push(...left.map(({ id }) => `set ${id} was left without an end`));
    const details: SetDetail[] = [];
    for (let before: string | undefined, more = true; more; ) {
      const page = await store.listSets({ limit: 500, ...(before === undefined ? {} : { before }) });
      for (const set of page.sets) details.push((await store.getSet(set.id))!);
      more = page.next !== null;
      before = page.next ?? undefined;
    }
    await store.close();
    return { details, damage };
  }

  async #listen(broker: string): Promise<void> {
    const client = await mqtt.connectAsync(broker, { reconnectPeriod: this.#broker === null ? 0 : 50 });
    client.on('error', () => undefined); // the kill
    this.#client = client;
    client.on('message', (topic, payload) => {
      const message = JSON.parse(String(payload));
      if (topic.endsWith('/rep')) {
        this.#repsOfRun++;
        this.#ledger.rep(message, Date.now());
      } else {
        this.#ledger.set(message);
        void this.#tap(message.bay);
      }
    });
    await client.subscribeAsync(['lockout/+/+/rep', 'lockout/+/+/set'], { qos: 1 });
  }

  /** What the page shows. */
  #watch(): void {
    const socket = new WebSocket(`${this.#page.replace('http', 'ws')}/api/v1/live`, { headers: this.#asScreen });
    socket.on('error', () => undefined);
    socket.on('message', (data) => {
      const message = JSON.parse(String(data)) as LiveMessage;
      if (message.type === 'frames')
        for (const { at } of message.frames) this.#ledger.stamped(Date.parse(at), Date.now());
      if (message.type === 'event' && message.event.topic === 'rep' && message.event.payload.verdict === 'counted')
        this.#ledger.shownAsCounted(message.event.payload, Date.now());
      if (message.type === 'event' && message.event.topic === 'set') {
        this.setShownMs = Date.now();
        this.#onSetShown();
      }
      if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ type: 'ack', seq: message.seq }));
    });
    this.#socket = socket;
  }

  /** The other one of the two taps in. */
  async #tap(bay: string): Promise<void> {
    const cards = this.#cards.get(bay)!;
    const last = this.#ledger.taps.findLast((tap) => tap.bay === bay);
    const { uid, memberId } = cards.find((card) => card.memberId !== last?.memberId)!;
    const [answeredMs, storedMs] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
    const tap: TapSeen = { bay, memberId, sentMs: Date.now(), answeredMs, storedMs, result: null };
    this.#ledger.taps.push(tap);
    try {
      const answer = await fetch(`${this.#page}/api/v1/bays/${bay}/taps`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...this.#asScreen },
        body: JSON.stringify({ uid, reader: 'crash test' }),
      });
      const { result } = (await answer.json()) as { result?: string };
      tap.result = result ?? `status ${answer.status}`;
      tap.answeredMs = Date.now();
      await this.#untilNothingWaits(this.#page);
      tap.storedMs = Date.now();
    } catch {
      // The station was killed before it answered, or before it stored the tap: whether the tap outlasts it is unknown.
    }
  }

  /** Until everything that the station was told before is in its database. Rejects when it is killed. */
  async #untilNothingWaits(page: string): Promise<void> {
    while ((await this.#waiting(page)) > 0) await delay(STORED_POLL_MS);
  }

  async #waiting(page: string): Promise<number> {
    const answer = await fetch(`${page}/metrics`, { headers: { authorization: `Bearer ${this.#secret}` } });
    const metrics = await answer.text();
    const waiting = /^lockout_storage_waiting (\d+)$/m.exec(metrics);
    if (!waiting) throw new Error(`the metrics don't say what waits for the disk: ${metrics}`);
    return Number(waiting[1]);
  }

  async #until(isTrue: () => boolean, otherwise: () => string): Promise<void> {
    for (const deadline = Date.now() + START_MS; !isTrue(); await delay(20))
      if (Date.now() > deadline) throw new Error(otherwise());
  }
}
