import type { WebSocket } from '@fastify/websocket';
import { Compile } from 'typebox/compile';
import { systemClock } from '../common/clock.ts';
import { once } from '../common/once.ts';
import { type BaySnapshot, LiveAck, type LiveEvent, type LiveFrame, LiveMessage } from '../contracts/live.ts';
import { declared } from './declared.ts';
import { LiveQueue, type LiveQueueOptions } from './live-queue.ts';

/** What it counts; those of Prometheus have more. */
interface LiveCounters {
  liveMessages: { inc(): void };
  liveMissedFrames: { inc(howMany: number): void };
  liveMissedEvents: { inc(howMany: number): void };
  liveDropped: { inc(labels: { why: 'bad-message' | 'no-pong' }): void };
}

const ackSchema = once(() => Compile(LiveAck));
/** Close codes of RFC 6455. */
const POLICY_VIOLATION = 1008;

/** One live page: its queue, its socket and the timers between them. */
export class LiveClient {
  readonly #socket: WebSocket;
  readonly #queue: LiveQueue;
  readonly #metrics: LiveCounters;
  readonly #pingTimer: NodeJS.Timeout;
  #sendTimer: NodeJS.Timeout | undefined;
  #alive = true;

  /** The page was painted, and shows this bay; null: another page. */
  onPainted: (bay: string | null) => void = () => undefined;

  /** Starts sending at once. A page that answers no ping for `pingPeriodMs` is cut off. */
  constructor(socket: WebSocket, options: LiveQueueOptions, metrics: LiveCounters, pingPeriodMs: number) {
    this.#socket = socket;
    this.#queue = new LiveQueue(options);
    this.#metrics = metrics;
    socket.on('message', (data, isBinary) => this.#onMessage(isBinary ? null : String(data)));
    socket.on('pong', () => (this.#alive = true));
    this.#pingTimer = setInterval(() => this.#ping(), pingPeriodMs);
    this.#pump();
  }

  frame(frame: LiveFrame): void {
    this.#queue.offerFrame(frame);
    this.#pump();
  }

  /** What is new of several bays, in few messages. */
  news(bays: readonly BaySnapshot[], frames: readonly LiveFrame[]): void {
    for (const bay of bays) this.#queue.offerBay(bay);
    for (const frame of frames) this.#queue.offerFrame(frame);
    this.#pump();
  }

  event(event: LiveEvent): void {
    this.#queue.offerEvent(event);
    this.#pump();
  }

  /** What this client may see has changed: it gets a fresh snapshot. */
  restart(): void {
    this.#queue.restart();
    this.#pump();
  }

  close(code: number, reason: string): void {
    this.#socket.close(code, reason);
  }

  stop(): void {
    clearTimeout(this.#sendTimer);
    clearInterval(this.#pingTimer);
  }

  /** Sends whatever is due and sets a timer for what is not. */
  #pump(): void {
    clearTimeout(this.#sendTimer);
    this.#sendTimer = undefined;
    while (this.#socket.readyState === this.#socket.OPEN) {
      const step = this.#queue.next(systemClock.monoMs());
      if (step.kind === 'behind') return;
      if (step.kind === 'wait') {
        this.#sendTimer = setTimeout(() => this.#pump(), Math.ceil(step.delayMs));
        return;
      }
      const { message } = step;
      this.#metrics.liveMessages.inc();
      if (message.type === 'frames' && message.missedFrames > 0)
        this.#metrics.liveMissedFrames.inc(message.missedFrames);
      if (message.type === 'hello' && message.missedEvents > 0)
        this.#metrics.liveMissedEvents.inc(message.missedEvents);
      this.#socket.send(JSON.stringify(declared(message, LiveMessage)));
    }
  }

  #onMessage(text: string | null): void {
    const ack = text === null ? null : ackOf(text);
    if (ack !== null && this.#queue.ack(ack.seq)) {
      if (ack.painted !== undefined) this.onPainted(ack.painted);
      this.#pump();
      return;
    }
    this.#metrics.liveDropped.inc({ why: 'bad-message' });
    this.#socket.close(POLICY_VIOLATION, 'Send {"type":"ack","seq":N} with the seq of a message you got.');
  }

  #ping(): void {
    if (this.#alive) {
      this.#alive = false;
      this.#socket.ping();
      return;
    }
    this.#metrics.liveDropped.inc({ why: 'no-pong' });
    this.#socket.terminate();
  }
}

function ackOf(text: string): LiveAck | null {
  try {
    const value: unknown = JSON.parse(text);
    return ackSchema().Check(value) ? value : null;
  } catch {
    return null;
  }
}
