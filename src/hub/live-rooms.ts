/** Pages that look at a gym, live: while one is open, the gym's controllers know it, and send. */
import type { WebSocket } from '@fastify/websocket';
import type { Pool } from 'pg';
import type { Clock } from '../common/clock.ts';
import type { BaySnapshot, LiveFrame } from '../contracts/live.ts';
import { LiveClient } from '../web/live-client.ts';
import type { FeedBell } from './feed-bell.ts';
import type { LiveInbox } from './live-inbox.ts';
import { RENEW_MS, type Watches } from './watches.ts';

const MAX_PAGES = 500;
const WAIT_MS = 25_000;
const PING_MS = 5000;
const RETRY_MS = 2000;
/** Close code of RFC 6455: try again later. */
const TRY_LATER = 1013;

/** Older values are not shown as what is now. */
const FRESH_MS = 3000;

interface Bay {
  snapshot: BaySnapshot;
  atMs: number;
}

interface Room {
  clients: Set<LiveClient>;
  bays: Map<string, Bay>;
  /** batch of the inbox */
  seen: number;
  ending: AbortController;
}

interface LiveRow {
  gym_id: string;
  bay: string;
  n: string;
  /** null: it is known */
  snapshot: BaySnapshot | null;
  frame: LiveFrame | null;
  at: Date;
}

interface RoomsOptions {
  pool: Pool;
  watches: Watches;
  inbox: LiveInbox;
  /** rings when a gym has sent something */
  bell: FeedBell;
  clock: Clock;
  version: string;
  onFault: (message: string) => void;
}

export class LiveRooms {
  readonly #options: RoomsOptions;
  readonly #rooms = new Map<string, Room>();
  #isFollowing = false;
  #wake: () => void = () => undefined;
  readonly counts = { pages: 0, tooManyPages: 0, messages: 0, missed: 0, dropped: 0, failed: 0 };

  constructor(options: RoomsOptions) {
    this.#options = options;
  }

  /** @returns for ending its log-in */
  join(gymId: string, socket: WebSocket): LiveClient | null {
    if (this.counts.pages >= MAX_PAGES) {
      this.counts.tooManyPages++;
      socket.close(TRY_LATER, 'Too many live pages.');
      return null;
    }
    const room = this.#rooms.get(gymId) ?? this.#open(gymId);
    const { counts } = this;
    const client = new LiveClient(
      socket,
      { serverVersion: this.#options.version, snapshot: () => this.#shown(room) },
      {
        liveMessages: { inc: () => void counts.messages++ },
        liveMissedFrames: { inc: (howMany) => void (counts.missed += howMany) },
        liveMissedEvents: { inc: (howMany) => void (counts.missed += howMany) },
        liveDropped: { inc: () => void counts.dropped++ },
      },
      PING_MS,
    );
    room.clients.add(client);
    counts.pages++;
    socket.once('close', () => {
      client.stop();
      counts.pages--;
      room.clients.delete(client);
      if (room.clients.size > 0 || this.#rooms.get(gymId) !== room) return;
      room.ending.abort();
      this.#rooms.delete(gymId);
    });
    return client;
  }

  stop(): void {
    for (const { ending } of this.#rooms.values()) ending.abort();
    this.#rooms.clear();
    this.#wake();
  }

  #open(gymId: string): Room {
    const room: Room = { clients: new Set(), bays: new Map(), seen: 0, ending: new AbortController() };
    this.#rooms.set(gymId, room);
    void this.#keepWatched(gymId, room);
    this.#wake();
    if (!this.#isFollowing) void this.#follow();
    return room;
  }

  async #keepWatched(gymId: string, { ending: { signal } }: Room): Promise<void> {
    while (!signal.aborted) {
      await this.#tried(async () => {
        await this.#options.inbox.dropOld();
        await this.#options.watches.open(gymId);
      });
      await pause(RENEW_MS, signal);
    }
  }

  /** All rooms together, since one batch has bays of many gyms. */
  async #follow(): Promise<void> {
    const { bell } = this.#options;
    this.#isFollowing = true;
    while (this.#rooms.size > 0 && !bell.isEnded) {
      const ring = bell.listen();
      const waiting = new AbortController();
      this.#wake = () => waiting.abort();
      try {
        if (await this.#tried(() => this.#read())) await ring.wait(null, WAIT_MS, waiting.signal);
        else await pause(RETRY_MS, waiting.signal);
      } finally {
        ring.end();
      }
    }
    this.#isFollowing = false;
  }

  async #read(): Promise<void> {
    const asked = [...this.#rooms];
    const { rows } = await this.#options.pool.query<LiveRow>({
      name: 'live-read',
      text: `SELECT l.gym_id, l.bay, l.n, CASE WHEN l.snapshot_n > r.seen THEN l.snapshot END AS snapshot, l.frame, l.at
         FROM unnest($1::text[], $2::bigint[]) AS r (gym_id, seen) JOIN live_bays l ON l.gym_id = r.gym_id AND l.n > r.seen
         ORDER BY l.gym_id, l.bay`,
      values: [asked.map(([gymId]) => gymId), asked.map(([, { seen }]) => seen)],
    });
    const news = new Map<string, LiveRow[]>();
    for (const row of rows) news.set(row.gym_id, [...(news.get(row.gym_id) ?? []), row]);
    for (const [gymId, room] of asked) {
      const own = news.get(gymId);
      if (own && !room.ending.signal.aborted) show(room, own);
    }
  }

  /** A page takes the values in it for what is now. */
  #shown({ bays }: Room): BaySnapshot[] {
    const freshMs = this.#options.clock.wallMs() - FRESH_MS;
    return [...bays.values()].map(({ snapshot, atMs }) => (atMs < freshMs ? { ...snapshot, live: null } : snapshot));
  }

  async #tried(work: () => Promise<void>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      this.counts.failed++;
      this.#options.onFault(`live pages: ${(error as Error).message}`);
      return false;
    }
  }
}

function show(room: Room, rows: readonly LiveRow[]): void {
  const happened: BaySnapshot[] = [];
  const moved: LiveFrame[] = [];
  let isNew = false;
  for (const { bay, n, snapshot, frame, at } of rows) {
    room.seen = Math.max(room.seen, Number(n));
    const known = snapshot ?? room.bays.get(bay)?.snapshot;
    if (!known) continue;
    isNew ||= !room.bays.has(bay);
    const shown = frame ? { ...known, live: frame } : known;
    room.bays.set(bay, { snapshot: shown, atMs: at.getTime() });
    if (snapshot) happened.push(shown);
    else if (frame) moved.push(frame);
  }
  if (isNew) room.bays = new Map([...room.bays].sort(([a], [b]) => (a < b ? -1 : 1)));
  for (const client of room.clients)
    if (isNew) client.restart();
    else client.news(happened, moved);
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
  });
}
