/** HX711 by its data sheet: 10 or 80 SPS by a pin, bits shifted out by SCK, gain by the number of clocks, power-down. */
import type { Board } from '../board.ts';
import { CYCLES_PER_US } from '../chip.ts';
import { Converter, type ConverterOptions } from './converter.ts';

const POWER_DOWN_US = 60;
const READING_ENDS_US = 200;
const GAIN_BY_PULSES: Record<number, number> = { 25: 128, 26: 32, 27: 64 };

export class Hx711 extends Converter {
  /** Gain of the conversions to come. */
  gain = 128;
  /** Clocks of each reading that the board made. */
  readonly readings: number[] = [];
  /** Longest time that SCK was high within a reading, µs: 50 are allowed. */
  longestPulseUs = 0;
  readonly #data: number;
  readonly #periodUs: number;
  #line: 'free' | 'low' | 'high' = 'free';
  #powered = true;
  #raw = 0;
  #pulses = 0;
  #roseAt = 0;
  #ready = false;

  constructor(
    board: Board,
    { data, clock, rateHz = 80, ...options }: ConverterOptions & { data: number; clock: number; rateHz?: number },
  ) {
    super(board, options);
    this.#data = data;
    this.#periodUs = 1e6 / rateHz;
    board.onPin(clock, (high, cycle) => this.#onClock(high, cycle));
    this.#drive(true);
    this.#settle();
  }

  /** A broken or shorted data line: the board sees the level whatever the part says. */
  holdLine(line: 'free' | 'low' | 'high'): void {
    this.#line = line;
    this.#drive(!this.#ready);
  }

  set powered(on: boolean) {
    this.#powered = on;
    this.#ready = false;
    this.#drive(true); // the board's pull-up
    if (on) this.#settle();
    else this.stop();
  }

  // After power-up, reset or a change of gain the first output comes after four periods (data sheet: 50 ms at 80 SPS).
  #settle(): void {
    this.#ready = false;
    this.#pulses = 0;
    this.convertEvery(4 * this.#periodUs, this.#periodUs, () => this.#convert());
  }

  #convert(): void {
    if (this.#pulses > 0) return; // a reading is going on: its bits stay
    this.#raw = this.measure((4 * this.#periodUs) / 1e6, -0x800000, 0x7fffff);
    this.log(this.#raw);
    this.#ready = true;
    this.#drive(false);
  }

  #onClock(high: boolean, cycle: number): void {
    if (!this.#powered) return;
    if (high) {
      this.#roseAt = cycle;
      this.#shift();
      return;
    }
    const highUs = (cycle - this.#roseAt) / CYCLES_PER_US;
    if (highUs > POWER_DOWN_US) {
      this.gain = 128;
      this.#drive(true);
      this.#settle();
    } else if (highUs > this.longestPulseUs) this.longestPulseUs = highUs;
  }

  #shift(): void {
    if (!this.#ready) return;
    this.#pulses += 1;
    if (this.#pulses <= 24) this.#drive(((this.#raw >> (24 - this.#pulses)) & 1) === 1);
    else this.#drive(true);
    if (this.#pulses === 1) this.board.schedule(READING_ENDS_US, () => this.#endReading());
  }

  #endReading(): void {
    if (this.#pulses === 0) return;
    this.readings.push(this.#pulses);
    const gain = GAIN_BY_PULSES[this.#pulses];
    this.#pulses = 0;
    if (gain === undefined) return; // cut short: the line stays as it is until the next clock
    this.#ready = false;
    if (gain === this.gain) return;
    this.gain = gain;
    this.#settle();
  }

  #drive(high: boolean): void {
    this.board.setPin(this.#data, this.#line === 'free' ? high : this.#line === 'high');
  }
}
