/** A hub for tests: real PostgreSQL in a cluster of its own, real certificates; and a gym's controller as a hub sees it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { v7 as newId } from 'uuid';
import { afterAll, beforeAll } from 'vitest';
import { HubClient } from '../../src/app/uplink/hub-client.ts';
import { LiveLink } from '../../src/app/uplink/live-link.ts';
import { pairWithHub } from '../../src/app/uplink/pair.ts';
import type { Paired } from '../../src/app/uplink/pairing-files.ts';
import { type Clock, systemClock } from '../../src/common/clock.ts';
import type { FeedAnswer, MemberDoc, MemberEdit, PersonFields } from '../../src/contracts/hub-people.ts';
import type {
  MemberItem,
  SetDoc,
  SetItem,
  UplinkAnswer,
  UplinkItem,
  UplinkRequest,
} from '../../src/contracts/uplink.ts';
import {
  Hub,
  hasMosquitto,
  openHubParts,
  PrivateMosquitto,
  PrivatePostgres,
  postgresBinaries,
} from '../../src/hub/index.ts';
import { newRep, newSet } from '../integration/store-samples.ts';

/** Empty, or why a test is skipped. */
export const missingPostgres =
  postgresBinaries() === null ? 'skipped: PostgreSQL is not installed (apt-get install postgresql)' : '';

/** The same for what is live. */
export const missingBroker =
  missingPostgres || (hasMosquitto() ? '' : 'skipped: mosquitto is not installed (apt-get install mosquitto)');

export interface TestHub {
  readonly postgres: PrivatePostgres;
  readonly broker: PrivateMosquitto;
  readonly hub: Hub;
  readonly url: string;
  /** address of its pages */
  readonly page: string;
  readonly folder: string;
  /** A database of its own in the same cluster. */
  newDatabase(): Promise<string>;
  start(): Promise<Hub>;
}

interface TestHubOptions {
  /** with pages; null: without their files */
  dashboardDir?: string | null;
  /** with a broker */
  isLive?: boolean;
  /** address of a broker that is not ours */
  mqtt?: () => Promise<string>;
  clock?: Clock;
}

/** One cluster and one hub for all tests of a file. */
export function useHub({ dashboardDir, isLive = false, mqtt, clock = systemClock }: TestHubOptions = {}): TestHub {
  const folder = mkdtempSync(join(tmpdir(), 'lockout-hub-'));
  let postgres: PrivatePostgres;
  let broker: PrivateMosquitto;
  let brokerParts: Awaited<ReturnType<typeof openHubParts>>;
  let otherBroker = '';
  let hub: Hub;
  let port = 0;
  let pagePort = 0;
  const start = async () => {
    const options = { database: postgres.url, folder, names: ['localhost', '127.0.0.1'], host: '127.0.0.1' };
    const page = { host: '127.0.0.1', port: pagePort, names: [], tls: null };
    const pages = dashboardDir === undefined ? {} : { page: { ...page, dashboardDir }, version: 'test' };
    hub = await Hub.start({ ...options, port, adminPort: 0, ...pages, mqtt: broker?.url ?? otherBroker, clock });
    port = hub.port;
    pagePort = hub.pagePort ?? 0;
    return hub;
  };
  beforeAll(async () => {
    if (missingPostgres) return;
    postgres = await PrivatePostgres.start();
    if (isLive && hasMosquitto()) {
      brokerParts = await openHubParts({ database: postgres.url, folder });
      broker = await PrivateMosquitto.start(brokerParts);
    }
    otherBroker = (await mqtt?.()) ?? '';
    await start();
    for (const [id, zone] of [
      ['north', 'Europe/Berlin'],
      ['south', 'Europe/Madrid'],
    ] as const)
      await hub.pairing.addGym({ id, name: id, zone });
  });
  afterAll(async () => {
    await hub?.stop();
    await broker?.stop();
    await brokerParts?.pool.end();
    await postgres?.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    get postgres() {
      return postgres;
    },
    get broker() {
      return broker;
    },
    get hub() {
      return hub;
    },
    get url() {
      return `https://localhost:${port}`;
    },
    get page() {
      return `http://127.0.0.1:${pagePort}`;
    },
    folder,
    async newDatabase() {
      const name = `test_${newId().replaceAll('-', '')}`;
      const client = new pg.Client({ connectionString: postgres.url });
      await client.connect();
      await client.query(`CREATE DATABASE ${name}`);
      await client.end();
      return postgres.url.replace('/postgres?', `/${name}?`);
    },
    start,
  };
}

let controllers = 0;
const JOINED_AT = '2026-11-01T10:00:00.000Z';

export const newPerson = (): PersonFields => ({
  ...{ alias: 'Mira', name: null, login: null, heightMm: 1700, role: 'member' as const },
  ...{ showAlias: true, keepRecordings: false, shareSets: false, consentsAt: JOINED_AT },
});

/** A controller that only sends. */
export class Sender {
  readonly id: string;
  readonly epoch = newId();
  readonly paired: Paired;
  readonly dataDir: string;
  readonly bay: string;
  readonly #client: HubClient;

  private constructor(id: string, paired: Paired, dataDir: string, bay: string) {
    this.id = id;
    this.paired = paired;
    this.dataDir = dataDir;
    this.bay = bay;
    this.#client = new HubClient(paired.url, paired, systemClock);
  }

  static async pair({ hub, url, folder }: TestHub, gym = 'north', accepts = true): Promise<Sender> {
    const n = ++controllers;
    const id = n.toString(16).padStart(12, '0');
    const bay = `bay-${n}`;
    const dataDir = join(folder, id);
    const code = await hub.pairing.invite(gym, accepts);
    const { paired } = await pairWithHub({
      url,
      code,
      dataDir,
      controllerId: id,
      bays: [bay],
      version: '1',
      clock: systemClock,
    });
    return new Sender(id, paired, dataDir, bay);
  }

  request(items: readonly UplinkItem[], change: Partial<UplinkRequest> = {}): UplinkRequest {
    const bays = [{ bay: this.bay, name: this.bay, isUp: true, isLifting: false }];
    const clocks = { bootId: 'boot', monoMs: 1, sentAt: new Date().toISOString() };
    const state = { waiting: items.length, refused: 0, version: '1', resent: null };
    return { v: 1, epoch: this.epoch, ...clocks, ...state, bays, items: [...items], ...change };
  }

  send(items: readonly UplinkItem[], change: Partial<UplinkRequest> = {}): Promise<UplinkAnswer> {
    return this.#client.post<UplinkAnswer>('/api/v1/uplink', this.request(items, change));
  }

  feed(since = 0, epoch: string | null = null, waitS = 0, watch = 0): Promise<FeedAnswer> {
    const known = epoch === null ? '' : `&epoch=${epoch}`;
    return this.#client.get<FeedAnswer>(`/api/v1/feed?since=${since}&wait=${waitS}&watch=${watch}${known}`);
  }

  /** A member as a controller sends them: all of them, or what is given of the document. */
  member(seq: number, id: string, fields: Partial<PersonFields> = {}, doc: Partial<MemberEdit> = {}): MemberItem {
    const all = doc.base ? fields : { ...newPerson(), ...fields };
    const edit: MemberDoc = { base: null, fields: all, cards: [], cardsRemoved: [], createdAt: JOINED_AT, ...doc };
    return { kind: 'member', seq, id, doc: edit };
  }

  /** Its way to the broker; not open yet. */
  live(onAsked: () => void): LiveLink {
    const { ca, cert, key } = this.paired;
    const logger = { info: () => undefined, warn: () => undefined };
    return new LiveLink({ controllerId: this.id, keys: () => ({ ca, cert, key }), onAsked, logger });
  }

  post<T>(path: string, body: object): Promise<T> {
    return this.#client.post<T>(path, body);
  }

  /** A set as a controller sends it. */
  set(seq: number, change: Partial<SetItem> & { countedReps?: number; id?: string } = {}): SetItem {
    const { countedReps = 9, ...item } = change;
    const {
      site: _,
      memberId: __,
      sessionId: ___,
      note: ____,
      ...set
    } = newSet({ id: item.id ?? newId(), bay: this.bay, countedReps });
    const revision = item.revision ?? 1;
    const reps = [1, 2].map((n) => ({ ...newRep(set.id, { n }), id: `${set.id.slice(0, 35)}${n}` }));
    const doc = { ...set, revision, reps } as SetDoc;
    return { kind: 'set', ageMs: null, saidAt: null, person: null, doc, ...item, seq, id: set.id, revision };
  }
}
