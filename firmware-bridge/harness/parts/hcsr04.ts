/** HC-SR04: 10 µs on TRIG, eight bursts, then ECHO is high for as long as the sound was on its way. */
import type { Board } from '../board.ts';
import { CYCLES_PER_US } from '../chip.ts';
import { Converter, type ConverterOptions } from './converter.ts';

const BURST_US = 450;
const US_PER_MM = 2 / 0.343;
const NO_ECHO_US = 38_000;
const RANGE_MM = 4000;

export class Hcsr04 extends Converter {
  powered = true;
  /** A damaged part may never let go of its echo line. */
  echoStuckHigh = false;
  #triggeredAt = Number.NaN;
  #busy = false;
  readonly #echo: number;

  constructor(board: Board, { trigger, echo, ...options }: ConverterOptions & { trigger: number; echo: number }) {
    super(board, options);
    this.#echo = echo;
    board.setPin(echo, false);
    board.onPin(trigger, (high, cycle) => {
      if (high) this.#triggeredAt = cycle;
      else if ((cycle - this.#triggeredAt) / CYCLES_PER_US >= 10) this.#ping();
    });
  }

  #ping(): void {
    if (!this.powered || this.#busy) return;
    this.#busy = true;
    const mm = this.measure(0.001, 20, 10_000);
    const echoUs = mm > RANGE_MM ? NO_ECHO_US : mm * US_PER_MM;
    this.board.schedule(BURST_US, () => this.board.setPin(this.#echo, true));
    this.board.schedule(BURST_US + echoUs, () => {
      this.#busy = false;
      if (this.echoStuckHigh) return;
      this.board.setPin(this.#echo, false);
      this.log(mm);
    });
  }
}
