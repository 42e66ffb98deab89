import type { BaySnapshot, LiveEvent, LiveFrame, LiveMessage } from '../contracts/live.ts';

/** Messages a client may leave unacknowledged; small, so that what it draws is never old. */
export const MAX_UNACKED_MESSAGES = 4;
/** Events kept for a client that is behind; a whole set of one bay has fewer than 100. */
export const MAX_QUEUED_EVENTS = 256;
/** Frames to one client are at least this far apart: no screen shows more than 60 a second. */
export const FRAME_PERIOD_MS = 16;
/** An empty `frames` message goes out when nothing else did for this long, so that a page can distinguish silence from a lost connection. */
export const HEARTBEAT_MS = 1000;

type LiveQueueStep =
  | { kind: 'send'; message: LiveMessage }
  /** Nothing to send before `delayMs` have passed, unless something is offered or acknowledged. */
  | { kind: 'wait'; delayMs: number }
  /** Nothing to send until the client acknowledges. */
  | { kind: 'behind' };

export interface LiveQueueOptions {
  serverVersion: string;
  /** The bays of this client as they are now. */
  snapshot: () => BaySnapshot[];
}

/**
 * The messages pending for one live client. No clock and no socket: time comes in as `nowMs`, messages come out of `next`.
 *
 * Events leave in order, each once, or a fresh `hello` with `missedEvents` stands for all of them. Of the frames only the
 * newest of each bay is kept; every frame offered is either sent or counted in some `missedFrames`.
 */
export class LiveQueue {
  readonly #options: LiveQueueOptions;
  #seq = 0;
  #ackedSeq = 0;
  #helloDue = true;
  #events: LiveEvent[] = [];
  readonly #bays = new Map<string, BaySnapshot>();
  readonly #frames = new Map<string, LiveFrame>();
  #missedEvents = 0;
  #missedFrames = 0;
  #lastFramesAtMs = Number.NEGATIVE_INFINITY;
  #lastSentAtMs = Number.NEGATIVE_INFINITY;

  constructor(options: LiveQueueOptions) {
    this.#options = options;
  }

  offerFrame(frame: LiveFrame): void {
    if (this.#frames.has(frame.bay)) this.#missedFrames += 1;
    this.#frames.set(frame.bay, frame);
  }

  offerEvent(event: LiveEvent): void {
    if (this.#helloDue) {
      this.#missedEvents += 1;
      return;
    }
    this.#events.push(event);
    if (this.#events.length <= MAX_QUEUED_EVENTS) return;
    this.#missedEvents += this.#events.length;
    this.#events = [];
    this.#helloDue = true;
  }

  /** Something happened in this bay; the newest snapshot stands for those before it, and for a frame that waits. */
  offerBay(snapshot: BaySnapshot): void {
    if (this.#helloDue) return;
    const { bay } = snapshot.state;
    this.#bays.set(bay, snapshot);
    if (this.#frames.delete(bay)) this.#missedFrames += 1;
  }

  /** What this client may see has changed: a fresh snapshot stands for everything that waits. */
  restart(): void {
    this.#missedEvents += this.#events.length;
    this.#events = [];
    this.#helloDue = true;
  }

  /** Returns false for a number that was never sent: the client is broken. */
  ack(seq: number): boolean {
    if (!Number.isInteger(seq) || seq < 0 || seq > this.#seq) return false;
    this.#ackedSeq = Math.max(this.#ackedSeq, seq);
    return true;
  }

  /** The next step at `nowMs` (any clock that only rises). Call again after each `send`. */
  next(nowMs: number): LiveQueueStep {
    if (this.#seq - this.#ackedSeq >= MAX_UNACKED_MESSAGES) return { kind: 'behind' };
    if (this.#helloDue) return this.#send(nowMs, this.#hello());
    const event = this.#events.shift();
    if (event) return this.#send(nowMs, { type: 'event', seq: this.#seq + 1, event });
    if (this.#bays.size > 0) return this.#send(nowMs, this.#takeBays());
    const untilMs = this.#frames.size > 0 ? this.#lastFramesAtMs + FRAME_PERIOD_MS : this.#lastSentAtMs + HEARTBEAT_MS;
    if (nowMs < untilMs) return { kind: 'wait', delayMs: untilMs - nowMs };
    this.#lastFramesAtMs = nowMs;
    return this.#send(nowMs, this.#takeFrames());
  }

  #send(nowMs: number, message: LiveMessage): LiveQueueStep {
    this.#seq = message.seq;
    this.#lastSentAtMs = nowMs;
    return { kind: 'send', message };
  }

  #hello(): LiveMessage {
    // The snapshot is at least as new as any frame that waits.
    this.#missedFrames += this.#frames.size;
    this.#frames.clear();
    this.#bays.clear();
    const missedEvents = this.#missedEvents;
    this.#missedEvents = 0;
    this.#helloDue = false;
    const { serverVersion, snapshot } = this.#options;
    return { type: 'hello', seq: this.#seq + 1, serverVersion, missedEvents, bays: snapshot() };
  }

  #takeBays(): LiveMessage {
    const bays = [...this.#bays.values()];
    this.#bays.clear();
    return { type: 'bays', seq: this.#seq + 1, bays };
  }

  #takeFrames(): LiveMessage {
    const frames = [...this.#frames.values()];
    const missedFrames = this.#missedFrames;
    this.#frames.clear();
    this.#missedFrames = 0;
    return { type: 'frames', seq: this.#seq + 1, missedFrames, frames };
  }
}
