/**
 * Whether this station may speak for a bay, or another one does already under the same site and id. Who comes and finds the bay `online`
 * sends it a `ping`: a station that is there answers. Two that came in the same instant hear each other's messages; then each sends a
 * ping that says since when it speaks, and the later one goes.
 */
import type { Clock } from '../common/clock.ts';

/** The `id` of such a ping: `station <controller> <since, ms>`; without a since it only asks. */
const PING = /^station ([\w-]{1,40}) (\d{1,15})?$/;
/** A station answers within some milliseconds; the rest is for a slow network. */
const ANSWER_MS = 1500;
/** Another client that writes on our topics need not be a station: it is asked no more often. */
const ASK_AGAIN_MS = 10_000;

interface BayClaimOptions {
  /** Of this station. */
  controllerId: string;
  clock: Clock;
  /** Sends `cmd/ping` to the bay with this id. */
  ping(id: string): void;
  /** The bay is ours. */
  onHeld(): void;
  /** Another station has it. */
  onLost(): void;
}

export class BayClaim {
  readonly #options: BayClaimOptions;
  #state: 'none' | 'asking' | 'held' = 'none';
  #isOnline = false;
  #sinceMs = 0;
  #askedAtMs = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: BayClaimOptions) {
    this.#options = options;
  }

  get isHeld(): boolean {
    return this.#state === 'held';
  }

  /** A new connection: what is retained may be another station's. */
  reset(): void {
    clearTimeout(this.#timer);
    this.#state = 'none';
    this.#isOnline = false;
  }

  /** What the broker says of the bay's availability before it is ours. */
  availability(text: string): void {
    this.#isOnline = text === 'online';
  }

  /** What is retained has been heard. */
  begin(): void {
    if (!this.#isOnline) {
      this.#hold();
      return;
    }
    this.#state = 'asking';
    this.#options.ping(`station ${this.#options.controllerId} `);
    this.#timer = setTimeout(() => this.#hold(), ANSWER_MS);
  }

  /** The `id` of a ping, or of its answer, that came in on the bay. @returns whether it was one between stations */
  ping(id: string | null, isAnswer: boolean): boolean {
    const [, controllerId, since] = PING.exec(id ?? '') ?? [];
    if (controllerId === undefined) return false;
    const isOwn = controllerId === this.#options.controllerId;
    if (isAnswer) {
      if (isOwn && this.#state === 'asking') this.#lose();
    } else if (!isOwn && this.#state === 'held' && since !== undefined) this.#compare(controllerId, Number(since));
    // Its own question a station does not answer; another's it does, as any ping.
    return isOwn || isAnswer;
  }

  /** Another client has written on our topics. */
  suspect(): void {
    const nowMs = this.#options.clock.monoMs();
    if (this.#state !== 'held' || nowMs - this.#askedAtMs < ASK_AGAIN_MS) return;
    this.#askedAtMs = nowMs;
    this.#options.ping(`station ${this.#options.controllerId} ${this.#sinceMs}`);
  }

  #compare(otherId: string, otherSinceMs: number): void {
    const isLater =
      this.#sinceMs > otherSinceMs || (this.#sinceMs === otherSinceMs && this.#options.controllerId > otherId);
    if (isLater) this.#lose();
    else this.suspect(); // so that it hears since when we speak
  }

  #hold(): void {
    this.#state = 'held';
    this.#sinceMs = Math.round(this.#options.clock.wallMs());
    this.#options.onHeld();
  }

  #lose(): void {
    this.reset();
    this.#options.onLost();
  }
}
