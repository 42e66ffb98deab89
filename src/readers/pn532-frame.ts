/** Frames of the PN532 as its user manual (UM0701-02) has them in 6.2.1. Pure. */

export type Pn532Frame =
  | { kind: 'ack' }
  | { kind: 'nack' }
  /** The chip didn't understand the command (6.2.1.5). */
  | { kind: 'error' }
  /** An answer: its code (that of the command plus one), then its data. */
  | { kind: 'answer'; code: number; data: Uint8Array };

const FROM_HOST = 0xd4;
const FROM_CHIP = 0xd5;
const ERROR_CODE = 0x7f;
/** 6.2.1.2: the chip sends at most 264 bytes after the frame identifier. */
const LONGEST_BYTES = 265;
/** With start code, extended length and checksum (6.2.1.2). */
const LONGEST_FRAME_BYTES = 2 + 5 + LONGEST_BYTES + 1;

/** Ends the chip's command in progress (6.2.1.3). */
export const ACK_FRAME = Uint8Array.of(0x00, 0x00, 0xff, 0x00, 0xff, 0x00);

/** A command as a normal information frame (6.2.1.1); commands here are far below its 255 bytes. */
export function encodeCommand(code: number, data: readonly number[] = []): Uint8Array {
  const body = [FROM_HOST, code, ...data];
  return Uint8Array.of(0x00, 0x00, 0xff, body.length, -body.length & 0xff, ...body, -sum(body) & 0xff, 0x00);
}

const START_CODE = Buffer.of(0x00, 0xff);

/**
 * Finds frames in any chunking of any bytes. What is no frame is skipped and counted. Takes time by the number of bytes, whatever they
 * are: what is kept from one chunk to the next is never longer than a frame.
 */
export class Pn532Scanner {
  /** Starts of frames that turned out to be none, and frames with a wrong checksum. */
  framesDamaged = 0;
  #rest: Uint8Array = new Uint8Array();

  push(chunk: Uint8Array): Pn532Frame[] {
    const bytes = Buffer.concat([this.#rest, chunk]);
    const frames: Pn532Frame[] = [];
    let at = 0;
    for (;;) {
      const start = bytes.indexOf(START_CODE, at);
      if (start < 0) {
        // Preamble, postamble and noise may be of any length (6.2.1.6); a last 00 may be the first half of a start code.
        const isHalf = bytes.length > at && bytes.at(-1) === 0x00;
        this.#rest = isHalf ? Uint8Array.of(0x00) : new Uint8Array();
        return frames;
      }
      const found = readFrame(bytes.subarray(start, start + LONGEST_FRAME_BYTES));
      if (found === 'incomplete') {
        this.#rest = Uint8Array.from(bytes.subarray(start));
        return frames;
      }
      if (found === 'damaged') this.framesDamaged++;
      else frames.push(found.frame);
      // Behind a damaged start a whole frame may begin within what it claimed for itself.
      at = start + (found === 'damaged' ? START_CODE.length : found.length);
    }
  }

  /** Forgets half a frame: what comes now belongs to another command. */
  reset(): void {
    if (this.#rest.length > 1) this.framesDamaged++;
    this.#rest = new Uint8Array();
  }
}

/** @param bytes begin with the start code 00 FF */
function readFrame(bytes: Uint8Array): 'incomplete' | 'damaged' | { frame: Pn532Frame; length: number } {
  const [, , length, check] = bytes;
  if (length === undefined || check === undefined) return 'incomplete';
  if (length === 0x00 && check === 0xff) return { frame: { kind: 'ack' }, length: 4 };
  if (length === 0xff && check === 0x00) return { frame: { kind: 'nack' }, length: 4 };
  if (length !== 0xff || check !== 0xff) return readBody(bytes, 4, length, (length + check) & 0xff);
  const [high, low, extendedCheck] = bytes.subarray(4);
  if (high === undefined || low === undefined || extendedCheck === undefined) return 'incomplete';
  return readBody(bytes, 7, high * 256 + low, (high + low + extendedCheck) & 0xff);
}

function readBody(bytes: Uint8Array, at: number, length: number, lengthRest: number) {
  if (lengthRest !== 0 || length === 0 || length > LONGEST_BYTES) return 'damaged';
  const end = at + length + 1;
  if (bytes.length < end) return 'incomplete';
  const body = bytes.subarray(at, end - 1);
  if ((sum(body) + (bytes[end - 1] ?? 0)) % 256 !== 0) return 'damaged';
  const [identifier, code, ...data] = body;
  if (length === 1 && identifier === ERROR_CODE) return { frame: { kind: 'error' }, length: end } as const;
  if (identifier !== FROM_CHIP || code === undefined) return 'damaged';
  return { frame: { kind: 'answer', code, data: Uint8Array.from(data) }, length: end } as const;
}

const sum = (bytes: readonly number[] | Uint8Array): number => {
  let total = 0;
  for (const byte of bytes) total += byte;
  return total;
};
