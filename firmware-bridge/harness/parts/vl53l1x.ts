/** VL53L1X as its driver (STSW-IMG009) sees it: boot, default configuration, timed ranging, interrupt until cleared. */
import type { Board } from '../board.ts';
import type { ConverterOptions } from './converter.ts';
import { RegisterPart } from './register-part.ts';

const CONFIGURATION = [0x2d, 0x87] as const;
const TIO_HV_STATUS = 0x31;
const TIMEOUT_A = 0x5e;
const PERIOD = 0x6c;
const INTERRUPT_CLEAR = 0x86;
const MODE_START = 0x87;
const RANGE_STATUS = 0x89;
const RANGE_MM = 0x96;
const OSCILLATOR = 0xde;
const SYSTEM_STATUS = 0xe5;
const MODEL_ID = 0x10f;
const BOOT_US = 1200;
const OSCILLATOR_VALUE = 0x2b5;
const RANGE_COMPLETE = 9;
const SIGNAL_FAIL = 4;
const SHORT_RANGE_MM = 1300;
/** Time of one reading by the timeout register, short mode. */
const BUDGET_MS: Record<number, number> = { 29: 15, 81: 20, 214: 33, 430: 50, 737: 100 };

export class Vl53l1x extends RegisterPart {
  /** Registers 0x2D to 0x87 that have been written since power-up: 91 when the default configuration is in. */
  readonly configured = new Set<number>();
  /** The target can't be seen: black cloth, or an empty field of view. */
  blind = false;

  constructor(board: Board, options: ConverterOptions) {
    super(board, 0x29, 2, options);
    this.powerUp();
  }

  protected powerUp(): void {
    this.configured.clear();
    this.setAll({});
    this.setWord(MODEL_ID, 0xeacc, 2);
    this.setWord(OSCILLATOR, OSCILLATOR_VALUE, 2);
    this.board.schedule(BOOT_US, () => this.registers.set(SYSTEM_STATUS, 0x03));
  }

  protected override written(register: number, value: number): void {
    super.written(register, value);
    if (register >= CONFIGURATION[0] && register <= CONFIGURATION[1]) this.configured.add(register);
    if (register === INTERRUPT_CLEAR && value & 1) this.registers.set(TIO_HV_STATUS, 0x02);
    if (register === MODE_START) {
      if (value & 0x40) this.#start();
      else this.stop();
    }
  }

  #start(): void {
    const budgetMs = BUDGET_MS[this.word(TIMEOUT_A, 2)] ?? 100;
    const periodMs = this.word(PERIOD, 4) / (OSCILLATOR_VALUE * 1.075);
    const periodUs = Math.max(budgetMs, periodMs) * 1000;
    // The first reading of all calibrates the reference and comes with the configuration's own long period.
    this.convertEvery(budgetMs * 1000, periodUs, () => this.#convert(budgetMs));
  }

  #convert(budgetMs: number): void {
    const mm = this.measure(budgetMs / 1000, 0, 65535);
    const seen = !this.blind && mm <= SHORT_RANGE_MM && this.configured.size === 91;
    this.setWord(RANGE_MM, mm, 2);
    this.registers.set(RANGE_STATUS, seen ? RANGE_COMPLETE : SIGNAL_FAIL);
    this.registers.set(TIO_HV_STATUS, 0x03);
    this.log(mm);
  }
}
