import { type Clock, systemClock } from '../common/clock.ts';
import { RefusedError } from './refused-error.ts';

/** What did not change, and what another client wrote over, goes out once in so long at most. */
const REPEAT_MS = 1000;
/** A broker that refuses it is asked again: its rights may have been corrected. */
const REFUSED_AGAIN_MS = 30_000;
/** Of what we have sent, so much is known again when the broker sends it back (MQTT 3.1.1 can't leave that out). */
const KNOWN_AGAIN = 8;

interface RetainedTopicOptions {
  /** resolves on the broker's acknowledgement; rejects when the connection is lost or the broker refuses it */
  publish(payload: string): Promise<void>;
  /** of a payload: equal for two that say the same; left out: the payload itself */
  contentOf?(payload: string): string;
  clock?: Pick<Clock, 'monoMs'>;
}

/** The latest message of one retained topic. Only the latest counts: what it replaces before it could be sent is never sent. */
export class RetainedTopic {
  readonly #options: RetainedTopicOptions;
  readonly #clock: Pick<Clock, 'monoMs'>;
  #payload: string | null = null;
  #isDue = false;
  #isBusy = false;
  #isUp = false;
  #repeatTimer: NodeJS.Timeout | undefined;
  #sentAtMs = Number.NEGATIVE_INFINITY;
  readonly #sent: string[] = [];
  published = 0;
  /** times that another client wrote to it, and this was published again */
  reasserted = 0;
  /** The broker refused the latest one; null: it did not. */
  refusal: RefusedError | null = null;

  constructor(options: RetainedTopicOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
  }

  set(payload: string): void {
    const { contentOf = (text) => text } = this.#options;
    const isRepeated = this.#payload !== null && contentOf(this.#payload) === contentOf(payload);
    this.#payload = payload;
    if (isRepeated) this.#repeat();
    else this.#due();
  }

  /** A broker may have lost its retained messages, so they are published again on each connection. */
  connected(): void {
    this.#isUp = true;
    this.#isBusy = false;
    this.refusal = null;
    if (this.#payload !== null) this.#due();
  }

  disconnected(): void {
    this.#isUp = false;
    clearTimeout(this.#repeatTimer);
    this.#repeatTimer = undefined;
  }

  /** Something was published on the topic. @returns whether another client did, because it is none of what was sent */
  heard(payload: string): boolean {
    if (!this.#isUp || this.#payload === null || this.#sent.includes(payload)) return false;
    this.reasserted++;
    this.#repeat();
    return true;
  }

  /** Once more, although nothing changed. */
  again(): void {
    if (this.#payload !== null) this.#repeat();
  }

  #due(): void {
    clearTimeout(this.#repeatTimer);
    this.#repeatTimer = undefined;
    this.#isDue = true;
    this.#flush();
  }

  #repeat(): void {
    const waitMs = this.#sentAtMs + REPEAT_MS - this.#clock.monoMs();
    if (waitMs <= 0) this.#due();
    else this.#repeatTimer ??= setTimeout(() => this.#due(), waitMs);
  }

  #flush(): void {
    if (!this.#isUp || this.#isBusy || !this.#isDue || this.#payload === null) return;
    this.#isBusy = true;
    this.#isDue = false;
    this.#sentAtMs = this.#clock.monoMs();
    this.#sent.push(this.#payload);
    this.#sent.splice(0, this.#sent.length - KNOWN_AGAIN);
    this.#options.publish(this.#payload).then(
      () => {
        this.published++;
        this.refusal = null;
        this.#isBusy = false;
        this.#flush();
      },
      (error: Error) => {
        // The connection is gone, and `connected` sends it again; a broker that refuses it gets the next one.
        this.#isBusy = false;
        if (!(error instanceof RefusedError)) return;
        this.refusal = error;
        this.#repeatTimer ??= setTimeout(() => this.#due(), REFUSED_AGAIN_MS);
        this.#flush();
      },
    );
  }
}
