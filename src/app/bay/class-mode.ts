/** One clock of work and rest on several bays: started by a trainer, shown by each of them, over by itself. */
import type { Clock } from '../../common/clock.ts';
import type { ClassClock, FloorInfo, NewClass } from '../../contracts/class-clock.ts';

/** Time to walk to the bar. */
const LEAD_MS = 10_000;
/** "Done" stays on the screens for so long. */
const DONE_MS = 20_000;

export interface ClassBay {
  config: { id: string };
  showClass(clock: ClassClock | null): void;
}

export class ClassMode {
  readonly #bays: readonly ClassBay[];
  readonly #clock: Clock;
  #now: NonNullable<FloorInfo['class']> | null = null;
  #timer: NodeJS.Timeout | undefined;

  constructor(bays: readonly ClassBay[], clock: Clock) {
    this.#bays = bays;
    this.#clock = clock;
  }

  get now(): FloorInfo['class'] {
    return this.#now;
  }

  /** In the place of the one that goes on. */
  start({ bays, workS, restS, rounds }: NewClass): void {
    const startsAt = new Date(this.#clock.wallMs() + LEAD_MS).toISOString();
    const lastsMs = LEAD_MS + 1000 * (rounds * workS + (rounds - 1) * restS) + DONE_MS;
    this.stop();
    this.#show({ bays, clock: { startsAt, workS, restS, rounds } });
    this.#timer = setTimeout(() => this.stop(), lastsMs);
    this.#timer.unref();
  }

  stop(): void {
    clearTimeout(this.#timer);
    if (this.#now) this.#show(null);
  }

  /** The wall clock was set; the class goes on where it is. */
  rebase(byMs: number): void {
    if (!this.#now) return;
    const { bays, clock } = this.#now;
    this.#show({ bays, clock: { ...clock, startsAt: new Date(Date.parse(clock.startsAt) + byMs).toISOString() } });
  }

  #show(next: NonNullable<FloorInfo['class']> | null): void {
    this.#now = next;
    for (const bay of this.#bays) bay.showClass(next?.bays.includes(bay.config.id) ? next.clock : null);
  }
}
