import { EventEmitter } from 'node:events';
import { type Clock, systemClock } from '../common/clock.ts';
import type { Io } from './johnny-five.ts';
import type { LinkCounters } from './messages.ts';
import type { Transport } from './transport.ts';

/** A Mega's capability report, the longest message Firmata must hold, has about 800 bytes. */
const PARSER_LIMIT_BYTES = 2_048;

/**
 * Stands between the port and Firmata, whose parser throws on some garbage (a pin state report of a pin that doesn't
 * exist, a firmware report of no bytes) and keeps an endless message without bound: both would let noise on the wire
 * end the process. It also stamps each chunk with its time of arrival.
 *
 * Events besides the transport's own: `chunk` (arrival, monotonic ms) before the bytes are parsed, `chunkEnd` after.
 */
export class StreamGuard extends EventEmitter {
  readonly #port: Transport;
  readonly #counters: LinkCounters;
  readonly #clock: Clock;
  #io: Io | null = null;

  constructor(port: Transport, counters: LinkCounters, clock: Clock = systemClock) {
    super();
    this.#port = port;
    this.#counters = counters;
    this.#clock = clock;
    port.on('open', () => this.emit('open'));
    port.on('close', (error?: Error) => this.emit('close', error));
    port.on('error', (error: Error) => this.emit('error', error));
    port.on('data', (bytes: Uint8Array) => this.#receive(bytes));
  }

  /** The Firmata whose parser is watched. */
  watch(io: Io): void {
    this.#io = io;
  }

  start(): void {
    this.#port.start();
  }

  close(): Promise<void> {
    return this.#port.close();
  }

  write(bytes: Uint8Array, done?: (error?: Error | null) => void): void {
    this.#port.write(bytes, (error) => {
      if (error) this.#counters.writesFailed++;
      done?.(error);
    });
  }

  #receive(bytes: Uint8Array): void {
    this.#counters.bytesReceived += bytes.length;
    this.emit('chunk', this.#clock.monoMs());
    try {
      this.emit('data', bytes);
    } catch (error) {
      this.#counters.parserFaults++;
      this.#dropParserBytes();
      this.emit('parserFault', error);
    }
    if (this.#io && this.#io.buffer.length > PARSER_LIMIT_BYTES) this.#dropParserBytes();
    this.emit('chunkEnd');
  }

  #dropParserBytes(): void {
    if (!this.#io) return;
    this.#counters.parserBytesDropped += this.#io.buffer.length;
    this.#io.buffer.length = 0;
  }
}
