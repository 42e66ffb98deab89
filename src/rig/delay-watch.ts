/** A sample is late when it took this much longer than the fastest one of late. */
const LATE_AFTER_MS = 50;

/** Long enough to hold a prompt sample, short enough that clock drift (0.5 % at worst) stays below the limit. */
const WINDOW_MS = 2_000;

/**
 * Measures how much later than usual samples arrive. The two clocks have no common zero, so the smallest difference
 * seen in the last one to two windows stands for "no delay".
 */
export class DelayWatch {
  late = 0;
  worstMs = 0;
  #lastAtUs: number | null = null;
  #deviceMs = 0;
  #windowEndMs = 0;
  #smallestMs = Number.POSITIVE_INFINITY;
  #smallestBeforeMs = Number.POSITIVE_INFINITY;

  restart(): void {
    this.#lastAtUs = null;
    this.#smallestMs = this.#smallestBeforeMs = Number.POSITIVE_INFINITY;
  }

  /** @param atUs u32 of the board's clock, @param hostMs arrival. */
  observe(atUs: number, hostMs: number): void {
    if (this.#lastAtUs !== null) this.#deviceMs += ((atUs - this.#lastAtUs) >>> 0) / 1000;
    this.#lastAtUs = atUs;
    const differenceMs = hostMs - this.#deviceMs;
    if (hostMs >= this.#windowEndMs) {
      this.#windowEndMs = hostMs + WINDOW_MS;
      this.#smallestBeforeMs = this.#smallestMs;
      this.#smallestMs = Number.POSITIVE_INFINITY;
    }
    this.#smallestMs = Math.min(this.#smallestMs, differenceMs);
    const delayMs = differenceMs - Math.min(this.#smallestMs, this.#smallestBeforeMs);
    if (delayMs > this.worstMs) this.worstMs = delayMs;
    if (delayMs > LATE_AFTER_MS) this.late++;
  }
}
