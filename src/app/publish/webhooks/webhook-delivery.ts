/** Sends each ended set to the webhooks, from the outbox in the database: at least once, over restarts, with longer and longer pauses. */
import type { BlockList } from 'node:net';
import type { Logger } from 'pino';
import { type Clock, systemClock } from '../../../common/clock.ts';
import type { Store } from '../../../store/index.ts';
import { networks } from '../../../web/index.ts';
import { post } from './webhook-post.ts';

/** Looked up this often besides, for what is due again. */
const PERIOD_MS = 2_000;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 3_600_000;
/** RFC 9110 section 15.5.11: 410 Gone, the receiver must not be called again. */
const GONE = 410;

type Delivery = Awaited<ReturnType<Store['webhooks']['due']>>[number];

interface WebhookDeliveryOptions {
  /** @throws Error while the database is unavailable */
  store: () => Pick<Store, 'webhooks'>;
  clock?: Clock;
  logger: Logger;
  /** Addresses of this machine and of its network that webhooks may go to. */
  networks: readonly string[];
}

export class WebhookDelivery {
  readonly #options: WebhookDeliveryOptions;
  readonly #clock: Clock;
  readonly #allowed: BlockList;
  readonly #abort = new AbortController();
  /** Webhooks whose latest attempt failed: until one succeeds, their other messages aren't tried. */
  readonly #pauses = new Map<string, { failures: number; untilMs: number }>();
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | null = null;
  #isWoken = false;
  /** Since the start. */
  readonly counts = { delivered: 0, failed: 0, deactivated: 0 };

  constructor(options: WebhookDeliveryOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#allowed = networks(options.networks);
  }

  start(): void {
    this.#timer = setInterval(() => this.wake(), PERIOD_MS);
    this.wake();
  }

  /** There may be something to send. */
  wake(): void {
    this.#isWoken = true;
    if (this.#abort.signal.aborted) return;
    this.#running ??= this.#run().finally(() => {
      this.#running = null;
    });
  }

  /** Requests in progress are aborted and sent again after the next start. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#abort.abort();
    await this.#running;
  }

  /** Never rejects: while the database is unavailable, the next period tries again. */
  async #run(): Promise<void> {
    while (this.#isWoken && !this.#abort.signal.aborted) {
      this.#isWoken = false;
      try {
        // What is due later than any pause lasts was put off by a wall clock that has been set back since.
        const due = await this.#options.store().webhooks.due(this.#isoIn(0), this.#isoIn(2 * LONGEST_PAUSE_MS));
        const nowMs = this.#clock.monoMs();
        this.#forgetOldPauses(nowMs);
        const now = due.filter(({ webhookId }) => (this.#pauses.get(webhookId)?.untilMs ?? nowMs) <= nowMs);
        await Promise.all(now.map((delivery) => this.#send(delivery)));
        if (now.length > 0) this.#isWoken = true; // the next one of each
      } catch (error) {
        this.#options.logger.debug({ err: error }, 'webhooks wait for the database');
      }
    }
  }

  /** Of webhooks that are gone: each other one is tried before its pause is over for so long. */
  #forgetOldPauses(nowMs: number): void {
    for (const [id, { untilMs }] of this.#pauses) if (nowMs - untilMs > LONGEST_PAUSE_MS) this.#pauses.delete(id);
  }

  /** Webhooks whose latest attempt failed. */
  get paused(): number {
    return this.#pauses.size;
  }

  #isoIn = (ms: number) => new Date(this.#clock.wallMs() + ms).toISOString();

  async #send({ seq, webhookId, url, secret, body, tries }: Delivery): Promise<void> {
    const { webhooks } = this.#options.store();
    const signal = this.#abort.signal;
    const atS = Math.floor(this.#clock.wallMs() / 1000);
    const answer = await post({ url, secret, body, signal, atS, allowed: this.#allowed }).catch(
      (error: Error) => error.message,
    );
    if (signal.aborted) return;
    if (typeof answer === 'number' && answer >= 200 && answer < 300) {
      await webhooks.delivered(seq, this.#isoIn(0));
      this.#pauses.delete(webhookId);
      this.counts.delivered++;
      return;
    }
    const why = typeof answer === 'number' ? `it answered ${answer}` : answer;
    const failures = (this.#pauses.get(webhookId)?.failures ?? 0) + 1;
    const pauseMs = pauseAfter(failures - 1);
    this.#pauses.set(webhookId, { failures, untilMs: this.#clock.monoMs() + pauseMs });
    // A set that is refused again and again falls behind the others.
    await webhooks.failed(seq, why, this.#isoIn(pauseAfter(tries)));
    this.counts.failed++;
    if (answer === GONE) {
      await webhooks.change(webhookId, { active: false }, this.#isoIn(0), { id: null, role: 'station' });
      this.counts.deactivated++;
    }
    const then = answer === GONE ? 'it is switched off' : `tried again in ${Math.round(pauseMs / 1000)} s`;
    this.#options.logger.warn(`webhook ${new URL(url).host}: ${why}; ${then}`);
  }
}

/** Doubles from try to try, and differs by a fifth, so that many stations don't come back at the same moment. */
export function pauseAfter(tries: number, random = Math.random()): number {
  return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(tries, 20)) * (0.9 + 0.2 * random);
}
