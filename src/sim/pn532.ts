import { EventEmitter } from 'node:events';
import { createRandom } from './random.ts';

/** A card, as it answers the chip. */
export interface VirtualCard {
  /** Hexadecimal; `random` makes up another one each time the field comes on, as phones do. */
  uid: string;
  /** Speaks ISO/IEC 14443-4 and sends its ATS, as phones and bank cards do. */
  hasAts?: boolean;
}

/** mute: no supply. noise: bytes between the frames. damage: each answer gets a wrong byte. */
type Pn532Fault = 'mute' | 'noise' | 'damage';

const SHORTEST_ANSWER_MS = 2;
const LOOK_FOR_EVER = 0xff;
const ATS = [0x05, 0x78, 0x80, 0x70, 0x02];
const ACK = [0x00, 0x00, 0xff, 0x00, 0xff, 0x00];
const SYNTAX_ERROR = [0x00, 0x00, 0xff, 0x01, 0xff, 0x7f, 0x81, 0x00];

/**
 * A PN532 in software behind the transport of a serial port (`open`, `data`, `close`, `write`): it speaks the bytes of the
 * chip's high speed UART, from the NXP user manual UM0701-02. It starts asleep, in low battery mode.
 */
export class VirtualPn532 extends EventEmitter {
  /** Commands as they came, to see what a host does: code, then data. */
  readonly commands: number[][] = [];
  readonly #faults = new Set<Pn532Fault>();
  readonly #random = createRandom(1, 'cards with random numbers');
  readonly #chipCode: number;
  #cards: { card: VirtualCard; uid: string; isSelected: boolean }[] = [];
  #received: number[] = [];
  #isAwake = false;
  #isConfigured = false;
  #maxRetries = LOOK_FOR_EVER;
  #pendingSearch: number | null = null;
  #timers = new Set<NodeJS.Timeout>();
  #isOpen = true;

  /** @param chipCode another one than 0x32 is another chip of the family */
  constructor({ chipCode = 0x32 }: { chipCode?: number } = {}) {
    super();
    this.#chipCode = chipCode;
  }

  start(): void {
    this.emit('open');
  }

  write(bytes: Uint8Array, done?: (error?: Error | null) => void): void {
    if (!this.#isOpen) return void done?.(new Error('The virtual PN532 is closed.'));
    setImmediate(() => {
      done?.();
      if (this.#isOpen && !this.#faults.has('mute')) this.#receive(bytes);
    });
  }

  close(): Promise<void> {
    this.#end();
    return Promise.resolve();
  }

  unplug(): void {
    this.#end(new Error('Disconnected'));
  }

  /** Supply away and back: asleep again, and nothing is remembered. */
  restart(): void {
    this.#isAwake = false;
    this.#isConfigured = false;
    this.#maxRetries = LOOK_FOR_EVER;
    this.#pendingSearch = null;
    this.#received = [];
  }

  setFault(fault: Pn532Fault, on: boolean): void {
    if (on) this.#faults.add(fault);
    else this.#faults.delete(fault);
  }

  /** What lies on the antenna from now on. A card that stays keeps its state. */
  setCards(cards: readonly VirtualCard[]): void {
    this.#cards = cards.map((card) => {
      const known = this.#cards.find((one) => one.card.uid === card.uid);
      return known ?? { card, uid: this.#numberOf(card), isSelected: false };
    });
    if (this.#pendingSearch !== null && cards.length > 0) this.#search(this.#pendingSearch);
  }

  #end(error?: Error): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    for (const timer of this.#timers) clearTimeout(timer);
    this.emit('close', error);
  }

  #numberOf({ uid }: VirtualCard): string {
    if (uid !== 'random') return uid;
    return `08${this.#random.integer(0, 0xffffff).toString(16).padStart(6, '0')}`;
  }

  #receive(bytes: Uint8Array): void {
    for (const byte of bytes) {
      if (!this.#isAwake) this.#isAwake = byte === 0x55;
      else this.#received.push(byte);
    }
    for (let frame = this.#takeFrame(); frame; frame = this.#takeFrame()) this.#obey(frame);
  }

  /** The next whole frame: empty for an ACK, else what stands between length and checksum. */
  #takeFrame(): number[] | null {
    const bytes = this.#received;
    for (let at = 0; at + 4 < bytes.length; at++) {
      if (bytes[at] !== 0 || bytes[at + 1] !== 0 || bytes[at + 2] !== 0xff) continue;
      const length = bytes[at + 3]!;
      if (length === 0 && bytes[at + 4] === 0xff) {
        bytes.splice(0, at + 5);
        return [];
      }
      if (length === 0 || ((length + bytes[at + 4]!) & 0xff) !== 0) continue;
      if (bytes.length < at + 6 + length) return null;
      const frame = bytes.slice(at + 5, at + 5 + length);
      bytes.splice(0, at + 6 + length);
      return frame;
    }
    return null;
  }

  #obey(frame: number[]): void {
    this.#pendingSearch = null; // any frame ends a search in progress
    const [identifier, code, ...data] = frame;
    if (identifier !== 0xd4 || code === undefined) return;
    if (!this.#isConfigured && code !== 0x14) return;
    this.commands.push([code, ...data]);
    this.#send(ACK);
    if (code === 0x14) {
      this.#isConfigured = true;
      this.#answer(0x15, []);
    } else if (code === 0x02) this.#answer(0x03, [this.#chipCode, 0x01, 0x06, 0x07]);
    else if (code === 0x32) this.#configureField(data);
    else if (code === 0x4a) this.#search(data[0] ?? 0);
    else this.#later(() => this.#send(SYNTAX_ERROR));
  }

  #configureField([item, ...values]: number[]): void {
    if (item === 0x05) this.#maxRetries = values[2] ?? LOOK_FOR_EVER;
    const isFieldOff = item === 0x01 && ((values[0] ?? 0) & 1) === 0;
    if (isFieldOff)
      this.#cards = this.#cards.map(({ card }) => ({ card, uid: this.#numberOf(card), isSelected: false }));
    this.#answer(0x33, []);
  }

  /** A card that is selected, and was not reset by switching the field off, does not answer a search. */
  #search(maxCards: number): void {
    const found = this.#cards.filter(({ isSelected }) => !isSelected).slice(0, maxCards);
    if (found.length === 0 && this.#maxRetries === LOOK_FOR_EVER) {
      this.#pendingSearch = maxCards;
      return;
    }
    this.#pendingSearch = null;
    const targets = found.flatMap(({ card, uid }, at) => {
      const bytes = [...Buffer.from(uid, 'hex')];
      const sensRes = [0x00, bytes.length === 4 ? 0x04 : 0x44];
      return [at + 1, ...sensRes, card.hasAts ? 0x20 : 0x08, bytes.length, ...bytes, ...(card.hasAts ? ATS : [])];
    });
    for (const one of found) one.isSelected = true;
    this.#answer(0x4b, [found.length, ...targets]);
  }

  #answer(code: number, data: readonly number[]): void {
    const body = [0xd5, code, ...data];
    const sum = body.reduce((total, byte) => total + byte, 0);
    const frame = [0x00, 0x00, 0xff, body.length, -body.length & 0xff, ...body, -sum & 0xff, 0x00];
    this.#later(() => {
      if (this.#faults.has('damage')) frame[6]! ^= 0x10;
      if (this.#faults.has('noise')) frame.unshift(0x17, 0x00, 0xff, 0x80, 0x00);
      this.#send(frame);
    });
  }

  #later(action: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      action();
    }, SHORTEST_ANSWER_MS);
    this.#timers.add(timer);
  }

  #send(bytes: readonly number[]): void {
    if (this.#isOpen && !this.#faults.has('mute')) this.emit('data', Uint8Array.from(bytes));
  }
}
