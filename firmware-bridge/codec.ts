/**
 * Bytes ⇄ messages of the Lockout protocol (PROTOCOL.md).
 *
 * Frame: `F0 <message id> <7-bit packed (payload fields, crc16)> F7`, everything little endian. The CRC covers the id
 * and the payload, since Firmata itself has no checksum: a flipped bit in the id must not turn a SAMPLE into a STATUS.
 * Packing is Firmata's Encoder7Bit: one bit stream, least significant bit first, seven bits to a byte.
 *
 * Decoding never throws: a bad frame is a value with a reason, which the caller counts.
 */
import { CRC, LIMITS, MESSAGES } from './protocol.ts';

type FieldType = 'u8' | 'u16' | 'u32' | 'i32';
export type MessageName = keyof typeof MESSAGES;

/** The fields of one message by name, all numbers: `Decoded<'SAMPLE'>` is `{ slot, seq, atUs, raw, flags }`. */
export type Decoded<N extends MessageName> = {
  -readonly [F in (typeof MESSAGES)[N]['fields'][number] as F[0]]: number;
};

/** A message, discriminated by `name`. */
export type Message = { [N in MessageName]: { name: N; fields: Decoded<N> } }[MessageName];

/** Why a frame was refused. */
type DecodeFault = 'unknownId' | 'badLength' | 'badByte' | 'badCrc';
type DecodeResult = ({ ok: true } & Message) | { ok: false; reason: DecodeFault };

export const START_SYSEX = 0xf0;
export const END_SYSEX = 0xf7;

const CRC_BYTES = 2;
const SIZE_BYTES: Record<FieldType, number> = { u8: 1, u16: 2, u32: 4, i32: 4 };

interface Layout {
  name: MessageName;
  id: number;
  fields: readonly (readonly [field: string, type: FieldType])[];
  payloadBytes: number;
  packedBytes: number;
}

const layouts = {} as Record<MessageName, Layout>;
const layoutById: (Layout | undefined)[] = [];
for (const [name, { id, fields }] of Object.entries(MESSAGES) as [MessageName, (typeof MESSAGES)[MessageName]][]) {
  const payloadBytes = fields.reduce((sum, [, type]) => sum + SIZE_BYTES[type], 0);
  const packedBytes = Math.ceil(((payloadBytes + CRC_BYTES) * 8) / 7);
  layouts[name] = layoutById[id] = { name, id, fields, payloadBytes, packedBytes };
}

const crcTable = Uint16Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 8;
  for (let bit = 0; bit < 8; bit++) crc = crc & 0x8000 ? (crc << 1) ^ CRC.polynomial : crc << 1;
  return crc;
});

/** CRC-16/IBM-3740 over the message id, then the first `length` bytes of `payload`. */
export function crc16(id: number, payload: Uint8Array, length: number): number {
  let crc = ((CRC.initial << 8) ^ crcTable[(CRC.initial >> 8) ^ id]!) & 0xffff;
  for (let i = 0; i < length; i++) crc = ((crc << 8) ^ crcTable[(crc >> 8) ^ payload[i]!]!) & 0xffff;
  return crc;
}

// One message is handled at a time and synchronously, so one scratch buffer serves all: no allocation per frame but its result.
const scratch = new Uint8Array(LIMITS.maxPayloadBytes + CRC_BYTES);
const view = new DataView(scratch.buffer);

/**
 * The bytes between F0 and F7: the id, then the packed payload and CRC. This is what Firmata's `sysexCommand` takes.
 * @throws RangeError when a field is missing, not an integer, or outside its type's range: that is a mistake of the caller.
 */
export function encodeBody<N extends MessageName>(name: N, fields: Decoded<N>): number[] {
  const layout = layouts[name];
  let offset = 0;
  for (const [field, type] of layout.fields) {
    writeField(type, offset, (fields as Record<string, number>)[field], `${name}.${field}`);
    offset += SIZE_BYTES[type];
  }
  view.setUint16(offset, crc16(layout.id, scratch, offset), true);
  return [layout.id, ...pack(offset + CRC_BYTES)];
}

/** The whole frame, from F0 to F7. Throws as {@link encodeBody} does. */
export function encodeFrame<N extends MessageName>(name: N, fields: Decoded<N>): Uint8Array {
  return Uint8Array.from([START_SYSEX, ...encodeBody(name, fields), END_SYSEX]);
}

/**
 * @param id the byte after F0
 * @param packed the bytes between the id and F7, as Firmata hands them to a sysex handler
 */
export function decodeBody(id: number, packed: ArrayLike<number>): DecodeResult {
  const layout = layoutById[id];
  if (!layout) return { ok: false, reason: 'unknownId' };
  if (packed.length !== layout.packedBytes) return { ok: false, reason: 'badLength' };
  if (!unpack(packed, layout.payloadBytes + CRC_BYTES)) return { ok: false, reason: 'badByte' };
  if (view.getUint16(layout.payloadBytes, true) !== crc16(id, scratch, layout.payloadBytes)) {
    return { ok: false, reason: 'badCrc' };
  }
  const fields: Record<string, number> = {};
  let offset = 0;
  for (const [field, type] of layout.fields) {
    fields[field] = readField(type, offset);
    offset += SIZE_BYTES[type];
  }
  return { ok: true, name: layout.name, fields } as unknown as DecodeResult;
}

/** Decodes a whole frame, F0 to F7; `badLength` when those two aren't where they belong. */
export function decodeFrame(frame: Uint8Array): DecodeResult {
  if (frame.length < 3 || frame[0] !== START_SYSEX || frame.at(-1) !== END_SYSEX)
    return { ok: false, reason: 'badLength' };
  return decodeBody(frame[1]!, frame.subarray(2, -1));
}

function pack(byteCount: number): number[] {
  const packed: number[] = [];
  let bits = 0;
  let bitCount = 0;
  for (let i = 0; i < byteCount; i++) {
    bits |= scratch[i]! << bitCount;
    bitCount += 8;
    while (bitCount >= 7) {
      packed.push(bits & 0x7f);
      bits >>= 7;
      bitCount -= 7;
    }
  }
  if (bitCount > 0) packed.push(bits);
  return packed;
}

/** Fills `scratch`; false when a byte has its top bit set. The bits that pad the last byte carry nothing and are ignored. */
function unpack(packed: ArrayLike<number>, byteCount: number): boolean {
  let bits = 0;
  let bitCount = 0;
  let at = 0;
  for (let i = 0; i < packed.length; i++) {
    const byte = packed[i]!;
    if (byte > 0x7f) return false;
    bits |= byte << bitCount;
    bitCount += 7;
    if (bitCount >= 8 && at < byteCount) {
      scratch[at++] = bits & 0xff;
      bits >>= 8;
      bitCount -= 8;
    }
  }
  return true;
}

const MINIMUM: Record<FieldType, number> = { u8: 0, u16: 0, u32: 0, i32: -0x8000_0000 };
const MAXIMUM: Record<FieldType, number> = { u8: 0xff, u16: 0xffff, u32: 0xffff_ffff, i32: 0x7fff_ffff };

function writeField(type: FieldType, offset: number, value: number | undefined, label: string): void {
  if (!Number.isInteger(value) || value! < MINIMUM[type] || value! > MAXIMUM[type]) {
    throw new RangeError(`${label} must be an integer from ${MINIMUM[type]} to ${MAXIMUM[type]}, not ${value}`);
  }
  if (type === 'u8') view.setUint8(offset, value!);
  else if (type === 'u16') view.setUint16(offset, value!, true);
  else if (type === 'u32') view.setUint32(offset, value!, true);
  else view.setInt32(offset, value!, true);
}

function readField(type: FieldType, offset: number): number {
  if (type === 'u8') return view.getUint8(offset);
  if (type === 'u16') return view.getUint16(offset, true);
  if (type === 'u32') return view.getUint32(offset, true);
  return view.getInt32(offset, true);
}
