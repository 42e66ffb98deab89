import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import type { BrokerCounters } from './broker-counters.ts';
import { PacketMeter, RefusedPacketError } from './packet-meter.ts';

export interface Limits {
  /** packets a second that one client may send for long */
  packetRateHz: number;
  /** packets that it may send at once after a pause */
  burstPackets: number;
  maxPacketBytes: number;
}

/** How soon a throttled client is looked at again: short enough to be smooth, long enough to cost nothing. */
const LOOK_AGAIN_MS = 20;

/**
 * A client's socket, read no faster than the limits allow. What is too much stays in the client's own TCP buffer: a flood slows
 * down the sender, and nothing is lost or piled up here.
 */
export class PacedStream extends Duplex {
  readonly #socket: Socket;
  readonly #limits: Limits;
  readonly #counters: BrokerCounters;
  readonly #meter: PacketMeter;
  #tokens: number;
  #filledAtMs = performance.now();
  #chunk: Buffer | null = null;
  #offset = 0;
  #isWanted = false;
  #hasEnded = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(socket: Socket, limits: Limits, counters: BrokerCounters) {
    super();
    this.#socket = socket;
    this.#limits = limits;
    this.#counters = counters;
    this.#meter = new PacketMeter(limits.maxPacketBytes);
    this.#tokens = limits.burstPackets;
    const ended = () => {
      this.#hasEnded = true;
      this.#pump();
    };
    socket.on('readable', () => this.#pump());
    socket.on('end', ended);
    socket.on('close', ended);
    socket.on('error', (error) => this.destroy(error));
  }

  override _read(): void {
    this.#isWanted = true;
    this.#pump();
  }

  override _write(chunk: Buffer, encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#socket.write(chunk, encoding, done);
  }

  /** mqtt-packet writes a packet in several pieces under a cork; they leave in one system call. */
  override _writev(chunks: { chunk: Buffer }[], done: (error?: Error | null) => void): void {
    this.#socket.write(Buffer.concat(chunks.map(({ chunk }) => chunk)), done);
  }

  override _final(done: () => void): void {
    this.#socket.end(done);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    clearTimeout(this.#timer);
    this.#socket.destroy();
    done(error);
  }

  #pump(): void {
    while (this.#isWanted && !this.destroyed) {
      this.#chunk ??= this.#socket.read() as Buffer | null;
      if (!this.#chunk) {
        if (this.#hasEnded) {
          this.#isWanted = false;
          this.push(null);
        }
        return;
      }
      if (!this.#pass(this.#chunk)) return;
    }
  }

  /** Hands on what the limits allow of the chunk; false when nothing may pass for now, or ever. */
  #pass(chunk: Buffer): boolean {
    this.#refill();
    const from = this.#offset;
    let end = from;
    try {
      const scanned = this.#meter.scan(chunk, from, Math.floor(this.#tokens));
      this.#tokens -= scanned.packets;
      this.#counters.add('packetsIn', scanned.packets);
      end = scanned.end;
    } catch (error) {
      if (error instanceof RefusedPacketError) this.#counters.add('refusedPackets');
      this.destroy(error as Error);
      return false;
    }
    if (end === from) {
      this.#counters.add('throttledPauses');
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#pump(), LOOK_AGAIN_MS);
      return false;
    }
    this.#chunk = end === chunk.length ? null : chunk;
    this.#offset = end === chunk.length ? 0 : end;
    this.#isWanted = this.push(chunk.subarray(from, end));
    return true;
  }

  #refill(): void {
    const nowMs = performance.now();
    const { packetRateHz, burstPackets } = this.#limits;
    this.#tokens = Math.min(burstPackets, this.#tokens + ((nowMs - this.#filledAtMs) / 1000) * packetRateHz);
    this.#filledAtMs = nowMs;
  }
}
