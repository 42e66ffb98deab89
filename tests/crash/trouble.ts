/** What else goes wrong in a run before the station is killed. */
import { setTimeout as delay } from 'node:timers/promises';
import { type EmbeddedBroker, startEmbeddedBroker } from '../../src/mqtt/index.ts';
import type { BadDisk } from '../support/bad-disk.ts';
import type { BusyGym } from './busy-gym.ts';

const TROUBLES = ['none', 'slow disk', 'full disk', 'wrong clock', 'broker away'] as const;
export type Trouble = (typeof TROUBLES)[number];

const SLOWEST_SYNC_MS = 500;
const LONGEST_FULL_MS = 2000;
const LONGEST_AWAY_MS = 2000;
/** Runs one after another never show the same time by two clocks. */
const SMALLEST_STEP_MS = 180_000;
const LARGEST_STEP_MS = 600_000;

/** A broker that is not the station's own: it comes and goes on its port. */
export class PassingBroker {
  #broker: EmbeddedBroker;
  readonly #port: number;

  private constructor(broker: EmbeddedBroker) {
    this.#broker = broker;
    this.#port = Number(new URL(broker.url).port);
  }

  static async start(): Promise<PassingBroker> {
    return new PassingBroker(await startEmbeddedBroker({ host: '127.0.0.1', port: 0 }));
  }

  get url(): string {
    return this.#broker.url;
  }

  async goAwayFor(ms: number): Promise<void> {
    await this.#broker.stop();
    await delay(ms);
    this.#broker = await startEmbeddedBroker({ host: '127.0.0.1', port: this.#port });
  }

  stop(): Promise<void> {
    return this.#broker.stop();
  }
}

export class Troubles {
  readonly #disk: BadDisk | null;
  readonly #broker: PassingBroker | null;
  #aheadMs = 0;
  readonly counts: Record<Trouble, number> = {
    none: 0,
    'slow disk': 0,
    'full disk': 0,
    'wrong clock': 0,
    'broker away': 0,
  };

  constructor({ disk, broker }: { disk: BadDisk | null; broker: PassingBroker | null }) {
    this.#disk = disk;
    this.#broker = broker;
  }

  /** Before the start of a run: the clock of a computer without its own may be wrong, and is set later. */
  choose(): Trouble {
    const possible = TROUBLES.filter((trouble) =>
      trouble === 'none' ? true : trouble === 'broker away' ? this.#broker : this.#disk,
    );
    const trouble = possible[Math.floor(Math.random() * possible.length)]!;
    this.counts[trouble]++;
    this.#disk?.set({ syncMs: 0, isFull: 0 });
    this.#setClock(trouble === 'wrong clock' && Math.random() < 0.5 ? step() : 0);
    return trouble;
  }

  /** Once the run has something to lose. */
  async make(trouble: Trouble, gym: BusyGym): Promise<void> {
    if (trouble === 'slow disk') this.#disk!.set({ syncMs: Math.random() * SLOWEST_SYNC_MS });
    if (trouble === 'wrong clock') this.#setClock(this.#aheadMs === 0 ? step() : 0);
    if (trouble === 'broker away') await this.#broker!.goAwayFor(Math.random() * LONGEST_AWAY_MS);
    if (trouble !== 'full disk') return;
    this.#disk!.set({ isFull: 1 });
    if (Math.random() < 0.5) gym.endSets();
    await delay(Math.random() * LONGEST_FULL_MS);
    this.#disk!.set({ isFull: 0 });
    // Until then MQTT is served from memory, as the README says, and a kill would lose what it was told.
    await gym.untilStored();
  }

  #setClock(aheadMs: number): void {
    this.#aheadMs = aheadMs;
    this.#disk?.set({ clockMs: aheadMs });
  }
}

const step = () =>
  Math.sign(Math.random() - 0.5) * (SMALLEST_STEP_MS + Math.random() * (LARGEST_STEP_MS - SMALLEST_STEP_MS));
