import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PacketMeter, RefusedPacketError } from '../../src/mqtt/packet-meter.ts';
import { publishPacket, remainingLength } from '../integration/mqtt-bytes.ts';

const MAX_BYTES = 20_000;
const packets = fc.array(
  fc.integer({ min: 0, max: 18_000 }).map((bytes) => publishPacket('a/b', Buffer.alloc(bytes, 0xff))),
  { minLength: 1, maxLength: 12 },
);

/** The stream, cut into chunks of the given sizes, over and over. */
function chunked(stream: Buffer, sizes: number[]): Buffer[] {
  const chunks: Buffer[] = [];
  for (let at = 0, i = 0; at < stream.length; i++) {
    const size = sizes[i % sizes.length]!;
    chunks.push(stream.subarray(at, at + size));
    at += size;
  }
  return chunks;
}

describe('the packet meter', () => {
  it('counts each packet once, however the stream is cut and however few may begin', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 30_000 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(packets, sizes, fc.integer({ min: 1, max: 4 }), (sent, cuts, budget) => {
        const meter = new PacketMeter(MAX_BYTES);
        let counted = 0;
        for (const chunk of chunked(Buffer.concat(sent), cuts))
          for (let at = 0; at < chunk.length; ) {
            const { end, packets: began } = meter.scan(chunk, at, budget);
            expect(began).toBeLessThanOrEqual(budget);
            expect(end).toBeGreaterThan(at);
            counted += began;
            at = end;
          }
        expect(counted).toBe(sent.length);
      }),
    );
  });

  it('stops at the beginning of a packet when none may begin, and lets the rest of one pass', () => {
    const meter = new PacketMeter(MAX_BYTES);
    const one = publishPacket('a', Buffer.alloc(300));
    const two = Buffer.concat([one, one]);
    expect(meter.scan(two, 0, 0)).toEqual({ end: 0, packets: 0 });
    expect(meter.scan(two, 0, 1)).toEqual({ end: one.length, packets: 1 });
    expect(meter.scan(one.subarray(0, 100), 0, 1)).toEqual({ end: 100, packets: 1 });
    expect(meter.scan(one.subarray(100), 0, 0)).toEqual({ end: one.length - 100, packets: 0 });
  });

  it('refuses a packet as soon as its length says that it is too large', () => {
    const head = (bytes: number) => Buffer.concat([Buffer.from([0x30]), remainingLength(bytes)]);
    expect(() => new PacketMeter(MAX_BYTES).scan(head(MAX_BYTES), 0, 1)).not.toThrow();
    expect(() => new PacketMeter(MAX_BYTES).scan(head(MAX_BYTES + 1), 0, 1)).toThrow(/20001 bytes; at most 20000/);
    expect(() => new PacketMeter(MAX_BYTES).scan(head(MAX_BYTES + 1), 0, 1)).toThrow(RefusedPacketError);
  });

  it('refuses a length of more than four bytes', () => {
    const bytes = Buffer.from([0x30, 0x80, 0x80, 0x80, 0x80, 0x01]);
    expect(() => new PacketMeter(MAX_BYTES).scan(bytes, 0, 1)).toThrow(/malformed/);
  });
});
