/** NAU7802 by its data sheet (rev. 1.7): power-up, calibration, cycle ready, 10 to 320 SPS. */
import type { Board } from '../board.ts';
import type { ConverterOptions } from './converter.ts';
import { RegisterPart } from './register-part.ts';

const PU_CTRL = 0x00;
const CTRL1 = 0x01;
const CTRL2 = 0x02;
const READING = 0x12;
const REVISION = 0x1f;
const PUD = 0x02;
const PUA = 0x04;
const PUR = 0x08;
const CS = 0x10;
const CR = 0x20;
const CALS = 0x04;
const CAL_ERR = 0x08;
const RATES_HZ: Record<number, number> = { 0: 10, 1: 20, 2: 40, 3: 80, 7: 320 };

export class Nau7802 extends RegisterPart {
  calibrationFails = false;

  constructor(board: Board, options: ConverterOptions) {
    super(board, 0x2a, 1, options);
    this.powerUp();
  }

  get rateHz(): number {
    return RATES_HZ[(this.word(CTRL2, 1) >> 4) & 7] ?? 10;
  }

  get gain(): number {
    return 1 << (this.word(CTRL1, 1) & 7);
  }

  protected powerUp(): void {
    this.setAll({ [REVISION]: 0x0f });
  }

  protected override written(register: number, value: number): void {
    if (register === PU_CTRL) this.#control(value);
    else if (register === CTRL2 && value & CALS) this.#calibrate(value);
    else super.written(register, value);
  }

  protected override readFrom(register: number): number {
    const value = super.readFrom(register);
    // The last byte of a reading ends the cycle: ready goes away until the next conversion.
    if (register === READING + 2) this.registers.set(PU_CTRL, this.word(PU_CTRL, 1) & ~CR);
    return value;
  }

  #control(value: number): void {
    if (value & 0x01) {
      this.stop();
      this.powerUp();
      return;
    }
    const ready = this.word(PU_CTRL, 1) & PUR;
    this.registers.set(PU_CTRL, (value & ~(CR | PUR)) | ready);
    if (value & PUD && !ready) this.board.schedule(200, () => this.registers.set(PU_CTRL, this.word(PU_CTRL, 1) | PUR));
    const converting = (value & (PUD | PUA | CS)) === (PUD | PUA | CS);
    if (!converting) return;
    const periodUs = 1e6 / this.rateHz;
    // After CS the first result takes four periods, as the filter fills.
    this.convertEvery(4 * periodUs, periodUs, () => this.#convert(periodUs));
  }

  #convert(periodUs: number): void {
    const raw = this.measure(periodUs / 1e6, -0x800000, 0x7fffff);
    this.log(raw);
    this.setWord(READING, raw, 3);
    this.registers.set(PU_CTRL, this.word(PU_CTRL, 1) | CR);
  }

  #calibrate(value: number): void {
    this.registers.set(CTRL2, value);
    this.board.schedule(4e6 / this.rateHz, () => {
      this.registers.set(CTRL2, (value & ~CALS) | (this.calibrationFails ? CAL_ERR : 0));
    });
  }
}
