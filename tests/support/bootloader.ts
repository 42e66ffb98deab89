/**
 * The two boot loaders of Arduino boards, as far as avrdude talks to them: STK500 version 1 (Uno, Nano) and version 2 (Mega).
 * Written from Microchip's application notes AVR061 and AVR068. Holds the flash, and can be made to fail like a bad board.
 */
export interface BootloaderOptions {
  protocol: 'stk500v1' | 'stk500v2';
  signature: readonly [number, number, number];
  flashBytes: number;
  /** Bytes of the flash that come out of a read with a bit flipped. */
  badAt?: number;
}

/** Answers to one chunk or more; `left` is true once the programmer said goodbye and the program may run. */
export interface Bootloader {
  readonly flash: Uint8Array;
  left: boolean;
  receive(bytes: Uint8Array): number[];
}

export function createBootloader(options: BootloaderOptions): Bootloader {
  return options.protocol === 'stk500v1' ? new Stk500v1(options) : new Stk500v2(options);
}

const IN_SYNC = 0x14;
const OK = 0x10;
const END = 0x20;

abstract class Base implements Bootloader {
  readonly flash: Uint8Array;
  left = false;
  protected readonly options: BootloaderOptions;
  protected address = 0;
  protected buffer: number[] = [];

  constructor(options: BootloaderOptions) {
    this.options = options;
    this.flash = new Uint8Array(options.flashBytes).fill(0xff);
  }

  abstract receive(bytes: Uint8Array): number[];

  protected write(bytes: readonly number[]): void {
    this.flash.set(bytes, this.address);
  }

  protected read(count: number): number[] {
    const bytes = [...this.flash.subarray(this.address, this.address + count)];
    const bad = (this.options.badAt ?? -1) - this.address;
    if (bad >= 0 && bad < count) bytes[bad]! ^= 1;
    return bytes;
  }
}

/** AVR061: command, arguments, END; answered by IN_SYNC, data, OK. Addresses are of words. */
class Stk500v1 extends Base {
  override receive(bytes: Uint8Array): number[] {
    this.buffer.push(...bytes);
    const out: number[] = [];
    for (;;) {
      const length = this.#length();
      if (length === 0 || this.buffer.length < length) return out;
      const command = this.buffer.splice(0, length);
      if (command.at(-1) === END) out.push(IN_SYNC, ...this.#answer(command), OK);
    }
  }

  /** Of the command at the head of the buffer; 0 while it can't be told. */
  #length(): number {
    const [command] = this.buffer;
    if (command === undefined) return 0;
    if (command === 0x64) return this.buffer.length < 3 ? 0 : 5 + 256 * this.buffer[1]! + this.buffer[2]!;
    return { 65: 3, 66: 22, 69: 7, 85: 4, 86: 6, 116: 5 }[command] ?? 2;
  }

  #answer(command: number[]): number[] {
    switch (command[0]) {
      case 0x41:
        return [{ 129: 4, 130: 4 }[command[1]!] ?? 3];
      case 0x51:
        this.left = true;
        return [];
      case 0x55:
        this.address = 2 * (command[1]! + 256 * command[2]!);
        return [];
      case 0x56:
        return [0];
      case 0x64:
        this.write(command.slice(4, -1));
        return [];
      case 0x74:
        return this.read(256 * command[1]! + command[2]!);
      case 0x75:
        return [...this.options.signature];
      default:
        return [];
    }
  }
}

const MESSAGE_START = 0x1b;
const TOKEN = 0x0e;

/** AVR068: start, sequence, length, token, body, checksum; the body is answered by its command, a status and data. */
class Stk500v2 extends Base {
  override receive(bytes: Uint8Array): number[] {
    this.buffer.push(...bytes);
    const out: number[] = [];
    for (;;) {
      while (this.buffer.length > 0 && this.buffer[0] !== MESSAGE_START) this.buffer.shift();
      if (this.buffer.length < 5) return out;
      const size = 256 * this.buffer[2]! + this.buffer[3]!;
      if (this.buffer.length < size + 6) return out;
      const frame = this.buffer.splice(0, size + 6);
      out.push(...this.#framed(frame[1]!, this.#answer(frame.slice(5, -1))));
    }
  }

  #framed(sequence: number, body: number[]): number[] {
    const frame = [MESSAGE_START, sequence, body.length >> 8, body.length & 0xff, TOKEN, ...body];
    return [...frame, frame.reduce((sum, byte) => sum ^ byte, 0)];
  }

  #answer(body: number[]): number[] {
    const command = body[0]!;
    switch (command) {
      case 0x01: // sign on
        return [command, 0, 8, ...Buffer.from('AVRISP_2')];
      case 0x03:
        return [command, 0, { 144: 0x0f, 145: 2, 146: 10 }[body[1]!] ?? 0];
      case 0x06: // word address, the uppermost bit asks for 32-bit addressing
        this.address = 2 * (((body[1]! & 0x7f) << 24) | (body[2]! << 16) | (body[3]! << 8) | body[4]!);
        return [command, 0];
      case 0x11:
        this.left = true;
        return [command, 0];
      case 0x13: {
        const count = 256 * body[1]! + body[2]!;
        this.write(body.slice(10, 10 + count));
        this.address += count;
        return [command, 0];
      }
      case 0x14: {
        const count = 256 * body[1]! + body[2]!;
        const bytes = this.read(count);
        this.address += count;
        return [command, 0, ...bytes, 0];
      }
      case 0x1b:
        return [command, 0, this.options.signature[body[4]!] ?? 0, 0];
      case 0x1d: // SPI command: a signature byte or anything else
        return [command, 0, 0, body[4]!, 0, body[4] === 0x30 ? (this.options.signature[body[6]!] ?? 0) : 0, 0];
      default:
        return [command, 0];
    }
  }
}
