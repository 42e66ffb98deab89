/** The two wires of I2C between the chip's TWI and the parts, with the time each byte takes and the ways they fail. */
import type { Chip } from './chip.ts';
import { BOARDS, type BoardName } from './pin-map.ts';

export interface I2cPart {
  readonly address: number;
  /** An unpowered part acknowledges nothing. */
  powered: boolean;
  /** Returns whether the part acknowledges. */
  begin(write: boolean): boolean;
  write(byte: number): boolean;
  read(): number;
}

/** What the bus needs of the board that it is on. */
interface Host {
  readonly name: BoardName;
  readonly chip: Chip;
  setPin(pin: number, high: boolean): void;
  onPin(pin: number, listener: (high: boolean) => void): void;
  schedule(us: number, action: () => void): void;
}

export class I2cBus {
  /** Asked at every address byte; true refuses it whatever the part says. */
  refuse: (address: number) => boolean = () => false;
  /** Bytes carried, addresses included. */
  bytes = 0;
  readonly #board: Host;
  readonly #parts: I2cPart[] = [];
  #selected: I2cPart | undefined;
  #run = 0;
  #dataHeldForClocks = 0;
  #clockHeld = false;
  #watching = false;

  constructor(board: Host) {
    this.#board = board;
  }

  add(part: I2cPart): void {
    this.#parts.push(part);
  }

  /** A part that lost its place in a byte holds SDA low until it has seen `clocks` clocks; Infinity: for ever. */
  holdData(clocks: number): void {
    this.#watchRecovery();
    this.#dataHeldForClocks = clocks;
    this.#board.setPin(BOARDS[this.#board.name].sda, clocks <= 0);
  }

  /** A short to ground on SCL. */
  holdClock(held: boolean): void {
    this.#clockHeld = held;
    this.#board.setPin(BOARDS[this.#board.name].scl, !held);
  }

  connect(chip: Chip): void {
    const { sda, scl } = BOARDS[this.#board.name];
    this.#board.setPin(sda, this.#dataHeldForClocks <= 0);
    this.#board.setPin(scl, !this.#clockHeld);
    const { twi } = chip;
    chip.onTwiDisabled = () => this.reset();
    twi.eventHandler = {
      start: () => this.#after(1, () => twi.completeStart()),
      stop: () => {
        this.#selected = undefined;
        this.#after(1, () => twi.completeStop());
      },
      connectToSlave: (address, write) => this.#after(9, () => twi.completeConnect(this.#select(address, write))),
      writeByte: (byte) =>
        this.#after(9, () => twi.completeWrite(this.#selected?.powered === true && this.#selected.write(byte))),
      // A part that lost its power lets the line go: all ones.
      readByte: () => this.#after(9, () => twi.completeRead(this.#selected?.powered ? this.#selected.read() : 0xff)),
    };
  }

  /** Forgets what was going on; completions still to come don't come. */
  reset(): void {
    this.#run += 1;
    this.#selected = undefined;
  }

  #after(bits: number, complete: () => void): void {
    if (this.#dataHeldForClocks > 0 || this.#clockHeld) return; // the hardware waits for free lines, for ever
    const run = this.#run;
    this.bytes += bits === 9 ? 1 : 0;
    this.#board.schedule((bits * 1e6) / this.#board.chip.twi.sclFrequency, () => {
      if (run === this.#run) complete();
    });
  }

  #select(address: number, write: boolean): boolean {
    const part = this.#parts.find((candidate) => candidate.address === address && candidate.powered);
    this.#selected = part && !this.refuse(address) && part.begin(write) ? part : undefined;
    return this.#selected !== undefined;
  }

  #watchRecovery(): void {
    if (this.#watching) return;
    this.#watching = true;
    this.#board.onPin(BOARDS[this.#board.name].scl, (high) => {
      if (!high || this.#dataHeldForClocks <= 0) return;
      this.#dataHeldForClocks -= 1;
      if (this.#dataHeldForClocks <= 0) this.holdData(0);
    });
  }
}
