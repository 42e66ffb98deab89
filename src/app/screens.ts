/** The screens that show the station: each page says which bay it shows, once in ten seconds, after it was painted. */
import type { Clock } from '../common/clock.ts';
import type { Painted } from '../web/index.ts';

/** Three signs of life. */
const SHOWN_MS = 30_000;
/** Remembered at once, far more than a station may have connections; the one that was painted the longest ago goes. */
export const MAX_SCREENS = 1000;

export class Screens {
  readonly #clock: Clock;
  readonly #painted = new Map<string, { bay: string | null; atMs: number }>();
  /** Of the browser of this machine, on the monotonic axis; null: not since the start. */
  ownPaintedMs: number | null = null;
  /** Signs of life of screens beyond the limit: they count for no bay. */
  dropped = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  painted({ screen, bay, isOwn }: Painted): void {
    const atMs = this.#clock.monoMs();
    this.#painted.delete(screen);
    this.#painted.set(screen, { bay, atMs });
    if (isOwn) this.ownPaintedMs = atMs;
    this.#forget();
    if (this.#painted.size <= MAX_SCREENS) return;
    this.#painted.delete(this.#painted.keys().next().value as string);
    this.dropped++;
  }

  /** Screens that show this bay now; null: the floor, or any other page. */
  count(bay: string | null): number {
    this.#forget();
    return [...this.#painted.values()].filter((one) => one.bay === bay).length;
  }

  #forget(): void {
    const since = this.#clock.monoMs() - SHOWN_MS;
    for (const [screen, { atMs }] of this.#painted) if (atMs < since) this.#painted.delete(screen);
  }
}
