/** A packet that the broker refuses; the message says which rule it breaks. */
export class RefusedPacketError extends Error {}

/** MQTT 3.1.1 §2.2.3: the remaining length takes at most four bytes of seven bits. */
const MAX_LENGTH_BYTES = 4;

/**
 * Finds where MQTT packets begin in a stream of bytes, without decoding them, so that they can be counted and the oversized ones
 * refused before anything buffers them.
 */
export class PacketMeter {
  readonly #maxPacketBytes: number;
  #bodyLeftBytes = 0;
  #lengthBytes = 0;
  #lengthSoFar = 0;
  #inLength = false;

  constructor(maxPacketBytes: number) {
    this.#maxPacketBytes = maxPacketBytes;
  }

  /**
   * Goes over `chunk` from `from`, letting at most `maxPackets` begin.
   * @returns where it stopped, and how many packets began before that
   * @throws RefusedPacketError for a packet that is too large or a length that isn't one
   */
  scan(chunk: Uint8Array, from: number, maxPackets: number): { end: number; packets: number } {
    let at = from;
    let packets = 0;
    while (at < chunk.length) {
      if (this.#bodyLeftBytes > 0) {
        const step = Math.min(this.#bodyLeftBytes, chunk.length - at);
        this.#bodyLeftBytes -= step;
        at += step;
      } else if (this.#inLength) {
        this.#readLengthByte(chunk[at++]!);
      } else {
        if (packets === maxPackets) break;
        packets++;
        at++;
        this.#inLength = true;
        this.#lengthBytes = 0;
        this.#lengthSoFar = 0;
      }
    }
    return { end: at, packets };
  }

  #readLengthByte(byte: number): void {
    this.#lengthSoFar += (byte & 0x7f) * 128 ** this.#lengthBytes++;
    if (byte & 0x80) {
      if (this.#lengthBytes === MAX_LENGTH_BYTES) throw new RefusedPacketError('the length of a packet is malformed');
      return;
    }
    if (this.#lengthSoFar > this.#maxPacketBytes)
      throw new RefusedPacketError(`a packet of ${this.#lengthSoFar} bytes; at most ${this.#maxPacketBytes} are taken`);
    this.#bodyLeftBytes = this.#lengthSoFar;
    this.#inLength = false;
  }
}
