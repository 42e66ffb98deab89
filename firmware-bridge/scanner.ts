/**
 * Cuts a Firmata byte stream into messages, for code that acts as the board (the virtual board, the emulator's tests) or
 * listens on the wire. Bad bytes are skipped one at a time and counted, so a flipped length or a lost F7 costs one
 * message and never the next; what is held in memory is bounded by `MAX_SYSEX_BYTES` whatever arrives.
 */
import { END_SYSEX, START_SYSEX } from './codec.ts';

/** Who sent the bytes: a version report (F9) carries two bytes from the device and none from the host. */
type Sender = 'host' | 'device';

/** `command` is the first byte. For a sysex, `data` begins with its id and ends before F7; the array is the receiver's to keep. */
export interface WireMessage {
  command: number;
  data: number[];
}

/** The longest Firmata answer we know, a Mega's capabilities, has about 800 bytes. */
export const MAX_SYSEX_BYTES = 1024;

export class StreamScanner {
  /** Bytes that belonged to no message. */
  bytesDiscarded = 0;
  readonly #sender: Sender;
  #command = -1;
  #dataBytes = 0;
  #data: number[] = [];

  constructor(sender: Sender) {
    this.#sender = sender;
  }

  /** Feeds bytes as they come, in chunks of any size; `onMessage` is called for each complete message, in order. */
  push(bytes: Iterable<number>, onMessage: (message: WireMessage) => void): void {
    for (const byte of bytes) {
      if (byte === END_SYSEX && this.#command === START_SYSEX) this.#finish(onMessage);
      else if (byte >= 0x80) this.#begin(byte, onMessage);
      else this.#append(byte, onMessage);
    }
  }

  #begin(byte: number, onMessage: (message: WireMessage) => void): void {
    this.#discard();
    const dataBytes = dataBytesOf(byte, this.#sender);
    if (dataBytes === undefined) {
      this.bytesDiscarded++;
      return;
    }
    this.#command = byte;
    this.#dataBytes = dataBytes;
    if (dataBytes === 0) this.#finish(onMessage);
  }

  #append(byte: number, onMessage: (message: WireMessage) => void): void {
    if (this.#command < 0) {
      this.bytesDiscarded++;
      return;
    }
    this.#data.push(byte);
    if (this.#data.length === this.#dataBytes) this.#finish(onMessage);
    else if (this.#data.length > MAX_SYSEX_BYTES) this.#discard();
  }

  #finish(onMessage: (message: WireMessage) => void): void {
    const message = { command: this.#command, data: this.#data };
    this.#command = -1;
    this.#data = [];
    onMessage(message);
  }

  #discard(): void {
    if (this.#command >= 0) this.bytesDiscarded += 1 + this.#data.length;
    this.#command = -1;
    this.#data.length = 0;
  }
}

/** How many data bytes follow a command byte; Infinity for a sysex, which ends by F7; undefined for no command at all. */
function dataBytesOf(command: number, sender: Sender): number | undefined {
  if (command === START_SYSEX) return Number.POSITIVE_INFINITY;
  if (command === 0xf9) return sender === 'device' ? 2 : 0; // protocol version
  if (command === 0xff) return 0; // system reset
  if (command === 0xf4 || command === 0xf5) return 2; // pin mode, digital pin value
  const family = command & 0xf0;
  if (family === 0x90 || family === 0xe0) return 2; // digital port, analog value
  if (family === 0xc0 || family === 0xd0) return 1; // report analog, report digital
  return undefined;
}
