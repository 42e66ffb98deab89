import { EventEmitter } from 'node:events';
import { type Decoded, decodeBody, encodeFrame, type MessageName } from '../../firmware-bridge/codec.ts';
import {
  ACK_RESULTS,
  BOARD_KINDS,
  FIRMWARE_NAME,
  LIMITS,
  MESSAGES,
  PROTOCOL_VERSION,
  RESET_CAUSES,
  SENSOR_REASONS,
  SENSOR_STATES,
} from '../../firmware-bridge/protocol.ts';
import { StreamScanner, type WireMessage } from '../../firmware-bridge/scanner.ts';
import { createRandom } from './random.ts';
import { VirtualPins } from './virtual-pins.ts';
import { type CreateSensor, type Slot, VirtualSlots } from './virtual-slots.ts';

export interface VirtualBoardOptions {
  createSensor: CreateSensor;
  /** The clock at power-on; near 2^32 it soon wraps. */
  startAtUs?: number;
  /** Another firmware than ours. */
  firmwareName?: string;
  protocolVersion?: number;
  /** From open (or reset) to the first byte: the boot loader. */
  bootMs?: number;
}

type VirtualFault = 'unplug' | 'mute' | 'garbage' | 'flipBits' | 'reset' | 'failSensor';

const FIRMATA_VERSION = [0xf9, 2, 6];
const FIRMWARE_VERSION = [1, 0];
/** Share of the frames that get a flipped bit under the fault `flipBits`. */
const FLIP_SHARE = 0.2;
/**
 * A board in software behind the transport of a serial port (`open`, `data`, `close`, `write`): it speaks the bytes of the
 * Lockout firmware, so Firmata, Johnny-Five and everything above run as with a real one. Paced by its own timer, which
 * sleeps until the next reading is due.
 */
export class VirtualBoard extends EventEmitter {
  readonly pins = new VirtualPins();
  /** Bytes and messages of the host that made no sense. */
  framesCorrupt = 0;
  framesUnknown = 0;
  readonly #options: VirtualBoardOptions;
  readonly #bornMs = performance.now();
  readonly #scanner = new StreamScanner('host');
  readonly #slots: VirtualSlots;
  readonly #faults = new Set<VirtualFault>();
  readonly #random = createRandom(1, 'noise on the wire');
  /** False while the boot loader runs: it swallows what comes and says nothing. */
  #isRunning = false;
  #poweredMs = 0;
  #clockStartUs: number;
  #resetCause: number = RESET_CAUSES.powerOn;
  #hostHeardMs = Number.NEGATIVE_INFINITY;
  #statusSeq = 0;
  #statusDueMs = Number.POSITIVE_INFINITY;
  #out: number[] = [];
  #timer: NodeJS.Timeout | undefined;
  #isOpen = true;

  constructor(options: VirtualBoardOptions) {
    super();
    this.#options = options;
    this.#slots = new VirtualSlots(options.createSensor);
    this.#clockStartUs = options.startAtUs ?? 0;
  }

  start(): void {
    this.emit('open');
    this.#boot();
  }

  write(bytes: Uint8Array, done?: (error?: Error | null) => void): void {
    if (!this.#isOpen) {
      done?.(new Error('The virtual board is closed.'));
      return;
    }
    // A wire takes time: the answer never comes before the writer has returned.
    setImmediate(() => {
      done?.();
      if (!this.#isRunning) return;
      this.#scanner.push(bytes, (message) => this.#receive(message));
      this.#flush();
    });
  }

  close(): Promise<void> {
    this.#end();
    return Promise.resolve();
  }

  setFault(fault: VirtualFault, on: boolean, slotNumber?: number): void {
    if (on) this.#faults.add(fault);
    else this.#faults.delete(fault);
    if (fault === 'unplug' && on) this.#end(new Error('Disconnected'));
    if (fault === 'reset' && on) this.#reset(RESET_CAUSES.watchdog);
    if (fault !== 'failSensor') return;
    for (const slot of this.#slots.select(slotNumber)) {
      slot.isFailed = on;
      this.#sendState(slot);
    }
    this.#flush();
  }

  /** @throws what the sensor's model throws on a fault that it can't have. */
  setSensorFault(fault: string, on: boolean, slotNumber?: number): void {
    for (const slot of this.#slots.select(slotNumber)) slot.sensor.setFault?.(fault, on);
  }

  /** A button on an input pin. */
  setInput(pin: number, value: 0 | 1): void {
    this.#out.push(...this.pins.setInput(pin, value));
    this.#flush();
  }

  #boot(): void {
    this.#isRunning = false;
    this.#timer = setTimeout(() => {
      this.#isRunning = true;
      this.#poweredMs = performance.now();
      this.#statusDueMs = this.#poweredMs;
      this.#out.push(...FIRMATA_VERSION, ...this.#firmwareReport());
      this.#run();
    }, this.#options.bootMs ?? 5);
  }

  #reset(cause: number): void {
    clearTimeout(this.#timer);
    this.#resetCause = cause;
    this.#clockStartUs = 0;
    this.#hostHeardMs = Number.NEGATIVE_INFINITY;
    this.#slots.clear();
    this.pins.reset();
    this.#statusSeq = 0;
    this.#boot();
  }

  #end(error?: Error): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    clearTimeout(this.#timer);
    this.emit('close', error);
  }

  /** Sends what is due, then sleeps until something is. */
  #run(): void {
    const nowMs = performance.now();
    this.#sendSamples(nowMs);
    if (nowMs >= this.#statusDueMs) {
      this.#statusDueMs = nowMs + LIMITS.deviceHeartbeatPeriodMs;
      this.#sendStatus(nowMs);
    }
    this.#flush();
    this.#sleep();
  }

  #sleep(): void {
    clearTimeout(this.#timer);
    if (!this.#isOpen) return;
    const dueMs = Math.min(this.#statusDueMs, this.#bornMs + this.#slots.nextDueUs() / 1000);
    this.#timer = setTimeout(() => this.#run(), Math.max(1, Math.ceil(dueMs - performance.now())));
  }

  #sendSamples(nowMs: number): void {
    const isHostAlive = nowMs - this.#hostHeardMs < LIMITS.hostSilenceMs;
    for (const reading of this.#slots.takeDue((nowMs - this.#bornMs) * 1000, isHostAlive)) {
      this.#send('SAMPLE', { ...reading, atUs: this.#clockUs(this.#bornMs + reading.atUs / 1000) });
    }
  }

  #clockUs(atMs: number): number {
    return Math.floor(this.#clockStartUs + (atMs - this.#poweredMs) * 1000) >>> 0;
  }

  #receive(message: WireMessage): void {
    const [id = 0, ...body] = message.data;
    if (message.command === 0xf9) this.#out.push(...FIRMATA_VERSION);
    else if (message.command === 0xff) {
      this.#slots.clear();
      this.pins.reset();
    } else if (message.command === 0xf0 && id === 0x79) this.#out.push(...this.#firmwareReport());
    else if (message.command === 0xf0 && id < 0x10) this.#receiveOwn(id, body);
    else {
      const answer = this.pins.handle(message);
      if (answer) this.#out.push(...answer);
      else this.framesUnknown++;
    }
  }

  #receiveOwn(id: number, body: number[]): void {
    const message = decodeBody(id, body);
    if (!message.ok) this.framesCorrupt++;
    else if (message.name === 'HEARTBEAT') this.#hostHeardMs = performance.now();
    else if (message.name === 'CONFIGURE') this.#configure(message.fields);
    else if (message.name === 'QUERY') {
      this.#acknowledge('QUERY', message.fields.seq, ACK_RESULTS.ok);
      this.#sendStatus(performance.now());
      for (const slot of this.#slots.select()) this.#sendState(slot);
    } else this.framesUnknown++;
  }

  #configure(command: Decoded<'CONFIGURE'>): void {
    const result = this.#slots.configure(command, (performance.now() - this.#bornMs) / 1000);
    this.#acknowledge('CONFIGURE', command.seq, result);
    for (const slot of this.#slots.select(command.slot)) this.#sendState(slot);
    this.#sleep();
  }

  #acknowledge(name: 'CONFIGURE' | 'QUERY', seq: number, result: number): void {
    this.#send('ACK', { seq, message: MESSAGES[name].id, result });
  }

  #sendState({ command: { slot, kind, rateHz }, isFailed }: Slot): void {
    this.#send('SENSOR_STATE', {
      slot,
      kind,
      state: isFailed ? SENSOR_STATES.retrying : SENSOR_STATES.ok,
      reason: isFailed ? SENSOR_REASONS.noAnswer : SENSOR_REASONS.none,
      rateHz,
      retries: 0,
      samplesLate: 0,
      i2cErrors: 0,
    });
  }

  #sendStatus(nowMs: number): void {
    const { framesCorrupt, framesUnknown } = this;
    this.#send('STATUS', {
      seq: this.#statusSeq,
      atUs: this.#clockUs(nowMs),
      uptimeMs: Math.floor(nowMs - this.#poweredMs) >>> 0,
      loopWorstUs: 0,
      samplesDropped: this.#slots.samplesDropped & 0xffff,
      framesCorrupt: framesCorrupt & 0xffff,
      framesUnknown: framesUnknown & 0xffff,
      freeRamBytes: 1024,
      resetCause: this.#resetCause,
      boardKind: BOARD_KINDS.virtual,
      protocolVersion: this.#options.protocolVersion ?? PROTOCOL_VERSION,
    });
    this.#statusSeq = (this.#statusSeq + 1) & 0xffff;
  }

  #firmwareReport(): number[] {
    const name = this.#options.firmwareName ?? FIRMWARE_NAME;
    const letters = [...name].flatMap((letter) => [letter.charCodeAt(0) & 0x7f, letter.charCodeAt(0) >> 7]);
    return [0xf0, 0x79, ...FIRMWARE_VERSION, ...letters, 0xf7];
  }

  #send<N extends MessageName>(name: N, fields: Decoded<N>): void {
    const frame = encodeFrame(name, fields);
    if (this.#faults.has('flipBits') && this.#random.chance(FLIP_SHARE)) {
      const at = this.#random.integer(1, frame.length - 2);
      frame[at]! ^= 1 << this.#random.integer(0, 6);
    }
    this.#out.push(...frame);
  }

  #flush(): void {
    if (this.#out.length === 0) return;
    const bytes = Uint8Array.from(this.#out);
    this.#out = [];
    if (!this.#isOpen || !this.#isRunning || this.#faults.has('mute')) return;
    if (this.#faults.has('garbage')) for (let i = 0; i < bytes.length; i++) bytes[i] = this.#random.integer(0, 255);
    this.emit('data', bytes);
  }
}
