/** Pages that look at a gym, live: while one is open, the gym's controllers know it, and send. */
import type { WebSocket } from '@fastify/websocket';
import type { Pool } from 'pg';
import type { BaySnapshot } from '../contracts/live.ts';
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

interface Room {
  clients: Set<LiveClient>;
  bays: Map<string, BaySnapshot>;
  seen: number;
  ending: AbortController;
}

interface RoomsOptions {
  pool: Pool;
  watches: Watches;
  inbox: LiveInbox;
  /** rings when a gym has sent something */
  bell: FeedBell;
  version: string;
  onFault: (message: string) => void;
}

export class LiveRooms {
  readonly #options: RoomsOptions;
  readonly #rooms = new Map<string, Room>();
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
      { serverVersion: this.#options.version, snapshot: () => [...room.bays.values()] },
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
  }

  #open(gymId: string): Room {
    const room: Room = { clients: new Set(), bays: new Map(), seen: 0, ending: new AbortController() };
    this.#rooms.set(gymId, room);
    void this.#keepWatched(gymId, room);
    void this.#follow(gymId, room);
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

  async #follow(gymId: string, room: Room): Promise<void> {
    const { bell } = this.#options;
    const { signal } = room.ending;
    while (!signal.aborted) {
      const ring = bell.listen();
      try {
        if (!(await this.#tried(() => this.#read(gymId, room)))) await pause(RETRY_MS, signal);
        else await ring.wait(gymId, WAIT_MS, signal);
      } finally {
        ring.end();
      }
      if (bell.isEnded) return;
    }
  }

  async #read(gymId: string, room: Room): Promise<void> {
    const { rows } = await this.#options.pool.query<{ bay: string; n: string; snapshot: BaySnapshot }>(
      'SELECT bay, n, snapshot FROM live_bays WHERE gym_id = $1 AND n > $2 ORDER BY bay',
      [gymId, room.seen],
    );
    if (rows.length === 0 || room.ending.signal.aborted) return;
    // Of the others nothing is new: a page must not take what it knows of them for fresh.
    for (const [bay, known] of room.bays) room.bays.set(bay, { ...known, live: null });
    for (const { bay, snapshot } of rows) room.bays.set(bay, snapshot);
    room.seen = Math.max(room.seen, ...rows.map(({ n }) => Number(n)));
    room.bays = new Map([...room.bays].sort(([a], [b]) => (a < b ? -1 : 1)));
    for (const client of room.clients) client.restart();
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
