/** Wakes requests that wait for the feed of a gym, whichever hub changed it: by PostgreSQL's NOTIFY, on a connection of its own. */
import pg from 'pg';
import { Backoff } from '../common/backoff.ts';
import { FEED_CHANNEL } from './feed-notes.ts';

/** Each holds an open request and nothing else. */
const MAX_WAITING = 3000;
/** Without a connection that listens, or with too many that wait. */
const BLIND_WAIT_MS = 2000;
const BACKOFF = { firstMs: 500, longestMs: 10_000 };

/** Does something later. @returns what calls it off */
type After = (ms: number, work: () => void) => () => void;
const systemAfter: After = (ms, work) => {
  const timer = setTimeout(work, ms);
  return () => clearTimeout(timer);
};

interface FeedBellOptions {
  /** address of PostgreSQL */
  database: string;
  onFault: (message: string) => void;
  random?: () => number;
  after?: After;
}

interface Ring {
  /** Until the gym has something new since `listen`, the time is over, or the caller has gone. */
  wait(gymId: string, ms: number, signal: AbortSignal): Promise<void>;
  end(): void;
}

interface Ear {
  heard: Set<string>;
  hears: (gymId: string) => boolean;
  wake: () => void;
}

export class FeedBell {
  readonly #database: string;
  readonly #onFault: (message: string) => void;
  readonly #ears = new Set<Ear>();
  readonly #backoff: Backoff;
  readonly #after: After;
  #client: pg.Client | null = null;
  #callOff: () => void = () => undefined;
  #isEnded = false;
  readonly counts = { waiting: 0, tooMany: 0, lost: 0 };

  constructor({ database, onFault, random = Math.random, after = systemAfter }: FeedBellOptions) {
    this.#database = database;
    this.#onFault = onFault;
    this.#after = after;
    this.#backoff = new Backoff({ ...BACKOFF, random });
  }

  async start(): Promise<void> {
    const client = new pg.Client({ connectionString: this.#database });
    client.on('notification', ({ payload = '' }) => this.#ring(payload));
    client.on('error', (error) => this.#lost(client, error));
    client.on('end', () => this.#lost(client, new Error('the connection ended')));
    try {
      await client.connect();
      await client.query(`LISTEN ${FEED_CHANNEL}`);
      if (this.#isEnded) return void (await client.end());
      this.#client = client;
      this.#backoff.reset();
      // What was changed while the connection was lost.
      for (const ear of this.#ears) ear.wake();
    } catch (error) {
      this.#lost(client, error as Error);
    }
  }

  /** From now on; what rings before `wait` ends that at once. */
  listen(): Ring {
    const ear: Ear = { heard: new Set(), hears: () => false, wake: () => undefined };
    this.#ears.add(ear);
    return {
      wait: (gymId, ms, signal) => this.#wait(ear, gymId, ms, signal),
      end: () => void this.#ears.delete(ear),
    };
  }

  /** Nothing waits from now on. */
  get isEnded(): boolean {
    return this.#isEnded;
  }

  async stop(): Promise<void> {
    this.#isEnded = true;
    this.#callOff();
    for (const ear of this.#ears) ear.wake();
    const client = this.#client;
    this.#client = null;
    await client?.end().catch(() => undefined);
  }

  #wait(ear: Ear, gymId: string, ms: number, signal: AbortSignal): Promise<void> {
    if (ear.heard.has(gymId) || signal.aborted || this.#isEnded) return Promise.resolve();
    const isTooMany = this.counts.waiting >= MAX_WAITING;
    if (isTooMany) this.counts.tooMany++;
    const waitMs = this.#client === null || isTooMany ? Math.min(ms, BLIND_WAIT_MS) : ms;
    this.counts.waiting++;
    return new Promise((resolve) => {
      const done = () => {
        callOff();
        signal.removeEventListener('abort', done);
        ear.wake = () => undefined;
        this.counts.waiting--;
        resolve();
      };
      const callOff = this.#after(waitMs, done);
      signal.addEventListener('abort', done, { once: true });
      ear.hears = (gym) => gymId === gym;
      ear.wake = done;
    });
  }

  #ring(gymId: string): void {
    for (const ear of this.#ears) {
      ear.heard.add(gymId);
      if (ear.hears(gymId)) ear.wake();
    }
  }

  #lost(client: pg.Client, error: Error): void {
    if (this.#isEnded || (this.#client !== null && this.#client !== client)) return;
    if (this.#client === client) {
      this.counts.lost++;
      this.#onFault(`lost the connection that listens for changes: ${error.message}`);
    }
    this.#client = null;
    client.removeAllListeners('end');
    client.on('error', () => undefined);
    this.#callOff();
    this.#callOff = this.#after(this.#backoff.next(), () => void this.start());
  }
}
