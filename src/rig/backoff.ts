const FIRST_MS = 250;
const LONGEST_MS = 5_000;

/** How long to wait before the next try: doubles with every failure, begins anew after a good while. */
export class Backoff {
  #nextMs = FIRST_MS;

  next(): number {
    const delayMs = this.#nextMs;
    this.#nextMs = Math.min(2 * delayMs, LONGEST_MS);
    return delayMs;
  }

  reset(): void {
    this.#nextMs = FIRST_MS;
  }
}
