import { type Clock, systemClock } from '../common/clock.ts';
import type { OutboxTopic } from '../contracts/topics.ts';
import type { Logger } from './logger.ts';
import { RefusedError } from './refused-error.ts';

/** Where events come from until they are reported as delivered. */
export interface OutboxPort {
  /** Oldest first, beginning behind `afterSeq`. What waits outside of the database has negative numbers and comes whatever `afterSeq` is. */
  pending(bay: string, limit: number, afterSeq?: number): Promise<OutboxRow[]>;
  delivered(seqs: number[]): Promise<void>;
  /** The highest number; 0: there is none. */
  newest(bay: string): Promise<number>;
}

interface OutboxRow {
  seq: number;
  topic: OutboxTopic;
  payload: string;
}

interface OutboxDrainOptions {
  bay: string;
  outbox: OutboxPort;
  /** resolves on the broker's acknowledgement */
  publish(topic: OutboxTopic, payload: string): Promise<void>;
  /** What waited when the connection came goes out no faster. */
  backlogRateHz?: number;
  clock?: Pick<Clock, 'monoMs'>;
  logger?: Logger;
}

/** Messages in flight at once. They leave in order on one connection, and a new connection begins at the oldest that is not acknowledged. */
const WINDOW = 64;
/** Of a long backlog: a new event has to wait for these at most. */
const BACKLOG_WINDOW = 16;
/** So many of it at once, so that the store isn't asked for each. */
const BACKLOG_SHARE = 8;
/** Below the 250 packets a second that the embedded broker takes from one client, so that there is room for what is new. */
const BACKLOG_RATE_HZ = 200;
/** Acknowledged rows are deleted together: on an SD card each deletion is a sync that the next rep would have to wait for. */
const DELETE_AFTER_MS = 250;
const RETRY_MS = 1000;
const SLOWEST_RETRY_MS = 60_000;

type Lane = 'new' | 'backlog';
interface Sent {
  lane: Lane;
  state: 'sent' | 'acknowledged';
}

/**
 * Sends the outbox of one bay, at least once, each row deleted only after the broker has it. What is new goes first; what waited when the
 * connection came goes beside it, each in its order. A backlog of less than a window goes before new messages: that delays none.
 */
export class OutboxDrain {
  readonly #options: OutboxDrainOptions;
  readonly #backlogRateHz: number;
  readonly #clock: Pick<Clock, 'monoMs'>;
  /** Rows that have been sent on this connection, or acknowledged and not deleted yet. */
  readonly #rows = new Map<number, Sent>();
  /** Sent on an earlier connection without an acknowledgement: they go out a second time. */
  readonly #unconfirmed = new Set<number>();
  /** Topics that the broker refuses: their rows wait for the next try. */
  readonly #held = new Set<OutboxTopic>();
  /** The highest number that each lane has looked at. */
  #looked: Record<Lane, number> = { new: 0, backlog: 0 };
  /** The backlog ends with this number; null: not known yet on this connection. */
  #backlogEnd: number | null = null;
  #tokens = BACKLOG_WINDOW;
  #tokensAtMs: number;
  #generation = 0;
  #isUp = false;
  #isRunning = false;
  #isWoken = false;
  #isDeletionDue = false;
  #deleteTimer: NodeJS.Timeout | undefined;
  #retryTimer: NodeJS.Timeout | undefined;
  #paceTimer: NodeJS.Timeout | undefined;
  #retryMs = RETRY_MS;
  #lastTrouble = '';
  /** Until one of this topic is taken, the tries come slower and slower. */
  #lastRefused: OutboxTopic | null = null;
  #idleWaiters: (() => void)[] = [];
  published = 0;
  redelivered = 0;
  failures = 0;
  /** times that the broker refused an event; it stays in the outbox */
  refused = 0;

  constructor(options: OutboxDrainOptions) {
    this.#options = options;
    this.#backlogRateHz = options.backlogRateHz ?? BACKLOG_RATE_HZ;
    this.#clock = options.clock ?? systemClock;
    this.#tokensAtMs = this.#clock.monoMs();
  }

  get inFlight(): number {
    return this.#underWay('new') + this.#underWay('backlog');
  }

  /** Why the broker refuses events; empty: it does not. */
  get refusal(): string {
    return this.#lastRefused === null ? '' : this.#lastTrouble;
  }

  connected(): void {
    this.#isUp = true;
    this.#lastRefused = null;
    this.#retryMs = RETRY_MS;
    this.#beginAtOldest();
    this.wake();
  }

  /** What was not acknowledged is sent again on the next connection, from the oldest on. */
  disconnected(): void {
    this.#isUp = false;
    this.#generation++;
    this.#held.clear();
    for (const [seq, { state }] of this.#rows) if (state === 'sent') this.#forget(seq);
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
    for (const one of [timer, this.#deleteTimer, this.#retryTimer, this.#paceTimer]) clearTimeout(one);
  }

  #underWay(lane: Lane): number {
    let count = 0;
    for (const sent of this.#rows.values()) if (sent.lane === lane && sent.state === 'sent') count++;
    return count;
  }

  #beginAtOldest(): void {
    this.#looked = { new: 0, backlog: 0 };
    this.#backlogEnd = null;
  }

  /** The one loop that asks the store: a row is never read while it is being deleted. */
  async #run(): Promise<void> {
    this.#isRunning = true;
    try {
      while (this.#isWoken) {
        this.#isWoken = false;
        if (this.#isDeletionDue) await this.#delete();
        if (this.#isUp) await this.#findBacklog();
        if (this.#isUp) await this.#send('new', WINDOW - this.#underWay('new'));
        if (this.#isUp) await this.#send('backlog', this.#backlogRoom());
      }
    } catch (error) {
      this.#onTrouble(error as Error);
    }
    this.#isRunning = false;
    this.#pace();
    if (this.#rows.size === 0 || !this.#isUp) for (const resolve of this.#idleWaiters.splice(0)) resolve();
  }

  /** Where the backlog ends, once on each connection. */
  async #findBacklog(): Promise<void> {
    if (this.#backlogEnd !== null) return;
    const { bay, outbox } = this.#options;
    const generation = this.#generation;
    const oldest = await outbox.pending(bay, WINDOW);
    const end = oldest.length < WINDOW ? 0 : await outbox.newest(bay);
    if (generation !== this.#generation) return;
    this.#backlogEnd = end;
    this.#looked.new = end;
  }

  async #send(lane: Lane, room: number): Promise<void> {
    const end = lane === 'new' ? Number.POSITIVE_INFINITY : (this.#backlogEnd ?? 0);
    const after = this.#looked[lane];
    if (room <= 0 || after >= end) return;
    const { bay, outbox } = this.#options;
    const generation = this.#generation;
    const read = await outbox.pending(bay, room + this.#rows.size, after);
    if (generation !== this.#generation || after !== this.#looked[lane]) return;
    if (lane === 'backlog' && read.length === 0) this.#looked.backlog = end;
    let left = room;
    for (const row of read) {
      if (row.seq > end || (lane === 'backlog' && row.seq < 0)) {
        this.#looked.backlog = end;
        return;
      }
      if (left === 0) return;
      this.#looked[lane] = Math.max(this.#looked[lane], row.seq);
      if (this.#rows.has(row.seq) || this.#held.has(row.topic)) continue;
      left--;
      if (lane === 'backlog') this.#tokens--;
      this.#publish(row, lane);
    }
  }

  #publish({ seq, topic, payload }: OutboxRow, lane: Lane): void {
    const generation = this.#generation;
    this.#rows.set(seq, { lane, state: 'sent' });
    if (this.#unconfirmed.delete(seq)) this.redelivered++;
    this.#options.publish(topic, payload).then(
      () => this.#onAcknowledged(seq, lane, topic),
      (error: Error) => {
        if (generation === this.#generation) this.#onRefused(seq, topic, error);
      },
    );
  }

  /** How many of the backlog may go now. */
  #backlogRoom(): number {
    const nowMs = this.#clock.monoMs();
    const earned = ((nowMs - this.#tokensAtMs) / 1000) * this.#backlogRateHz;
    this.#tokens = Math.min(BACKLOG_WINDOW, this.#tokens + earned);
    this.#tokensAtMs = nowMs;
    const room = Math.min(Math.floor(this.#tokens), BACKLOG_WINDOW - this.#underWay('backlog'));
    return room < BACKLOG_SHARE ? 0 : room;
  }

  /** Looks at the backlog again when more of it may go. */
  #pace(): void {
    if (!this.#isUp || this.#looked.backlog >= (this.#backlogEnd ?? 0)) return;
    clearTimeout(this.#paceTimer);
    this.#paceTimer = setTimeout(() => this.wake(), (BACKLOG_SHARE * 1000) / this.#backlogRateHz);
  }

  #onAcknowledged(seq: number, lane: Lane, topic: OutboxTopic): void {
    this.published++;
    if (this.#lastRefused === null || this.#lastRefused === topic) {
      this.#lastTrouble = '';
      this.#lastRefused = null;
      this.#retryMs = RETRY_MS;
    }
    this.#rows.set(seq, { lane, state: 'acknowledged' });
    if (this.#idleWaiters.length > 0) this.#deleteSoon();
    else this.#deleteTimer ??= setTimeout(() => this.#deleteSoon(), DELETE_AFTER_MS);
    this.wake();
  }

  #deleteSoon(): void {
    this.#isDeletionDue = true;
    this.wake();
  }

  async #delete(): Promise<void> {
    clearTimeout(this.#deleteTimer);
    this.#deleteTimer = undefined;
    this.#isDeletionDue = false;
    const seqs = [...this.#rows].filter(([, { state }]) => state === 'acknowledged').map(([seq]) => seq);
    if (seqs.length === 0) return;
    try {
      await this.#options.outbox.delivered(seqs);
    } catch (error) {
      this.#isDeletionDue = true;
      throw error;
    }
    for (const seq of seqs) this.#rows.delete(seq);
  }

  #onRefused(seq: number, topic: OutboxTopic, error: Error): void {
    this.#forget(seq);
    if (error instanceof RefusedError) {
      this.refused++;
      this.#lastRefused = topic;
      if (!error.isOfOneMessage) this.#held.add(topic);
    }
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
    if (this.#retryTimer) return;
    this.#retryTimer = setTimeout(() => this.#retry(), this.#retryMs);
    if (this.#lastRefused !== null) this.#retryMs = Math.min(this.#retryMs * 2, SLOWEST_RETRY_MS);
  }

  #retry(): void {
    this.#retryTimer = undefined;
    this.#held.clear();
    this.#beginAtOldest();
    this.wake();
  }
}
