/** A part with registers behind an auto-incrementing pointer, as all the I2C ones here are. */
import type { Board } from '../board.ts';
import type { I2cPart } from '../i2c-bus.ts';
import { Converter, type ConverterOptions } from './converter.ts';

export abstract class RegisterPart extends Converter implements I2cPart {
  readonly address: number;
  readonly registers = new Map<number, number>();
  readonly #pointerBytes: 1 | 2;
  #powered = true;
  #pointer = 0;
  #pointerBytesLeft = 0;

  constructor(board: Board, address: number, pointerBytes: 1 | 2, options: ConverterOptions) {
    super(board, options);
    this.address = address;
    this.#pointerBytes = pointerBytes;
    board.bus.add(this);
  }

  get powered(): boolean {
    return this.#powered;
  }

  /** Off: nothing is acknowledged. On again: every register has its reset value and nothing runs. */
  set powered(on: boolean) {
    this.#powered = on;
    this.stop();
    if (on) this.powerUp();
  }

  begin(write: boolean): boolean {
    if (!write) return true;
    this.#pointer = 0;
    this.#pointerBytesLeft = this.#pointerBytes;
    return true;
  }

  write(byte: number): boolean {
    if (this.#pointerBytesLeft > 0) {
      this.#pointerBytesLeft -= 1;
      this.#pointer = (this.#pointer << 8) | byte;
      return true;
    }
    this.written(this.#pointer++, byte);
    return true;
  }

  read(): number {
    return this.readFrom(this.#pointer++);
  }

  protected abstract powerUp(): void;

  protected written(register: number, value: number): void {
    this.registers.set(register, value);
  }

  protected readFrom(register: number): number {
    return this.registers.get(register) ?? 0;
  }

  protected setAll(values: Record<number, number>): void {
    this.registers.clear();
    for (const [register, value] of Object.entries(values)) this.registers.set(Number(register), value);
  }

  /** Big-endian, `bytes` long. */
  protected setWord(register: number, value: number, bytes: number): void {
    for (let i = 0; i < bytes; i++) this.registers.set(register + i, (value >> (8 * (bytes - 1 - i))) & 0xff);
  }

  protected word(register: number, bytes: number): number {
    let value = 0;
    for (let i = 0; i < bytes; i++) value = value * 256 + (this.registers.get(register + i) ?? 0);
    return value;
  }
}
