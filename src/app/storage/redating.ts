/** The clock is known: sets that were recorded before that get their times, a few at once, and tried again while the database is away. */
import type { Logger } from 'pino';
import { messageOf } from '../../common/message-of.ts';
import type { SetDetail } from '../../contracts/http.ts';
import type { Store } from '../../store/index.ts';

const SETS_AT_ONCE = 5;
const RETRY_MS = 60_000;

interface RedatingOptions {
  /** @throws Error while the database is away */
  store: () => Pick<Store, 'upkeep'>;
  /** Resolves once everything that was recorded is in the database. */
  written: () => Promise<void>;
  redated: (detail: SetDetail) => void;
  logger: Logger;
}

export class Redating {
  readonly #options: RedatingOptions;
  #timer: NodeJS.Timeout | undefined;
  #isStopped = false;
  /** Sets that were given their right time, since the start. */
  count = 0;

  constructor(options: RedatingOptions) {
    this.#options = options;
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }

  /** Never rejects. */
  async run(sinceMs: number, byMs: number): Promise<void> {
    const { store, written } = this.#options;
    const since = new Date(sinceMs).toISOString();
    const moved = (iso: string) => (iso < since ? iso : new Date(Date.parse(iso) + byMs).toISOString());
    await written();
    // Their new times are worked out once: a write whose answer got lost moves nothing twice.
    const sessions = await this.#again(() => store().upkeep.sessionTimes(since));
    const dated = sessions?.map(({ id, startedAt, endedAt }) => ({
      id,
      startedAt: moved(startedAt),
      endedAt: moved(endedAt),
    }));
    if (dated) await this.#again(() => store().upkeep.setSessionTimes(dated));
    await this.#again(() => this.#sets(since, byMs));
  }

  async #sets(since: string, byMs: number): Promise<void> {
    const { store, redated, logger } = this.#options;
    for (let isDone = false; !isDone && !this.#isStopped; ) {
      const moved = await store().upkeep.shiftUncertain(since, byMs, SETS_AT_ONCE);
      for (const detail of moved) redated(detail);
      this.count += moved.length;
      isDone = moved.length === 0;
    }
    logger.info(`${this.count} sets have their right time now`);
  }

  /** undefined: stopped before it was done. */
  async #again<T>(work: () => Promise<T>): Promise<T | undefined> {
    while (!this.#isStopped) {
      try {
        return await work();
      } catch (error) {
        if (this.#isStopped) break;
        this.#options.logger.warn(
          `sets could not be given their right time: ${messageOf(error)}; tried again in a minute`,
        );
        await new Promise<void>((resolve) => {
          this.#timer = setTimeout(resolve, RETRY_MS);
          this.#timer.unref();
        });
      }
    }
    return undefined;
  }
}
