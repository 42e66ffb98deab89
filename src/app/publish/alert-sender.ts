/** Sends alerts to people by one way (e-mail, push): each one once, also over restarts, several in one message; what fails is tried again. */
import type { Logger } from 'pino';
import { Backoff } from '../../common/backoff.ts';
import { type Clock, systemClock } from '../../common/clock.ts';
import type { PastAlert } from '../../contracts/alert-log.ts';
import { type SendingReason, sendingReasonText } from '../../contracts/sending-reasons.ts';
import type { Store } from '../../store/index.ts';
import type { AlertTextOptions } from './alert-text.ts';

/** Looked up this often. */
const PERIOD_MS = 2_000;
const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 15 * 60_000;
const MOST_AT_ONCE = 50;
/** An alert that could not be sent for so long is out of date. */
const OLDEST_MS = 24 * 3_600_000;

const RANK = { info: 1, warning: 2, error: 3 } as const;

export interface AlertSenderOptions {
  texts: AlertTextOptions;
  site: string;
  /** @throws Error while the database is unavailable */
  store: () => Pick<Store, 'alerts'>;
  clock?: Clock;
  logger: Logger;
  periodMs?: number;
  pauseMs?: number;
}

/** One way to people. */
interface AlertWay {
  /** As in "alerts cannot be sent by e-mail". */
  how: string;
  isOn: boolean;
  leastSeverity: PastAlert['severity'];
  unsent: 'unmailed' | 'unpushed';
  sent: 'mailed' | 'pushed';
}

export abstract class AlertSender {
  readonly #options: AlertSenderOptions;
  readonly #way: AlertWay;
  readonly #clock: Clock;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | null = null;
  #untilMs = Number.NEGATIVE_INFINITY;
  readonly #backoff: Backoff;
  /** Why the latest try failed; null when it did not. */
  trouble: SendingReason | null = null;
  /** Since the start. `sent`: messages; `alerts`: reported in them; `outdated`: alerts that could not be sent for a day. */
  readonly counts = { sent: 0, alerts: 0, failed: 0, outdated: 0 };

  constructor(options: AlertSenderOptions, way: AlertWay) {
    this.#options = options;
    this.#way = way;
    this.#clock = options.clock ?? systemClock;
    this.#backoff = new Backoff({ firstMs: options.pauseMs ?? FIRST_PAUSE_MS, longestMs: LONGEST_PAUSE_MS });
  }

  protected abstract send(alerts: readonly PastAlert[]): Promise<void>;
  protected abstract faultOf(error: unknown): SendingReason;
  protected abstract close(): void;

  get state(): { isOn: boolean; trouble: SendingReason | null } {
    return { isOn: this.#way.isOn, trouble: this.trouble };
  }

  /** Without a server nothing is done. */
  start(): void {
    if (this.#way.isOn) this.#timer = setInterval(() => this.#wake(), this.#options.periodMs ?? PERIOD_MS);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.close();
    await this.#running;
  }

  #wake(): void {
    if (this.#clock.monoMs() < this.#untilMs) return;
    this.#running ??= this.#run().finally(() => {
      this.#running = null;
    });
  }

  /** Never rejects. */
  async #run(): Promise<void> {
    const { store, logger } = this.#options;
    const { how, leastSeverity, unsent, sent } = this.#way;
    try {
      const { alerts } = store();
      const waiting = await alerts[unsent](MOST_AT_ONCE);
      if (waiting.length === 0) return;
      const nowMs = this.#clock.wallMs();
      const wanted = waiting.filter(({ severity }) => RANK[severity] >= RANK[leastSeverity]);
      const due = wanted.filter(({ startedAt }) => nowMs - Date.parse(startedAt) < OLDEST_MS);
      if (due.length > 0) {
        await this.send(due);
        this.counts.sent++;
        this.counts.alerts += due.length;
      }
      await alerts[sent](
        waiting.map(({ id }) => id),
        new Date(nowMs).toISOString(),
      );
      this.counts.outdated += wanted.length - due.length;
      if (this.trouble) logger.info(`alerts are sent ${how} again`);
      this.trouble = null;
      this.#backoff.reset();
    } catch (error) {
      this.#untilMs = this.#clock.monoMs() + this.#backoff.next();
      this.counts.failed++;
      const trouble = this.faultOf(error);
      const [text, before] = [trouble, this.trouble].map((one) => one && sendingReasonText(one));
      if (text !== before) logger.warn(`alerts cannot be sent ${how}, and are tried again: ${text}`);
      this.trouble = trouble;
    }
  }
}
