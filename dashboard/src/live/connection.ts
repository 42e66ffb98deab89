import type { LiveAck, LiveMessage } from '../../../src/contracts/live.ts';
import { whenShown } from './when-shown.ts';

const FIRST_RETRY_MS = 250;
const LAST_RETRY_MS = 4000;
const LOOK_PERIOD_MS = 500;
/**
 * The station says something at least once a second; three times that is a cut. Looks are counted, not seconds: a page that stood
 * still itself finds what has arrived only afterwards.
 */
const SILENT_LOOKS = 7;
/** A station that is starting takes longer to answer at all; who hangs up early only asks it again. */
const CONNECTING_LOOKS = 20;
/** The station starts the browser of a kiosk again when it hears nothing of it for a minute. */
const PAINTED_PERIOD_MS = 10_000;
/** A connection younger than this is no success: without it a failing station is asked without pause. */
const STABLE_MS = 2000;

export type Link = { kind: 'connecting' } | { kind: 'open' } | { kind: 'lost'; lastHeardMs: number | null };

interface LiveConnectionOptions {
  /** Puts it on the page. */
  take: (message: LiveMessage) => void;
  onLink: (link: Link) => void;
  /** The bay on the screen now; null: another page. */
  shownBay: () => string | null;
  /** Left out: the stream of a station. */
  path?: string;
}

/**
 * The live stream of the station. Messages are acknowledged when they were painted: a page that is hidden or slow holds the
 * station back by itself, and gets the newest values when it can show them.
 */
export class LiveConnection {
  readonly #options: LiveConnectionOptions;
  #socket: WebSocket | null = null;
  #retryMs = FIRST_RETRY_MS;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  #openedAtMs = 0;
  #silentLooks = 0;
  #lastHeardMs: number | null = null;
  #takenSeq = 0;
  #isAckDue = false;
  /** A frame was painted since the station last heard so. */
  #hasPainted = false;
  readonly #timers: ReturnType<typeof setInterval>[] = [];
  readonly #ending = new AbortController();

  constructor(options: LiveConnectionOptions) {
    this.#options = options;
  }

  start(): void {
    this.#connect();
    this.#timers.push(setInterval(() => this.#watchSilence(), LOOK_PERIOD_MS));
    // A page that hangs, or is hidden, asks for no frame or gets none.
    const paint = () => requestAnimationFrame(() => (this.#hasPainted = true));
    this.#timers.push(setInterval(paint, PAINTED_PERIOD_MS));
    paint();
    // Both mean that trying again is worth it at once.
    const { signal } = this.#ending;
    addEventListener('online', () => this.retryNow(), { signal });
    const onVisible = () => {
      if (document.visibilityState !== 'visible') return;
      this.#silentLooks = 0;
      this.retryNow();
    };
    document.addEventListener('visibilitychange', onVisible, { signal });
  }

  /** For good: the page shows something else. */
  stop(): void {
    this.#ending.abort();
    clearTimeout(this.#retryTimer);
    for (const timer of this.#timers) clearInterval(timer);
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }

  #connect(): void {
    clearTimeout(this.#retryTimer);
    if (this.#ending.signal.aborted) return;
    const { path = '/api/v1/live' } = this.#options;
    const socket = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}${path}`);
    this.#socket = socket;
    this.#openedAtMs = Date.now();
    this.#silentLooks = 0;
    // What was taken from the last connection means nothing to this one.
    this.#takenSeq = 0;
    socket.onmessage = (event) => {
      if (socket === this.#socket) this.#onMessage(JSON.parse(event.data as string) as LiveMessage);
    };
    socket.onopen = () => {
      if (socket === this.#socket) this.#silentLooks = 0;
    };
    socket.onclose = () => {
      if (socket === this.#socket) this.#onLost();
    };
  }

  #onMessage(message: LiveMessage): void {
    this.#lastHeardMs = Date.now();
    this.#silentLooks = 0;
    if (message.type === 'hello') this.#options.onLink({ kind: 'open' });
    this.#options.take(message);
    this.#takenSeq = message.seq;
    if (this.#isAckDue) return;
    this.#isAckDue = true;
    whenShown(() => this.#acknowledge());
  }

  #acknowledge(): void {
    this.#isAckDue = false;
    const painted = this.#hasPainted && { painted: this.#options.shownBay() };
    const ack: LiveAck = { type: 'ack', seq: this.#takenSeq, ...painted };
    if (this.#socket?.readyState !== WebSocket.OPEN) return;
    this.#socket.send(JSON.stringify(ack));
    this.#hasPainted = false;
  }

  #onLost(): void {
    this.#socket = null;
    this.#options.onLink({ kind: 'lost', lastHeardMs: this.#lastHeardMs });
    if (Date.now() - this.#openedAtMs > STABLE_MS) this.#retryMs = FIRST_RETRY_MS;
    // Spread out, so that the pages of a whole gym don't all come back in the same instant.
    this.#retryTimer = setTimeout(() => this.#connect(), this.#retryMs * (0.75 + Math.random() / 2));
    this.#retryMs = Math.min(this.#retryMs * 2, LAST_RETRY_MS);
  }

  /** Without waiting: something happened that makes another try worth it. */
  retryNow(): void {
    if (this.#socket === null) this.#connect();
  }

  #watchSilence(): void {
    // While something waits to be drawn, the station holds back: its silence says nothing.
    if (this.#isAckDue || document.visibilityState !== 'visible') return;
    const socket = this.#socket;
    const looks = socket?.readyState === WebSocket.CONNECTING ? CONNECTING_LOOKS : SILENT_LOOKS;
    if (!socket || ++this.#silentLooks < looks) return;
    // close() would wait for an answer that can't come.
    socket.onclose = null;
    socket.close();
    this.#onLost();
  }
}
