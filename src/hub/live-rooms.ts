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
  /** The snapshots of before it was opened are in it. */
  isRead: boolean;
  ending: AbortController;
}

interface PostRow {
  n: string;
  gym_id: string;
  bays: BaySnapshot[];
  frames: LiveFrame[];
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
  /** the latest post that was read; null: all of before are of no interest */
  #seen: number | null = null;
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
    const room: Room = { clients: new Set(), bays: new Map(), isRead: false, ending: new AbortController() };
    this.#rooms.set(gymId, room);
    void this.#keepWatched(gymId, room);
    this.#wake();
    if (!this.#isFollowing) void this.#follow();
    return room;
  }

  async #keepWatched(gymId: string, { ending: { signal } }: Room): Promise<void> {
    while (!signal.aborted) {
      await this.#tried(() => this.#options.watches.open(gymId));
      await pause(RENEW_MS, signal);
    }
  }

  /** All rooms together, since one batch has bays of many gyms. */
  async #follow(): Promise<void> {
    const { bell } = this.#options;
    this.#isFollowing = true;
    this.#seen = null;
    await this.#tried(() => this.#options.inbox.dropOld());
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
    const { pool } = this.#options;
    const { rows: last } = await pool.query<{ n: string }>('SELECT coalesce(max(n), 0) AS n FROM live_posts');
    this.#seen ??= Number(last[0]!.n);
    const rooms = new Map(this.#rooms);
    for (const [gymId, room] of rooms) if (!room.isRead) await this.#readBays(gymId, room);
    const { rows } = await pool.query<PostRow>({
      name: 'live-read',
      text: 'SELECT n, gym_id, bays, frames, at FROM live_posts WHERE n > $1 AND gym_id = ANY($2) ORDER BY n',
      values: [this.#seen, [...rooms.keys()]],
    });
    this.#seen = Math.max(this.#seen, Number(rows.at(-1)?.n ?? last[0]!.n));
    const news = new Map<string, PostRow[]>();
    for (const row of rows) {
      const own = news.get(row.gym_id);
      if (own) own.push(row);
      else news.set(row.gym_id, [row]);
    }
    for (const [gymId, own] of news) show(rooms.get(gymId)!, own);
  }

  /** What happened before the page was opened. */
  async #readBays(gymId: string, room: Room): Promise<void> {
    const { rows } = await this.#options.pool.query<{ bay: string; snapshot: BaySnapshot; at: Date }>(
      'SELECT bay, snapshot, at FROM live_bays WHERE gym_id = $1 ORDER BY bay',
      [gymId],
    );
    for (const { bay, snapshot, at } of rows) room.bays.set(bay, { snapshot, atMs: at.getTime() });
    room.isRead = true;
    if (rows.length > 0) for (const client of room.clients) client.restart();
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

/** Of each bay the latest: what happened there, or else what moved. */
function show(room: Room, posts: readonly PostRow[]): void {
  const happened = new Set<string>();
  const moved = new Map<string, LiveFrame>();
  let isNew = false;
  for (const { bays, frames, at } of posts) {
    const atMs = at.getTime();
    for (const snapshot of bays) {
      const { bay } = snapshot.state;
      isNew ||= !room.bays.has(bay);
      room.bays.set(bay, { snapshot, atMs });
      happened.add(bay);
    }
    for (const frame of frames) {
      const known = room.bays.get(frame.bay);
      if (!known) continue;
      room.bays.set(frame.bay, { snapshot: { ...known.snapshot, live: frame }, atMs });
      moved.set(frame.bay, frame);
    }
  }
  if (isNew) room.bays = new Map([...room.bays].sort(([a], [b]) => (a < b ? -1 : 1)));
  const bays = [...happened].map((bay) => room.bays.get(bay)!.snapshot);
  const frames = [...moved.values()].filter(({ bay }) => !happened.has(bay));
  for (const client of room.clients)
    if (isNew) client.restart();
    else client.news(bays, frames);
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
