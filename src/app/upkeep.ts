/** What is kept only for a while goes: sets and recordings after the gym's own time, log-ins and keys that are over. At the start, then daily. */
import type { Logger } from 'pino';
import type { Store } from '../store/index.ts';

const DAY_MS = 86_400_000;
/** While the database is away, or a start is still busy. */
const RETRY_MS = 60_000;
/** So few at once that a rep that is counted meanwhile doesn't wait for them. */
const SETS_AT_ONCE = 100;

export interface UpkeepOptions {
  /** null: sets are kept for good */
  retentionDays: number | null;
  /** @throws Error while the database is away */
  store: () => Store;
  logger: Logger;
}

export class Upkeep {
  readonly #options: UpkeepOptions;
  #timer: NodeJS.Timeout | undefined;
  #isStopped = false;
  /** Since the start. */
  readonly counts = {
    setsExpired: 0,
    deletedSetsRemoved: 0,
    logInRowsRemoved: 0,
    logInsEnded: 0,
    keysForgotten: 0,
    failures: 0,
  };

  constructor(options: UpkeepOptions) {
    this.#options = options;
  }

  /** Never rejects: what fails is told, counted and tried again. */
  async start(): Promise<void> {
    let nextMs = DAY_MS;
    try {
      await this.run(new Date());
    } catch (error) {
      this.counts.failures++;
      this.#options.logger.warn(
        `old sets and log-ins could not be deleted: ${(error as Error).message}; tried again in a minute`,
      );
      nextMs = RETRY_MS;
    }
    if (!this.#isStopped) this.#timer = setTimeout(() => void this.start(), nextMs);
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }

  async run(now: Date): Promise<void> {
    const { retentionDays, store, logger } = this.#options;
    const { upkeep } = store();
    const { sessions, keys, deletedSets, logIns } = await upkeep.tidy(now.toISOString());
    this.counts.logInsEnded += sessions;
    this.counts.keysForgotten += keys;
    this.counts.deletedSetsRemoved += deletedSets;
    this.counts.logInRowsRemoved += logIns;
    if (retentionDays === null) return;
    const before = new Date(now.getTime() - retentionDays * DAY_MS).toISOString();
    let expired = 0;
    for (let some = -1; some !== 0 && !this.#isStopped; expired += some)
      some = await upkeep.expireSets(before, SETS_AT_ONCE);
    this.counts.setsExpired += expired;
    if (expired > 0) logger.info(`${expired} sets from before ${before} were deleted, as members.retentionDays says`);
  }
}
