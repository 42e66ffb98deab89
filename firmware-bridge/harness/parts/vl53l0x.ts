/** VL53L0X as its API (STSW-IMG005) sees it: register pages, factory cell map, reference calibration, ranging back to back. */
import type { Board } from '../board.ts';
import type { ConverterOptions } from './converter.ts';
import { RegisterPart } from './register-part.ts';

const PAGE = 0xff;
const START = 0x00;
const INTERRUPT_CLEAR = 0x0b;
const INTERRUPT = 0x13;
const RANGE_STATUS = 0x14;
const RANGE_MM = 0x1e;
const FINAL_RANGE_TIMEOUT = 0x71;
const CELL_MAP = 0xb0;
const MODEL_ID = 0xc0;
const STOP_VARIABLE = 0x91;
const STROBE = 0x83;
const CELL_INFO = 0x92;
const RANGE_COMPLETE = 11 << 3;
const PHASE_FAIL = 4 << 3;
const CALIBRATION_US = 5000;
const READING_US = 20_300;
const FACTORY_MAP = [0xff, 0x3f, 0xfe, 0xff, 0xff, 0x0f];
/** Six cells of the type with an aperture. */
const FACTORY_CELLS = 0x80 | 6;
const STOP_VALUE = 0x3c;
const SENSED_RANGE_MM = 2000;

export class Vl53l0x extends RegisterPart {
  /** The stop variable that the last start gave back: it must be the one that was read. */
  stopVariable: number | undefined;

  constructor(board: Board, options: ConverterOptions) {
    super(board, 0x29, 1, options);
    this.powerUp();
  }

  /** The cells enabled for the reference, as bytes. */
  get cellMap(): number[] {
    return FACTORY_MAP.map((_, index) => this.word(CELL_MAP + index, 1));
  }

  get finalRangeTimeout(): number {
    return this.word(FINAL_RANGE_TIMEOUT, 2);
  }

  protected powerUp(): void {
    this.stopVariable = undefined;
    this.setAll({ [MODEL_ID]: 0xee });
    for (const [index, byte] of FACTORY_MAP.entries()) this.registers.set(CELL_MAP + index, byte);
  }

  protected override written(register: number, value: number): void {
    const page = this.word(PAGE, 1);
    if (register === PAGE || page === 0) super.written(register, value);
    if (page === 1 && register === STOP_VARIABLE) this.stopVariable = value;
    // The strobe of the factory's store answers after a while.
    if (page === 7 && register === STROBE && value === 0) {
      this.registers.set(STROBE, 0);
      this.board.schedule(500, () => this.registers.set(STROBE, 1));
    }
    if (page !== 0) return;
    if (register === INTERRUPT_CLEAR && value & 1) this.registers.set(INTERRUPT, 0);
    if (register !== START) return;
    if (value === 0x02) this.convertEvery(READING_US, READING_US, () => this.#convert());
    else if (value & 0x01) this.board.schedule(CALIBRATION_US, () => this.registers.set(INTERRUPT, 0x07));
  }

  protected override readFrom(register: number): number {
    const page = this.word(PAGE, 1);
    if (page === 1 && register === STOP_VARIABLE) return STOP_VALUE;
    if (page === 7 && register === CELL_INFO) return FACTORY_CELLS;
    return super.readFrom(register);
  }

  #convert(): void {
    const mm = this.measure(READING_US / 1e6, 0, 8190);
    this.setWord(RANGE_MM, mm, 2);
    this.registers.set(
      RANGE_STATUS,
      this.stopVariable === STOP_VALUE && mm <= SENSED_RANGE_MM ? RANGE_COMPLETE : PHASE_FAIL,
    );
    this.registers.set(INTERRUPT, 0x04);
    this.log(mm);
  }
}
