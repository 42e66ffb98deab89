/** The Firmata side of a simulated Uno: what its pins can do, and what the host set them to. */
import type { WireMessage } from '../../firmware-bridge/scanner.ts';

const INPUT = 0x00;
const OUTPUT = 0x01;
const ANALOG = 0x02;
const PWM = 0x03;
const I2C = 0x06;
const PULLUP = 0x0b;

const PIN_COUNT = 20;
const FIRST_ANALOG_PIN = 14;
const PWM_PINS = new Set([3, 5, 6, 9, 10, 11]);
const I2C_PINS = new Set([18, 19]);
/** Capability reports end a pin's list by this, and analog mappings say "none" by it. */
const NONE = 0x7f;

function capabilitiesOf(pin: number): number[] {
  if (pin < 2) return []; // the serial line
  const modes = [INPUT, 1, PULLUP, 1, OUTPUT, 1];
  if (pin >= FIRST_ANALOG_PIN) modes.push(ANALOG, 10);
  if (PWM_PINS.has(pin)) modes.push(PWM, 8);
  if (I2C_PINS.has(pin)) modes.push(I2C, 1);
  return modes;
}

export class VirtualPins {
  /** Value of every pin: what the host wrote to an output, what hangs on an input. */
  readonly values = new Array<number>(PIN_COUNT).fill(0);
  readonly #modes = new Array<number>(PIN_COUNT).fill(INPUT);
  readonly #reportedPorts = new Set<number>();

  /** Handles one Firmata message of the host; undefined when it isn't about pins, else the bytes to answer. */
  handle({ command, data }: WireMessage): number[] | undefined {
    const [first = 0, second = 0, third = 0] = data;
    if (command === 0xf0) return this.#handleSysex(first, second, third | ((data[3] ?? 0) << 7));
    if (command === 0xf4) this.#setMode(first, second);
    else if (command === 0xf5) this.values[first] = second;
    else if ((command & 0xf0) === 0x90) this.#writePort(command & 0x0f, first | (second << 7));
    else if ((command & 0xf0) === 0xe0) this.values[command & 0x0f] = first | (second << 7);
    else if ((command & 0xf0) === 0xd0) return this.#reportPort(command & 0x0f, first !== 0);
    else if ((command & 0xf0) !== 0xc0) return undefined; // C0 enables analog reports: there are no analog inputs
    return [];
  }

  /** Something outside moves an input (a button): the bytes that report it, none when reporting is off. */
  setInput(pin: number, value: 0 | 1): number[] {
    this.values[pin] = value;
    return this.#reportedPorts.has(pin >> 3) ? this.#portReport(pin >> 3) : [];
  }

  /** All pins as after power-on. */
  reset(): void {
    this.values.fill(0);
    this.#modes.fill(INPUT);
    this.#reportedPorts.clear();
  }

  #handleSysex(id: number, pin: number, value: number): number[] | undefined {
    const pins = Array.from({ length: PIN_COUNT }, (_, index) => index);
    if (id === 0x6b) return [0xf0, 0x6c, ...pins.flatMap((each) => [...capabilitiesOf(each), NONE]), 0xf7];
    if (id === 0x69) {
      const channels = pins.map((each) => (each >= FIRST_ANALOG_PIN ? each - FIRST_ANALOG_PIN : NONE));
      return [0xf0, 0x6a, ...channels, 0xf7];
    }
    if (id === 0x6d) return [0xf0, 0x6e, pin, this.#modes[pin] ?? INPUT, (this.values[pin] ?? 0) & 0x7f, 0xf7];
    if (id === 0x6f) this.values[pin] = value;
    else if (id !== 0x7a) return undefined; // 7A: sampling interval of analog values
    return [];
  }

  #setMode(pin: number, mode: number): void {
    this.#modes[pin] = mode;
    if (mode === PULLUP) this.values[pin] = 1;
  }

  #writePort(port: number, bits: number): void {
    for (let i = 0; i < 8; i++) {
      const pin = port * 8 + i;
      if (this.#modes[pin] === OUTPUT) this.values[pin] = (bits >> i) & 1;
    }
  }

  #reportPort(port: number, on: boolean): number[] {
    if (on) this.#reportedPorts.add(port);
    else this.#reportedPorts.delete(port);
    return on ? this.#portReport(port) : [];
  }

  #portReport(port: number): number[] {
    let bits = 0;
    for (let i = 0; i < 8; i++) if (this.values[port * 8 + i]) bits |= 1 << i;
    return [0x90 | port, bits & 0x7f, bits >> 7];
  }
}
