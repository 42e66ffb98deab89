/**
 * Watches the page of the kiosk. The station may start no other service, so it leaves a note in its folder of /run; the kiosk ends its
 * browser when the note changes. A station that is down or hangs asks for nothing: its page waits for it.
 */
import { chmodSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Clock } from '../../common/clock.ts';
import { messageOf } from '../../common/message-of.ts';
import { createKiosk, type KioskState, stepKiosk } from './kiosk-rules.ts';

const PERIOD_MS = 2000;

interface KioskWatchOptions {
  /** `RUNTIME_DIRECTORY` of systemd. */
  folder: string;
  clock: Clock;
  /** When the page of this machine was last painted, on the monotonic axis. */
  paintedMs: () => number | null;
  logger: Logger;
}

export class KioskWatch {
  readonly #options: KioskWatchOptions;
  #state: KioskState;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: KioskWatchOptions) {
    this.#options = options;
    this.#state = createKiosk(options.clock.monoMs());
  }

  start(): void {
    this.#timer = setInterval(() => this.#look(), PERIOD_MS);
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    const { clock, paintedMs, logger } = this.#options;
    const { state, restart } = stepKiosk(this.#state, { atMs: clock.monoMs(), paintedMs: paintedMs() });
    this.#state = state;
    if (!restart) return;
    logger.debug('the page of this machine was painted no more; a kiosk starts its browser again');
    try {
      this.#note(String(Math.trunc(clock.monoMs())));
    } catch (error) {
      logger.warn(`the kiosk can't be asked to start its browser again: ${messageOf(error)}`);
    }
  }

  /** Readable by the kiosk, and whole at any moment. */
  #note(text: string): void {
    const file = join(this.#options.folder, 'restart-kiosk');
    const next = `${file}.new`;
    writeFileSync(next, text);
    chmodSync(next, 0o644);
    renameSync(next, file);
  }
}
