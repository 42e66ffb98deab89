/** Pages that look at a gym, live: while one is open, the gym's controllers know it, and show what happens there by the broker. */
import type { WebSocket } from '@fastify/websocket';
import type { Pool } from 'pg';
import type { Clock } from '../common/clock.ts';
import type { LivePost } from '../contracts/hub-live.ts';
import type { GymLive } from '../contracts/hub-pages.ts';
import type { BaySnapshot, LiveFrame } from '../contracts/live.ts';
import { LiveClient } from '../web/live-client.ts';
import type { FeedBell } from './feed-bell.ts';
import type { LiveBroker } from './live-broker.ts';
import { RENEW_MS, type Watches } from './watches.ts';

const MAX_PAGES = 500;
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

interface Controller {
  /** its own; it says nothing of others */
  bays: ReadonlySet<string>;
  unfollow(): void;
}

interface Room {
  clients: Set<LiveClient>;
  bays: Map<string, Bay>;
  controllers: Map<string, Controller>;
  ending: AbortController;
}

interface RoomsOptions {
  pool: Pool;
  watches: Watches;
  /** null: there is none, and nothing is live */
  broker: LiveBroker | null;
  /** rings when something of a gym has changed, its controllers too */
  bell: FeedBell;
  clock: Clock;
  version: string;
  onFault: (message: string) => void;
}

export class LiveRooms {
  readonly #options: RoomsOptions;
  readonly #rooms = new Map<string, Room>();
  readonly counts = { pages: 0, tooManyPages: 0, messages: 0, missed: 0, dropped: 0, failed: 0, bays: 0, foreign: 0 };

  constructor(options: RoomsOptions) {
    this.#options = options;
  }

  /** Whether values of now can come. */
  get live(): GymLive {
    const { broker } = this.#options;
    if (broker === null) return 'no-broker';
    return broker.isUp ? 'on' : 'broker-away';
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
      this.#close(gymId, room);
    });
    return client;
  }

  stop(): void {
    for (const [gymId, room] of this.#rooms) this.#close(gymId, room);
  }

  #close(gymId: string, { ending, controllers }: Room): void {
    this.#rooms.delete(gymId);
    ending.abort();
    for (const { unfollow } of controllers.values()) unfollow();
    controllers.clear();
  }

  #open(gymId: string): Room {
    const room: Room = { clients: new Set(), bays: new Map(), controllers: new Map(), ending: new AbortController() };
    this.#rooms.set(gymId, room);
    const { broker } = this.#options;
    if (broker) void this.#keepWatched(gymId, room, broker);
    return room;
  }

  async #keepWatched(gymId: string, room: Room, broker: LiveBroker): Promise<void> {
    const { bell, clock, watches } = this.#options;
    const { signal } = room.ending;
    let renewsMs = Number.NEGATIVE_INFINITY;
    while (!signal.aborted && !bell.isEnded) {
      const ring = bell.listen();
      try {
        const isDone = await this.#tried(async () => {
          if (clock.monoMs() >= renewsMs) {
            await watches.open(gymId);
            renewsMs = clock.monoMs() + RENEW_MS;
          }
          await this.#readControllers(gymId, room, broker);
        });
        await ring.wait(gymId, isDone ? Math.max(0, renewsMs - clock.monoMs()) : RETRY_MS, signal);
      } finally {
        ring.end();
      }
    }
  }

  /** Who may show something: one that was revoked is not heard from now on. */
  async #readControllers(gymId: string, room: Room, broker: LiveBroker): Promise<void> {
    const { rows } = await this.#options.pool.query<{ id: string; bays: string[] }>({
      name: 'live-controllers',
      text: `SELECT id, ARRAY(SELECT bay FROM bays b WHERE b.controller_id = c.id) AS bays FROM controllers c
         WHERE gym_id = $1 AND state = 'accepted'`,
      values: [gymId],
    });
    if (room.ending.signal.aborted) return;
    const { controllers } = room;
    const now = new Map(rows.map(({ id, bays }) => [id, new Set(bays)]));
    for (const [id, { unfollow }] of controllers) {
      if (now.has(id)) continue;
      unfollow();
      controllers.delete(id);
    }
    for (const [id, bays] of now) {
      const unfollow = controllers.get(id)?.unfollow ?? broker.follow(id, (post) => this.#take(room, id, post));
      controllers.set(id, { bays, unfollow });
    }
    const known = new Set([...now.values()].flatMap((bays) => [...bays]));
    const gone = [...room.bays.keys()].filter((bay) => !known.has(bay));
    for (const bay of gone) room.bays.delete(bay);
    if (gone.length > 0) for (const client of room.clients) client.restart();
  }

  #take(room: Room, controllerId: string, post: LivePost): void {
    const own = room.controllers.get(controllerId)?.bays;
    if (!own) return;
    const bays = post.bays.filter((one) => isOf(one, own));
    const frames = post.frames.filter(({ bay }) => own.has(bay));
    const howMany = bays.length + frames.length;
    this.counts.foreign += post.bays.length + post.frames.length - howMany;
    this.counts.bays += howMany;
    if (howMany > 0) show(room, bays, frames, this.#options.clock.wallMs());
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

function show(room: Room, bays: readonly BaySnapshot[], frames: readonly LiveFrame[], atMs: number): void {
  let isNew = false;
  for (const snapshot of bays) {
    isNew ||= !room.bays.has(snapshot.state.bay);
    room.bays.set(snapshot.state.bay, { snapshot, atMs });
  }
  const moved = frames.filter((frame) => {
    const known = room.bays.get(frame.bay);
    if (known) room.bays.set(frame.bay, { snapshot: { ...known.snapshot, live: frame }, atMs });
    return known !== undefined;
  });
  if (isNew) room.bays = new Map([...room.bays].sort(([a], [b]) => (a < b ? -1 : 1)));
  for (const client of room.clients)
    if (isNew) client.restart();
    else client.news(bays, moved);
}

/** Everything in it is about one bay, and that is its own. */
const isOf = (
  { state, session, presence, live, reps, lastSet, alerts, seenAlerts }: BaySnapshot,
  own: ReadonlySet<string>,
) =>
  own.has(state.bay) &&
  [session, presence, live, lastSet, ...reps, ...alerts, ...seenAlerts].every(
    (part) => part === null || part.bay === state.bay,
  );
