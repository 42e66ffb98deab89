/** Shows the hub what happens at the bays while someone watches there, and nothing else: at most four times a second, once a second without an event. */
import type { Clock } from '../../common/clock.ts';
import type { Watch } from '../../contracts/hub-live.ts';
import type { BaySnapshot, LiveEvent, LiveFrame } from '../../contracts/live.ts';
import { anonymiseSnapshot } from '../../web/index.ts';
import type { LiveLink } from './live-link.ts';

const EVENT_GAP_MS = 250;
const FRAME_GAP_MS = 1000;
const RETRY_MS = 2000;
/** Who was asked for is asked again after this. */
const KNOWN_MS = 60_000;
const MAX_KNOWN = 200;

export interface LiveListener {
  frame(frame: LiveFrame): void;
  event(bay: string, event: LiveEvent): void;
}

interface LiveSenderOptions {
  snapshots: () => BaySnapshot[];
  subscribe: (listener: LiveListener) => () => void;
  /** Whether the hub may know this member. */
  agrees: (memberId: string) => Promise<boolean>;
  /** @param onAsked all bays are wanted */
  link: (onAsked: () => void) => Pick<LiveLink, 'isReady' | 'open' | 'send' | 'leave' | 'stop'>;
  clock: Clock;
}

export class LiveSender {
  readonly #options: LiveSenderOptions;
  readonly #agreed = new Map<string, { agrees: boolean; atMs: number }>();
  readonly #changed = new Set<string>();
  readonly #frames = new Map<string, LiveFrame>();
  #expiry: NodeJS.Timeout | undefined;
  readonly #link: ReturnType<LiveSenderOptions['link']>;
  #unsubscribe: (() => void) | null = null;
  #timer: NodeJS.Timeout | undefined;
  #dueMs = Number.POSITIVE_INFINITY;
  #sentMs = Number.NEGATIVE_INFINITY;
  #isSending = false;
  readonly state = { posts: 0, failed: 0, watches: 0 };

  constructor(options: LiveSenderOptions) {
    this.#options = options;
    this.#link = options.link(() => this.#showAll());
  }

  /** Null: no one does. */
  watch(watch: Watch | null): void {
    if (!watch?.broker) {
      this.#end();
      return;
    }
    const { subscribe } = this.#options;
    clearTimeout(this.#expiry);
    this.#expiry = setTimeout(() => this.#end(), watch.forMs).unref();
    this.#link.open(watch.broker);
    if (this.#unsubscribe) return;
    this.state.watches++;
    this.#unsubscribe = subscribe({
      frame: (frame) => {
        this.#frames.set(frame.bay, frame);
        this.#plan(FRAME_GAP_MS);
      },
      event: (bay) => {
        this.#changed.add(bay);
        this.#plan(EVENT_GAP_MS);
      },
    });
    this.#showAll();
  }

  async stop(): Promise<void> {
    this.#end();
    await this.#link.stop();
  }

  /** They are shown once there is a connection. */
  #showAll(): void {
    for (const { state } of this.#options.snapshots()) this.#changed.add(state.bay);
    this.#plan(EVENT_GAP_MS);
  }

  #end(): void {
    if (!this.#unsubscribe) return;
    this.#unsubscribe();
    this.#unsubscribe = null;
    this.#link.leave();
    clearTimeout(this.#expiry);
    clearTimeout(this.#timer);
    this.#dueMs = Number.POSITIVE_INFINITY;
    this.#changed.clear();
    this.#frames.clear();
  }

  /** No sooner than that after the last one. */
  #plan(gapMs: number): void {
    if (this.#isSending || !this.#unsubscribe || !this.#link.isReady) return;
    const nowMs = this.#options.clock.monoMs();
    const dueMs = Math.max(nowMs, this.#sentMs + gapMs);
    if (dueMs >= this.#dueMs) return;
    this.#dueMs = dueMs;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#send(), dueMs - nowMs);
  }

  async #send(): Promise<void> {
    const { clock, snapshots } = this.#options;
    this.#dueMs = Number.POSITIVE_INFINITY;
    this.#isSending = true;
    this.#sentMs = clock.monoMs();
    const changed = new Set(this.#changed);
    const frames = [...this.#frames.values()].filter(({ bay }) => !changed.has(bay));
    this.#changed.clear();
    this.#frames.clear();
    const own = snapshots().filter(({ state }) => changed.has(state.bay));
    const bays = await Promise.all(own.map((one) => this.#shown(one)));
    const isSent = this.#link.send({ bays, frames });
    this.#isSending = false;
    if (isSent) this.state.posts++;
    else {
      this.state.failed++;
      for (const bay of changed) this.#changed.add(bay);
    }
    if (!isSent || this.#changed.size > 0) this.#plan(isSent ? EVENT_GAP_MS : RETRY_MS);
    else if (this.#frames.size > 0) this.#plan(FRAME_GAP_MS);
  }

  /** Without whom it is about; the alias of who agreed to be known in other gyms, and on screens, stays. */
  async #shown(snapshot: BaySnapshot): Promise<BaySnapshot> {
    const { memberId, alias } = snapshot.session;
    const shown = anonymiseSnapshot(snapshot);
    const isKnown = memberId !== null && alias !== null && (await this.#agrees(memberId));
    return isKnown ? shown : { ...shown, session: { ...shown.session, alias: null } };
  }

  async #agrees(memberId: string): Promise<boolean> {
    const nowMs = this.#options.clock.monoMs();
    const known = this.#agreed.get(memberId);
    if (known && nowMs - known.atMs < KNOWN_MS) return known.agrees;
    const agrees = await this.#options.agrees(memberId).catch(() => false);
    this.#agreed.delete(memberId);
    this.#agreed.set(memberId, { agrees, atMs: nowMs });
    if (this.#agreed.size > MAX_KNOWN) this.#agreed.delete(this.#agreed.keys().next().value as string);
    return agrees;
  }
}
