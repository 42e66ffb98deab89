/** What every part that measures by itself has in common: a clock of its own, noise, and a log of what it converted. */
import type { Board } from '../board.ts';
import { createRandom } from './random.ts';

export interface Conversion {
  /** Board time of the conversion's end, µs. */
  atUs: number;
  raw: number;
}

export interface ConverterOptions {
  /** The quantity in the part's raw unit, by board time in seconds. */
  value: (timeS: number) => number;
  /** Standard deviation of the noise, raw units. */
  noise?: number;
  /** How much faster the part's own oscillator runs than it should. */
  clockPpm?: number;
  seed?: number;
}

export class Converter {
  /** Every conversion the board could have fetched, oldest first. */
  readonly conversions: Conversion[] = [];
  value: (timeS: number) => number;
  protected readonly board: Board;
  readonly #noise: number;
  readonly #rateFactor: number;
  readonly #random: ReturnType<typeof createRandom>;
  #run = 0;

  constructor(board: Board, { value, noise = 0, clockPpm = 0, seed = 1 }: ConverterOptions) {
    this.board = board;
    this.value = value;
    this.#noise = noise;
    this.#rateFactor = 1 + clockPpm / 1e6;
    this.#random = createRandom(seed);
  }

  /** One noisy value, the mean over the `overS` seconds before now, rounded and limited to what the part can express. */
  protected measure(overS: number, lowest: number, highest: number): number {
    const nowS = this.board.nowUs / 1e6;
    const samples = [0, 1, 2, 3].map((sample) => this.value(nowS - (overS * (sample + 0.5)) / 4));
    const mean = samples.reduce((sum, sample) => sum + sample, 0) / samples.length;
    return Math.min(highest, Math.max(lowest, Math.round(mean + this.#noise * this.#random.normal())));
  }

  /** Calls `convert` after `firstUs` and then every `periodUs` of the part's own clock, until stopped or started again. */
  protected convertEvery(firstUs: number, periodUs: number, convert: () => void): void {
    const run = ++this.#run;
    const next = (afterUs: number) =>
      this.board.schedule(afterUs / this.#rateFactor, () => {
        if (run !== this.#run) return;
        convert();
        next(periodUs);
      });
    next(firstUs);
  }

  protected stop(): void {
    this.#run += 1;
  }

  protected log(raw: number): void {
    this.conversions.push({ atUs: this.board.nowUs, raw });
  }
}
