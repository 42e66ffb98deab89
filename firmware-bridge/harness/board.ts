/**
 * A board with its firmware running, and parts wired to it. Time is the emulated chip's: nothing here waits, and the same
 * parts with the same bytes at the same times give the same run, byte for byte.
 *
 * Extend: a new part gets a Board, watches pins with `onPin`, drives them with `setPin`, and comes back with `schedule`.
 */
import { PinState } from 'avr8js';
import { readHex, readManifest } from '../manifest.ts';
import { Chip, CYCLES_PER_US, RXC } from './chip.ts';
import { I2cBus } from './i2c-bus.ts';
import { parseIntelHex } from './intel-hex.ts';
import { BOARDS, type BoardName } from './pin-map.ts';

interface Scheduled {
  cycle: number;
  action: () => void;
}
type PinListener = (high: boolean, cycle: number) => void;

const POWER_ON = 0x01;
const EXTERNAL = 0x02;
const WATCHDOG = 0x08;

interface BoardOptions {
  name?: BoardName;
  /** Program bytes; the shipped hex of the board when left out. */
  program?: Uint8Array;
}

export class Board {
  readonly name: BoardName;
  readonly bus: I2cBus;
  /** Called with every byte the board has sent, when its last bit is out. */
  onByte: (byte: number, atUs: number) => void = () => {};
  /** Called when the chip starts: at power-up and after each reset. */
  onBoot: () => void = () => {};
  /** Bytes that came before the firmware had fetched the one before. */
  bytesOverrun = 0;
  resets = 0;
  readonly #program: Uint8Array;
  #chip: Chip;
  #agenda: Scheduled[] = [];
  #inbox: number[] = [];
  #levels = new Map<number, boolean>();
  #listeners = new Map<number, PinListener[]>();
  #asleepBefore = 0;

  constructor({ name = 'uno', program }: BoardOptions = {}) {
    this.name = name;
    this.#program = program ?? parseIntelHex(readHex(name));
    this.bus = new I2cBus(this);
    this.#chip = this.#boot(POWER_ON);
  }

  get cycles(): number {
    return this.#chip.cpu.cycles;
  }

  /** Time since power-up, in µs of an ideal clock. */
  get nowUs(): number {
    return this.cycles / CYCLES_PER_US;
  }

  get chip(): Chip {
    return this.#chip;
  }

  /** Share of all time so far that the chip was awake, 0 to 1. */
  get cpuShare(): number {
    return 1 - (this.#asleepBefore + this.#chip.asleepCycles) / this.cycles;
  }

  /** Lets `durationMs` of the board's time pass. */
  runMs(durationMs: number): void {
    const end = this.cycles + durationMs * 1000 * CYCLES_PER_US;
    while (this.cycles < end) {
      this.#chip.limitCycle = Math.min(end, this.#agenda[0]?.cycle ?? end);
      this.#chip.run();
      if (this.#chip.resetByWatchdog) this.#restart(WATCHDOG);
      while (this.#agenda.length > 0 && this.#agenda[0]!.cycle <= this.cycles) this.#agenda.shift()!.action();
    }
  }

  /** Runs `action` once, `afterUs` from now. What is due at the same time runs in the order it was asked for. */
  schedule(afterUs: number, action: () => void): void {
    const cycle = this.cycles + Math.max(1, Math.round(afterUs * CYCLES_PER_US));
    let place = this.#agenda.length;
    while (place > 0 && this.#agenda[place - 1]!.cycle > cycle) place--;
    this.#agenda.splice(place, 0, { cycle, action });
    if (cycle < this.#chip?.limitCycle) this.#chip.limitCycle = cycle;
  }

  /** Bytes from the host, one after the other at the board's baud rate. */
  send(bytes: Iterable<number>): void {
    this.#inbox.push(...bytes);
    this.#feed();
  }

  /** The level that the outside world puts on a pin. */
  setPin(pin: number, high: boolean): void {
    this.#levels.set(pin, high);
    const { port, bit } = this.#place(pin);
    this.#chip.ports[port]!.setPin(bit, high);
  }

  /** The level that the board drives: false while the pin is an input. */
  isDrivenHigh(pin: number): boolean {
    const { port, bit } = this.#place(pin);
    return this.#chip.ports[port]!.pinState(bit) === 1;
  }

  isDrivenLow(pin: number): boolean {
    const { port, bit } = this.#place(pin);
    return this.#chip.ports[port]!.pinState(bit) === 0;
  }

  isPulledUp(pin: number): boolean {
    const { port, bit } = this.#place(pin);
    return this.#chip.ports[port]!.pinState(bit) === PinState.InputPullUp;
  }

  /** Called at every change of what the board drives on the pin (an input counts as high). */
  onPin(pin: number, listener: PinListener): void {
    const listeners = this.#listeners.get(pin);
    if (listeners) {
      listeners.push(listener);
      return;
    }
    this.#listeners.set(pin, [listener]);
    this.#watch(pin);
  }

  /** The reset button, or the DTR line of the USB bridge: RAM stays as it was. */
  pressReset(): void {
    this.#restart(EXTERNAL);
  }

  /** Off and on again. */
  powerCycle(): void {
    this.#restart(POWER_ON);
  }

  /**
   * Sets the board's micros() so that it rolls over in `beforeUs`. Call after the firmware has started and before it
   * has stamped anything.
   */
  setMicrosBeforeRollover(beforeUs: number): void {
    const address = readManifest().boards[this.name]?.symbols.timer0_overflow_count;
    if (!address) throw new Error('the firmware has no timer0_overflow_count: run npm run firmware');
    // micros() counts timer 0's overflows, 1024 us each, in 32 bits; the upper 10 are shifted out.
    new DataView(this.#chip.ram.buffer).setUint32(address, Math.floor((2 ** 32 - beforeUs) / 1024), true);
  }

  /** Lets the program counter run away into an endless loop, as an upset or a bug would. */
  hang({ interrupts }: { interrupts: boolean }): void {
    const { cpu } = this.#chip;
    const endless = cpu.progMem.length - 1;
    cpu.progMem[endless] = 0xcfff; // rjmp to itself
    cpu.pc = endless;
    cpu.data[95] = interrupts ? 0x80 : 0;
  }

  #place(pin: number): { port: string; bit: number } {
    const place = BOARDS[this.name].pins[pin];
    if (!place) throw new Error(`the ${this.name} has no pin ${pin}`);
    return place;
  }

  #restart(resetFlags: number): void {
    this.#asleepBefore += this.#chip.asleepCycles;
    this.#inbox = [];
    this.resets += 1;
    this.bus.reset();
    this.#chip = this.#boot(resetFlags);
  }

  #boot(resetFlags: number): Chip {
    const old: Chip | undefined = this.#chip;
    const ram = resetFlags === POWER_ON ? undefined : old?.ram;
    const chip = new Chip(BOARDS[this.name].chip, this.#program, old?.cpu.cycles ?? 0, resetFlags, ram);
    this.#chip = chip;
    chip.usart.onByteTransmit = (byte) => {
      this.schedule(chip.byteUs, () => this.onByte(byte, this.nowUs));
    };
    chip.usart.onRxComplete = () => this.#feed();
    this.bus.connect(chip);
    for (const [pin, high] of this.#levels) this.setPin(pin, high);
    for (const pin of this.#listeners.keys()) this.#watch(pin);
    this.onBoot();
    return chip;
  }

  #feed(): void {
    const { usart, cpu, byteUs } = this.#chip;
    if (this.#inbox.length === 0 || !usart.writeByte(this.#inbox[0]!)) {
      if (this.#inbox.length > 0 && !usart.rxBusy) this.schedule(100, () => this.#feed());
      return;
    }
    this.#inbox.shift();
    // Looked at just before this byte arrives, with room for the longest instruction and interrupt entry.
    this.schedule(byteUs - 1, () => {
      if (cpu.data[0xc0]! & RXC) this.bytesOverrun += 1;
    });
  }

  #watch(pin: number): void {
    const { port, bit } = this.#place(pin);
    const gpio = this.#chip.ports[port]!;
    const isHigh = () => gpio.pinState(bit) !== 0;
    let last = isHigh();
    gpio.addListener(() => {
      const high = isHigh();
      if (high === last) return;
      last = high;
      for (const listener of this.#listeners.get(pin) ?? []) listener(high, this.cycles);
    });
  }
}
