import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  crc16,
  decodeBody,
  decodeFrame,
  encodeBody,
  encodeFrame,
  type MessageName,
} from '../../firmware-bridge/codec.ts';
import { LIMITS, MESSAGES } from '../../firmware-bridge/protocol.ts';

interface Vectors {
  crcCheck: { input: string; crc16: number };
  valid: { name: MessageName; fields: never; frame: string }[];
  invalid: { why: string; frame: string; reason: string }[];
}
const vectors = JSON.parse(
  readFileSync(new URL('../../firmware-bridge/vectors.json', import.meta.url), 'utf8'),
) as Vectors;
const bytesOf = (hex: string) => Uint8Array.from(hex.split(' '), (pair) => Number.parseInt(pair, 16));

const ranges = { u8: [0, 0xff], u16: [0, 0xffff], u32: [0, 0xffff_ffff], i32: [-0x8000_0000, 0x7fff_ffff] } as const;
const names = Object.keys(MESSAGES) as MessageName[];
const anyMessage = fc.constantFrom(...names).chain((name) =>
  fc.record({
    name: fc.constant(name),
    fields: fc.record(
      Object.fromEntries(
        MESSAGES[name].fields.map(([field, type]) => [
          field,
          fc.integer({ min: ranges[type][0], max: ranges[type][1] }),
        ]),
      ),
    ) as fc.Arbitrary<never>,
  }),
);

describe('the codec against the shared vectors', () => {
  it('covers every message of the protocol', () => {
    expect(new Set(vectors.valid.map((vector) => vector.name))).toEqual(new Set(names));
  });

  it.each(vectors.valid)('encodes and decodes $name $frame', ({ name, fields, frame }) => {
    expect(encodeFrame(name, fields)).toEqual(bytesOf(frame));
    expect(decodeFrame(bytesOf(frame))).toEqual({ ok: true, name, fields });
  });

  it.each(vectors.invalid)('refuses $why', ({ frame, reason }) => {
    expect(decodeFrame(bytesOf(frame))).toEqual({ ok: false, reason });
  });
});

describe('the codec for any message', () => {
  it('decodes what it encoded', () => {
    fc.assert(
      fc.property(anyMessage, ({ name, fields }) => {
        expect(decodeFrame(encodeFrame(name, fields))).toEqual({ ok: true, name, fields });
      }),
    );
  });

  it('refuses every frame with one flipped bit, but for the bits that only pad the last byte', () => {
    fc.assert(
      fc.property(anyMessage, fc.nat(), fc.integer({ min: 0, max: 6 }), ({ name, fields }, at, bit) => {
        const body = encodeBody(name, fields);
        const index = at % body.length;
        const original = decodeBody(body[0]!, body.slice(1));
        body[index]! ^= 1 << bit;
        const decoded = decodeBody(body[0]!, body.slice(1));
        const dataBits = (MESSAGES[name].fields.reduce((sum, [, type]) => sum + sizeOf[type], 0) + 2) * 8;
        const isPadding = index === body.length - 1 && (index - 1) * 7 + bit >= dataBits;
        if (isPadding) expect(decoded).toEqual(original);
        else expect(decoded.ok).toBe(false);
      }),
    );
  });

  it('answers any bytes at all with a value and never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        const result = decodeFrame(bytes);
        expect(result.ok || ['unknownId', 'badLength', 'badByte', 'badCrc'].includes(result.reason)).toBe(true);
      }),
    );
  });

  it('keeps every byte between F0 and F7 below 0x80, as Firmata demands', () => {
    fc.assert(
      fc.property(anyMessage, ({ name, fields }) => {
        expect(encodeBody(name, fields).every((byte) => byte < 0x80)).toBe(true);
      }),
    );
  });
});

const sizeOf = { u8: 1, u16: 2, u32: 4, i32: 4 } as const;

describe('the edges of the codec', () => {
  it('has the CRC of the catalogue', () => {
    const [first, ...rest] = new TextEncoder().encode(vectors.crcCheck.input);
    expect(crc16(first!, Uint8Array.from(rest), rest.length)).toBe(vectors.crcCheck.crc16);
  });

  it.each([
    [-1, 'slot'],
    [256, 'slot'],
    [1.5, 'slot'],
    [Number.NaN, 'slot'],
  ])('says which field is wrong when a caller passes %d', (slot) => {
    const fields = { slot, seq: 0, atUs: 0, raw: 0, flags: 0 };
    expect(() => encodeFrame('SAMPLE', fields)).toThrow(/SAMPLE\.slot must be an integer from 0 to 255/);
  });

  it('has room for every payload that the protocol allows', () => {
    for (const name of names) {
      const bytes = MESSAGES[name].fields.reduce((sum, [, type]) => sum + sizeOf[type], 0);
      expect(bytes, name).toBeLessThanOrEqual(LIMITS.maxPayloadBytes);
    }
  });
});
