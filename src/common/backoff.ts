interface BackoffOptions {
  firstMs: number;
  longestMs: number;
  /** From 0 to 1; left out: no jitter. */
  random?: () => number;
}

/** How long to wait before the next try: doubles with every failure, up to a limit. */
export class Backoff {
  readonly #options: BackoffOptions;
  #nextMs: number;

  constructor(options: BackoffOptions) {
    this.#options = options;
    this.#nextMs = options.firstMs;
  }

  /** With jitter between half of the delay and all of it, so that those who failed together do not try again together. */
  next(): number {
    const { longestMs, random = () => 1 } = this.#options;
    const delayMs = this.#nextMs;
    this.#nextMs = Math.min(2 * delayMs, longestMs);
    return (delayMs * (1 + random())) / 2;
  }

  reset(): void {
    this.#nextMs = this.#options.firstMs;
  }
}
