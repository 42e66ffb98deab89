import { expect, it } from 'vitest';
import { animatedWebp } from '../support/animated-webp.ts';

/** A file with a picture of these bytes, and with what browsers may put before it. */
function still(picture: number[]): Buffer {
  const chunk = (name: string, bytes: number[]) => {
    const head = Buffer.alloc(8);
    head.write(name, 'latin1');
    head.writeUInt32LE(bytes.length, 4);
    return Buffer.concat([head, Buffer.from(bytes), Buffer.alloc(bytes.length % 2)]);
  };
  return Buffer.concat([Buffer.from('RIFF????WEBP'), chunk('VP8X', Array(10).fill(0)), chunk('VP8 ', picture)]);
}

it('puts still pictures one after another, each with its time', () => {
  const file = animatedWebp(
    [
      { webp: still([1, 2, 3]), durationMs: 80 },
      { webp: still([4, 5]), durationMs: 120.4 },
    ],
    800,
    480,
  );
  expect(file.toString('latin1', 0, 4)).toBe('RIFF');
  expect(file.readUInt32LE(4)).toBe(file.length - 8);
  const found: [string, Buffer][] = [];
  for (let at = 12; at < file.length; ) {
    const bytes = file.readUInt32LE(at + 4);
    found.push([file.toString('latin1', at, at + 4), file.subarray(at + 8, at + 8 + bytes)]);
    at += 8 + bytes + (bytes % 2);
  }
  expect(found.map(([name]) => name)).toEqual(['VP8X', 'ANIM', 'ANMF', 'ANMF']);
  const [canvas, , first, second] = found.map(([, body]) => body) as [Buffer, Buffer, Buffer, Buffer];
  expect([canvas.readUIntLE(4, 3) + 1, canvas.readUIntLE(7, 3) + 1]).toEqual([800, 480]);
  expect([first.readUIntLE(12, 3), second.readUIntLE(12, 3)]).toEqual([80, 120]);
  expect(first.subarray(16)).toEqual(Buffer.from([...Buffer.from('VP8 '), 3, 0, 0, 0, 1, 2, 3, 0]));
  expect(() => animatedWebp([{ webp: Buffer.from('RIFF????WEBP'), durationMs: 1 }], 1, 1)).toThrow('still WebP');
});
