/** Keeps the outbox within its limits, and knows what waits in it. */
import type { Logger } from 'pino';
import type { OutboxState, Store } from '../../store/index.ts';

/** Some 100 MB: a bay that is used all day, without a broker for a month. */
const MAX_ROWS = 100_000;
/** Of bays that are not configured any more, all together: they may come back. */
const MAX_ORPHANS = 10_000;
const EVERY_MS = 60_000;

interface OutboxWatchOptions {
  bays: readonly string[];
  /** @throws Error while the database is unavailable */
  store: () => Store;
  logger: Pick<Logger, 'error'>;
  /** What waits is known again. */
  onLooked: () => void;
  maxRows?: number;
  maxOrphans?: number;
}

export class OutboxWatch {
  readonly #options: OutboxWatchOptions;
  #timer: NodeJS.Timeout | undefined;
  state: OutboxState = { dropped: 0, waiting: {}, orphans: {} };
  /** Since the start. */
  dropped = 0;

  constructor(options: OutboxWatchOptions) {
    this.#options = options;
  }

  start(): void {
    void this.check();
    this.#timer = setInterval(() => void this.check(), EVERY_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async check(): Promise<void> {
    const { bays, store, logger, onLooked, maxRows = MAX_ROWS, maxOrphans = MAX_ORPHANS } = this.#options;
    try {
      this.state = await store().outbox.tidy({ bays: [...bays], maxRows, maxOrphans });
    } catch {
      return; // the database is unavailable, which is reported elsewhere
    }
    const { dropped } = this.state;
    this.dropped += dropped;
    if (dropped > 0) logger.error(`${dropped} messages that waited longest for the broker were dropped: too many wait`);
    onLooked();
  }
}
