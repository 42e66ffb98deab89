import type { OutboxTopic } from '../contracts/topics.ts';
import type { Logger } from './logger.ts';

/** What the drain needs of a store. Rows come oldest first and come again until they are reported as delivered. */
export interface OutboxPort {
  pending(bay: string, limit: number): Promise<{ seq: number; topic: OutboxTopic; payload: string }[]>;
  delivered(seqs: number[]): Promise<void>;
}

interface OutboxDrainOptions {
  bay: string;
  outbox: OutboxPort;
  /** resolves on the broker's acknowledgement */
  publish(topic: OutboxTopic, payload: string): Promise<void>;
  logger?: Logger;
}

/** Messages under way at once. They leave in order on one connection, and a new connection begins at the oldest that is not acknowledged. */
const WINDOW = 64;
/** Acknowledged rows are deleted together: on an SD card each deletion is a sync that the next rep would have to wait for. */
const DELETE_AFTER_MS = 250;
const RETRY_MS = 1000;

/** Sends the outbox of one bay: in order, at least once, each row deleted only after the broker has it. */
export class OutboxDrain {
  readonly #options: OutboxDrainOptions;
  /** Rows that have been sent on this connection, or acknowledged and not deleted yet. */
  readonly #rows = new Map<number, 'sent' | 'acknowledged'>();
  /** Sent on an earlier connection without an acknowledgement: they go out a second time. */
  readonly #unconfirmed = new Set<number>();
  #generation = 0;
  #isUp = false;
  #isRunning = false;
  #isWoken = false;
  #isDeletionDue = false;
  #deleteTimer: NodeJS.Timeout | undefined;
  #retryTimer: NodeJS.Timeout | undefined;
  #lastTrouble = '';
  #idleWaiters: (() => void)[] = [];
  published = 0;
  redelivered = 0;
  failures = 0;

  constructor(options: OutboxDrainOptions) {
    this.#options = options;
  }

  get inFlight(): number {
    return [...this.#rows.values()].filter((state) => state === 'sent').length;
  }

  connected(): void {
    this.#isUp = true;
    this.wake();
  }

  /** What was not acknowledged is sent again on the next connection, from the oldest on. */
  disconnected(): void {
    this.#isUp = false;
    this.#generation++;
    for (const [seq, state] of this.#rows) if (state === 'sent') this.#forget(seq);
  }

  wake(): void {
    this.#isWoken = true;
    if (!this.#isRunning) void this.#run();
  }

  /** Sends what is left and deletes what is acknowledged, for at most `timeoutMs`. */
  async settle(timeoutMs: number): Promise<void> {
    this.#isDeletionDue = true;
    const idle = new Promise<void>((resolve) => this.#idleWaiters.push(resolve));
    this.wake();
    let timer: NodeJS.Timeout | undefined;
    await Promise.race([
      idle,
      new Promise<void>((resolve) => {
        timer = setTimeout(resolve, timeoutMs);
      }),
    ]);
    clearTimeout(timer);
    clearTimeout(this.#deleteTimer);
    clearTimeout(this.#retryTimer);
  }

  /** The one loop that asks the store: a row is never read while its deletion is under way. */
  async #run(): Promise<void> {
    this.#isRunning = true;
    try {
      while (this.#isWoken) {
        this.#isWoken = false;
        if (this.#isDeletionDue) await this.#delete();
        if (this.#isUp) await this.#send();
      }
    } catch (error) {
      this.#onTrouble(error as Error);
    }
    this.#isRunning = false;
    if (this.#rows.size === 0 || !this.#isUp) for (const resolve of this.#idleWaiters.splice(0)) resolve();
  }

  async #send(): Promise<void> {
    const { bay, outbox, publish } = this.#options;
    const generation = this.#generation;
    const rows = await outbox.pending(bay, WINDOW);
    if (generation !== this.#generation) return;
    for (const { seq, topic, payload } of rows) {
      if (this.#rows.has(seq)) continue;
      this.#rows.set(seq, 'sent');
      if (this.#unconfirmed.delete(seq)) this.redelivered++;
      publish(topic, payload).then(
        () => this.#onAcknowledged(seq, rows.length === WINDOW),
        (error: Error) => {
          if (generation === this.#generation) this.#onRefused(seq, error);
        },
      );
    }
  }

  #onAcknowledged(seq: number, hasBacklog: boolean): void {
    this.published++;
    this.#lastTrouble = '';
    this.#rows.set(seq, 'acknowledged');
    if (hasBacklog || this.#idleWaiters.length > 0) this.#deleteSoon();
    else this.#deleteTimer ??= setTimeout(() => this.#deleteSoon(), DELETE_AFTER_MS);
  }

  #deleteSoon(): void {
    this.#isDeletionDue = true;
    this.wake();
  }

  async #delete(): Promise<void> {
    clearTimeout(this.#deleteTimer);
    this.#deleteTimer = undefined;
    this.#isDeletionDue = false;
    const seqs = [...this.#rows].filter(([, state]) => state === 'acknowledged').map(([seq]) => seq);
    if (seqs.length === 0) return;
    try {
      await this.#options.outbox.delivered(seqs);
    } catch (error) {
      this.#isDeletionDue = true;
      throw error;
    }
    for (const seq of seqs) this.#rows.delete(seq);
  }

  #onRefused(seq: number, error: Error): void {
    this.#forget(seq);
    this.#onTrouble(error);
  }

  #forget(seq: number): void {
    this.#rows.delete(seq);
    this.#unconfirmed.add(seq);
  }

  #onTrouble(error: Error): void {
    this.failures++;
    if (error.message !== this.#lastTrouble)
      this.#options.logger?.warn(`events of ${this.#options.bay} wait in the outbox: ${error.message}`);
    this.#lastTrouble = error.message;
    clearTimeout(this.#retryTimer);
    this.#retryTimer = setTimeout(() => this.wake(), RETRY_MS);
  }
}
