/** The microcontroller: avr8js wired as an ATmega328P or ATmega2560, with what the firmware uses of them and no more. */
import type { AVRPortConfig } from 'avr8js';
import {
  AVRADC,
  AVRClock,
  AVRIOPort,
  AVRTimer,
  AVRTWI,
  AVRUSART,
  AVRWatchdog,
  adcConfig,
  avrInstruction,
  CPU,
  portAConfig,
  portBConfig,
  portCConfig,
  portDConfig,
  portEConfig,
  portFConfig,
  portGConfig,
  portHConfig,
  portJConfig,
  portKConfig,
  portLConfig,
  timer0Config,
  twiConfig,
  usart0Config,
  watchdogConfig,
} from 'avr8js';

const CLOCK_HZ = 16_000_000;
export const CYCLES_PER_US = CLOCK_HZ / 1_000_000;

const SLEEP = 0x9588;
const SEI = 0x9478;
const SMCR = 0x53;
export const RXC = 0x80;
const UDRE = 0x20;
const PCMSK = [0x6b, 0x6c, 0x6d];

export type ChipKind = 'atmega328p' | 'atmega2560';

interface Wiring {
  flashBytes: number;
  /** From address 0x100 on; the 2560's RAM begins at 0x200, after its extended registers. */
  dataBytes: number;
  ports: Record<string, AVRPortConfig>;
  vectors: {
    rx: number;
    udre: number;
    tx: number;
    timer0: [compA: number, compB: number, overflow: number];
    twi: number;
    watchdog: number;
    adc: number;
  };
}

const pinChange = (index: number, vector: number) => ({
  PCIE: index,
  PCICR: 0x68,
  PCIFR: 0x3b,
  PCMSK: PCMSK[index]!,
  pinChangeInterrupt: vector,
  mask: 0xff,
  offset: 0,
});
const plain = (port: AVRPortConfig): AVRPortConfig => ({
  PIN: port.PIN,
  DDR: port.DDR,
  PORT: port.PORT,
  externalInterrupts: [],
});

// Interrupt vectors in words: data sheets DS40002061B table 12-6 (328P) and DS40002211A table 14-1 (2560).
const WIRING: Record<ChipKind, Wiring> = {
  atmega328p: {
    flashBytes: 0x8000,
    dataBytes: 0x800,
    ports: { B: portBConfig, C: portCConfig, D: portDConfig },
    vectors: { rx: 0x24, udre: 0x26, tx: 0x28, timer0: [0x1c, 0x1e, 0x20], twi: 0x30, watchdog: 0x0c, adc: 0x2a },
  },
  atmega2560: {
    flashBytes: 0x40000,
    dataBytes: 0x2100,
    ports: {
      A: plain(portAConfig),
      B: { ...plain(portBConfig), pinChange: pinChange(0, 0x12) },
      C: plain(portCConfig),
      D: plain(portDConfig),
      E: plain(portEConfig),
      F: plain(portFConfig),
      G: plain(portGConfig),
      H: plain(portHConfig),
      // PCINT9 to 15 are PJ0 to PJ6: one bit above the pin's own.
      J: { ...plain(portJConfig), pinChange: { ...pinChange(1, 0x14), mask: 0x7f, offset: 1 } },
      K: { ...plain(portKConfig), pinChange: pinChange(2, 0x16) },
      L: plain(portLConfig),
    },
    vectors: { rx: 0x32, udre: 0x34, tx: 0x36, timer0: [0x2a, 0x2c, 0x2e], twi: 0x4e, watchdog: 0x18, adc: 0x3a },
  },
};

/** avr8js keeps these to itself; the version is pinned for their sake (FIRMWARE.md). */
interface CpuInternals {
  nextClockEvent: { cycles: number } | null;
}
interface UsartInternals {
  RXC: Parameters<CPU['setInterruptFlag']>[0];
}
interface TwiInternals {
  busy: boolean;
  updateStatus(status: number): void;
}

export class Chip {
  readonly cpu: CPU;
  readonly ports: Record<string, AVRIOPort> = {};
  readonly usart: AVRUSART;
  readonly twi: AVRTWI;
  /** Cycles spent asleep, for the CPU share. */
  asleepCycles = 0;
  limitCycle = 0;
  /** Set by a watchdog reset; the board then boots a new chip. */
  resetByWatchdog = false;
  onTwiDisabled: () => void = () => {};
  #asleepAt = -1;
  readonly #adc: AVRADC;

  /**
   * @param ram what a reset leaves in RAM; all zero after power-up
   * @param startCycles the board's time, which goes on across resets
   */
  constructor(kind: ChipKind, program: Uint8Array, startCycles: number, resetFlags: number, ram?: Uint8Array) {
    const { flashBytes, dataBytes, ports, vectors } = WIRING[kind];
    const flash = new Uint8Array(flashBytes).fill(0xff);
    flash.set(program);
    this.cpu = new CPU(new Uint16Array(flash.buffer), dataBytes);
    this.cpu.cycles = startCycles;
    if (ram) this.cpu.data.set(ram.subarray(0x200), 0x200);
    for (const [name, config] of Object.entries(ports)) this.ports[name] = new AVRIOPort(this.cpu, config);
    // avr8js clears pending pin change interrupts of other ports when a mask is written: on the chip the mask is plain.
    for (const address of PCMSK) delete this.cpu.writeHooks[address];
    new AVRTimer(this.cpu, {
      ...timer0Config,
      compAInterrupt: vectors.timer0[0],
      compBInterrupt: vectors.timer0[1],
      ovfInterrupt: vectors.timer0[2],
    });
    this.usart = new AVRUSART(
      this.cpu,
      {
        ...usart0Config,
        rxCompleteInterrupt: vectors.rx,
        dataRegisterEmptyInterrupt: vectors.udre,
        txCompleteInterrupt: vectors.tx,
      },
      CLOCK_HZ,
    );
    this.twi = new AVRTWI(this.cpu, { ...twiConfig, twiInterrupt: vectors.twi }, CLOCK_HZ);
    this.#keepReceivedByte();
    this.#mendTwi();
    this.#adc = new AVRADC(this.cpu, { ...adcConfig, adcInterrupt: vectors.adc });
    new AVRWatchdog(
      this.cpu,
      { ...watchdogConfig, watchdogInterrupt: vectors.watchdog },
      new AVRClock(this.cpu, CLOCK_HZ),
    );
    this.cpu.data[watchdogConfig.MCUSR] = resetFlags;
    this.cpu.reset = () => {
      this.resetByWatchdog = true;
    };
  }

  /** Time of one byte on the serial line: start bit, eight bits, stop bit. */
  get byteUs(): number {
    return 1e7 / this.usart.baudRate;
  }

  get ram(): Uint8Array {
    return this.cpu.data;
  }

  /** What analogRead() of a channel gives, 0 to 5 V. */
  setAnalogVolts(channel: number, volts: number): void {
    this.#adc.channelValues[channel] = volts;
  }

  /** Runs to `limitCycle`, which a part may bring nearer during the run; stops early at a reset. */
  run(): void {
    const { cpu } = this;
    const { progMem } = cpu;
    while (cpu.cycles < this.limitCycle && !this.resetByWatchdog) {
      if (this.#asleepAt >= 0) {
        this.#sleepOn(this.limitCycle);
        continue;
      }
      const opcode = progMem[cpu.pc];
      avrInstruction(cpu);
      // The instruction after SEI runs before any interrupt; avr8js would take the interrupt between SEI and SLEEP.
      if (opcode === SEI && progMem[cpu.pc] === SLEEP) continue;
      if (opcode === SLEEP && cpu.data[SMCR]! & 1) this.#asleepAt = cpu.pc;
      cpu.tick();
      if (this.#asleepAt >= 0 && cpu.pc !== this.#asleepAt) this.#asleepAt = -1;
    }
  }

  // Asleep, only an interrupt changes the program counter: skip from event to event until one does.
  #sleepOn(until: number): void {
    const { cpu } = this;
    const next = (cpu as unknown as CpuInternals).nextClockEvent?.cycles ?? until;
    const wakeAt = Math.min(until, Math.max(next, cpu.cycles));
    this.asleepCycles += wakeAt - cpu.cycles;
    cpu.cycles = wakeAt;
    cpu.tick();
    if (cpu.pc !== this.#asleepAt) this.#asleepAt = -1;
  }

  // RXC and UDRE are read-only (data sheet 19.10.2); avr8js lets a write of UCSRA or UCSRB, as for every byte sent, wipe
  // out a received byte that the interrupt hasn't fetched yet.
  #keepReceivedByte(): void {
    const { cpu, usart } = this;
    const { UCSRA, UCSRB } = usart0Config;
    const writeA = cpu.writeHooks[UCSRA]!;
    const writeB = cpu.writeHooks[UCSRB]!;
    cpu.writeHooks[UCSRA] = (value, old, address, mask) => {
      writeA(value, old, address, mask);
      cpu.data[UCSRA]! |= old & (RXC | UDRE);
      return true;
    };
    cpu.writeHooks[UCSRB] = (value, old, address, mask) => {
      const received = cpu.data[UCSRA]! & RXC;
      writeB(value, old, address, mask);
      if (received) cpu.setInterruptFlag((usart as unknown as UsartInternals).RXC);
      return true;
    };
  }

  // On the chip, clearing TWEN ends whatever the bus was doing (data sheet 22.9.2); avr8js stays busy for ever.
  #mendTwi(): void {
    // The status bits are read-only (data sheet 22.9.3).
    this.cpu.writeHooks[twiConfig.TWSR] = (value, old) => {
      this.cpu.data[twiConfig.TWSR] = (old & 0xf8) | (value & 0x03);
      return true;
    };
    const hook = this.cpu.writeHooks[twiConfig.TWCR]!;
    const internals = this.twi as unknown as TwiInternals;
    this.cpu.writeHooks[twiConfig.TWCR] = (value, old, address, mask) => {
      if (value & 0x04) return hook(value, old, address, mask);
      internals.busy = false;
      internals.updateStatus(0xf8);
      this.cpu.data[twiConfig.TWCR] = value & ~0x80;
      this.onTwiDisabled();
      return true;
    };
  }
}
