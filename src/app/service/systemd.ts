/** The station as a service of systemd: says when it is ready, and feeds the watchdog while it works (`watchdog.ts`). */
import { execFile } from 'node:child_process';
import type { Logger } from 'pino';
import type { Clock } from '../../common/clock.ts';
import type { StationParts } from '../station-parts.ts';
import { judgeWatchdog, type WatchdogState } from './watchdog.ts';

/** Node speaks no datagrams of Unix sockets, and a child of systemd's own costs 15 ms each time. */
const NOTIFY = 'systemd-notify';
const NOTIFY_TIMEOUT_MS = 10_000;
/** How often the watchdog is fed within its time. */
const FEEDS = 4;

interface ServiceOptions {
  station: Pick<StationParts, 'bays' | 'writeQueue'>;
  clock: Clock;
  logger: Pick<Logger, 'warn' | 'error'>;
  env?: NodeJS.ProcessEnv;
}

export class SystemdService {
  readonly #options: ServiceOptions;
  readonly #env: NodeJS.ProcessEnv;
  #state: WatchdogState | null = null;
  #timer: NodeJS.Timeout | undefined;
  #hasFailed = false;
  #said = '';

  constructor(options: ServiceOptions) {
    this.#options = options;
    this.#env = options.env ?? process.env;
  }

  /** To be called once the station has started. Does nothing where no systemd waits for it. */
  ready(status: string): void {
    this.#notify('--ready', `--status=${status}`);
    const watchdogMs = Number(this.#env.WATCHDOG_USEC ?? 0) / 1000;
    if (watchdogMs > 0) this.#timer = setInterval(() => this.#feed(), watchdogMs / FEEDS);
  }

  stopping(): void {
    clearInterval(this.#timer);
    this.#notify('STOPPING=1');
  }

  #feed(): void {
    const { station, clock, logger } = this.#options;
    const { bays, writeQueue } = station;
    const { state, stuck } = judgeWatchdog(this.#state, {
      nowMs: clock.monoMs(),
      attempts: writeQueue.failures + writeQueue.refused + (writeQueue.storeStats?.writes ?? 0),
      isWriting: writeQueue.isWriting,
      bays: bays
        .filter(({ isBoardPaused }) => !isBoardPaused)
        .map(({ config, supervisor }) => ({ id: config.id, lookedMs: supervisor.lookedMs })),
    });
    this.#state = state;
    if (stuck.length === 0) this.#notify('WATCHDOG=1');
    const text = stuck.join('; ');
    if (text !== '' && this.#said === '')
      logger.error(`the watchdog is not fed: ${text}. systemd will restart the station`);
    this.#said = text;
  }

  #notify(...words: string[]): void {
    if (!this.#env.NOTIFY_SOCKET) return;
    execFile(NOTIFY, words, { env: this.#env, timeout: NOTIFY_TIMEOUT_MS }, (error) => {
      if (!error || this.#hasFailed) return;
      this.#hasFailed = true;
      this.#options.logger.warn(`the station's state can't be reported to systemd (${NOTIFY}): ${error.message}`);
    });
  }
}
