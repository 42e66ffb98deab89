import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { eventBytes, KeyScanner } from '../../src/readers/key-events.ts';
import { LineScanner } from '../../src/readers/line-scanner.ts';
import { COMMANDS, readCards, readFirmwareVersion } from '../../src/readers/pn532-commands.ts';
import { encodeCommand, type Pn532Frame, Pn532Scanner } from '../../src/readers/pn532-frame.ts';
import { keyEventBytes, lineBytes } from '../../src/sim/card-readers.ts';

const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'));
const hex = (data: Uint8Array) => Buffer.from(data).toString('hex').toUpperCase();
/** An answer of the chip, put together by hand. */
function answer(code: number, data: readonly number[]): Uint8Array {
  const body = [0xd5, code, ...data];
  const sum = body.reduce((total, byte) => total + byte, 0);
  const length =
    body.length > 255
      ? [0xff, 0xff, body.length >> 8, body.length & 0xff, -((body.length >> 8) + (body.length & 0xff)) & 0xff]
      : [body.length, -body.length & 0xff];
  return Uint8Array.of(0x00, 0x00, 0xff, ...length, ...body, -sum & 0xff, 0x00);
}
const anyData = fc.array(fc.nat(255), { maxLength: 263 });
/** The same bytes in pieces. */
const pieces = (data: Uint8Array, cuts: readonly number[]): Uint8Array[] => {
  const at = [...new Set(cuts.map((cut) => cut % (data.length + 1)))].sort((a, b) => a - b);
  return [0, ...at].map((from, n) => data.subarray(from, at[n] ?? data.length));
};

describe('frames of the PN532 (UM0701-02)', () => {
  test('commands as the manual has them', () => {
    const frame = (name: keyof typeof COMMANDS) => hex(encodeCommand(COMMANDS[name].code, COMMANDS[name].data));
    expect(frame('getFirmwareVersion')).toBe('0000FF02FED4022A00');
    expect(frame('samConfiguration')).toBe('0000FF03FDD414011700');
    expect(frame('listTwoCards')).toBe('0000FF04FCD44A0200E000');
    expect(frame('maxRetries')).toBe('0000FF06FAD43205FF0101F400');
  });

  test('ACK, NACK, error and answer', () => {
    const scanner = new Pn532Scanner();
    const stream = '0000FF00FF00 0000FFFF0000 0000FF01FF7F8100 0000FF06FAD50332010607E800';
    expect(scanner.push(bytes(stream))).toEqual([
      { kind: 'ack' },
      { kind: 'nack' },
      { kind: 'error' },
      { kind: 'answer', code: 0x03, data: Uint8Array.of(0x32, 1, 6, 7) },
    ]);
    expect(scanner.framesDamaged).toBe(0);
  });

  test('any answers come out whole and in order, in any pieces, with noise that is no start between them', () => {
    const noise = fc.array(fc.integer({ min: 1, max: 254 }), { maxLength: 8 });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(noise, fc.nat(255), anyData), { maxLength: 6 }),
        fc.array(fc.nat(5_000), { maxLength: 12 }),
        (parts, cuts) => {
          const stream = parts.flatMap(([before, code, data]) => [...before, ...answer(code, data)]);
          const scanner = new Pn532Scanner();
          const frames = pieces(Uint8Array.from(stream), cuts).flatMap((piece) => scanner.push(piece));
          const expected = parts.map(([, code, data]) => ({ kind: 'answer', code, data: Uint8Array.from(data) }));
          expect(frames).toEqual(expected);
          expect(scanner.framesDamaged).toBe(0);
        },
      ),
    );
  });

  test('any bytes: it never throws, what it gives is whole, and the next frame after a pause is found', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), (noise) => {
        const scanner = new Pn532Scanner();
        const frames: Pn532Frame[] = scanner.push(noise);
        for (const frame of frames) expect(['ack', 'nack', 'error', 'answer']).toContain(frame.kind);
        scanner.reset();
        expect(scanner.push(answer(0x4b, [0]))).toEqual([{ kind: 'answer', code: 0x4b, data: Uint8Array.of(0) }]);
      }),
    );
  });

  test('one wrong byte: the frame is dropped and counted, and the one behind it is found', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(255), { maxLength: 40 }),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        (data, at, flip) => {
          const frame = answer(0x4b, data);
          frame[3 + (at % (frame.length - 4))]! ^= flip;
          const next = answer(0x03, [0x32, 1, 6, 7]);
          const scanner = new Pn532Scanner();
          // A damaged length may claim bytes of the frames behind it; they are found again once it is complete.
          const frames = scanner.push(Uint8Array.from([...frame, ...next, ...new Array<number>(300).fill(0), ...next]));
          expect(frames.at(-1)).toEqual({ kind: 'answer', code: 0x03, data: Uint8Array.of(0x32, 1, 6, 7) });
          expect(frames).not.toContainEqual({ kind: 'answer', code: 0x4b, data: Uint8Array.from(data) });
          expect(scanner.framesDamaged).toBeGreaterThan(0);
        },
      ),
    );
  });
});

describe('what the PN532 answers', () => {
  const uids = (data: string) => readCards(bytes(data))?.map((card) => (card.ok ? card.uidHex : card.fault));

  test('no card, one, two, and one with an ATS', () => {
    expect(uids('00')).toEqual([]);
    expect(uids('01 01 0004 08 04 74103794')).toEqual(['74103794']);
    expect(uids('01 01 0344 20 07 04A2B3C4D5E680 06 757781 02 80')).toEqual(['04A2B3C4D5E680']);
    expect(uids('02 01 0344 20 07 04A2B3C4D5E680 05 78807002 02 0004 08 04 74103794')).toEqual([
      '04A2B3C4D5E680',
      '74103794',
    ]);
  });

  test('what claims more than it holds is refused as a whole', () => {
    for (const data of ['', '03', '01', '01 01 0004 08', '01 01 0004 08 04 741037', '01 01 0004 08 04 74103794 00'])
      expect(readCards(bytes(data))).toBeNull();
    fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), (data) => (readCards(data)?.length ?? 0) <= 2));
  });

  test('another chip is told apart', () => {
    expect(readFirmwareVersion(bytes('32010607'))).toBe('1.6');
    expect(readFirmwareVersion(bytes('33020107'))).toBeNull();
    expect(readFirmwareVersion(bytes('32'))).toBeNull();
  });
});

describe('lines of text', () => {
  test('ends by CR, LF, TAB or ETX, begins again at STX', () => {
    const scanner = new LineScanner();
    const stream = [lineBytes('74103794', 'rc522'), lineBytes('74103794', 'framed'), lineBytes('74103794', 'plain')];
    expect(scanner.push(Buffer.concat(stream), 0)).toEqual(['Card UID: 74 10 37 94', '74103794', '74:10:37:94']);
    expect(scanner.push(Buffer.from('7410\x0274103794\x03'), 1)).toEqual(['74103794']);
    expect(scanner.linesDropped).toBe(1);
  });

  test('too long, no text, or left unfinished: dropped and counted', () => {
    const scanner = new LineScanner();
    expect(scanner.push(Buffer.from(`${'7'.repeat(500)}\n74103794\n`), 0)).toEqual(['74103794']);
    expect(scanner.linesDropped).toBe(1);
    expect(scanner.push(Uint8Array.of(0x80, 0x37, 0x0a), 1)).toEqual([]);
    expect(scanner.linesDropped).toBe(2);
    expect(scanner.push(Buffer.from('7410'), 2)).toEqual([]);
    expect(scanner.push(Buffer.from('74103794\n'), 3_000)).toEqual(['74103794']);
    expect(scanner.linesDropped).toBe(3);
  });

  test('any bytes: it never throws, lines are short text, and after an end the next line is found', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 10 }), (chunks) => {
        const scanner = new LineScanner();
        for (const line of chunks.flatMap((chunk) => scanner.push(chunk, 0))) expect(line).toMatch(/^[ -~]{1,64}$/);
        expect(scanner.push(Buffer.from('\n74103794\n'), 0).at(-1)).toBe('74103794');
      }),
    );
  });
});

describe('keys of a Linux input device', () => {
  test.each([24, 16] as const)('events of %i bytes, in any pieces', (size) => {
    const text = '0123456789\n74:10-37 ABCDEF\n';
    fc.assert(
      fc.property(fc.array(fc.nat(10_000), { maxLength: 10 }), (cuts) => {
        const scanner = new KeyScanner(size);
        const typed = pieces(keyEventBytes(text, size), cuts).map((piece) => scanner.push(piece));
        expect(typed.join('')).toBe(text);
      }),
      { numRuns: 20 },
    );
  });

  test('the keypad counts, a key that repeats does not, and any other key spoils its line', () => {
    const event = (type: number, code: number, value: number) => {
      const one = Buffer.alloc(24);
      one.writeUInt16LE(type, 16);
      one.writeUInt16LE(code, 18);
      one.writeInt32LE(value, 20);
      return one;
    };
    const scanner = new KeyScanner(24);
    expect(scanner.push(Buffer.concat([event(1, 79, 1), event(1, 79, 2), event(1, 79, 0), event(1, 96, 1)]))).toBe(
      '1\n',
    );
    expect(scanner.push(keyEventBytes('1q2\n', 24))).toBe('1\x002\n');
    expect(scanner.push(event(0, 3, 0))).toBe('\x00'); // SYN_DROPPED: keys are missing
  });

  test('32-bit systems have shorter events', () => {
    expect(['arm64', 'x64', 'arm', 'ia32'].map(eventBytes)).toEqual([24, 24, 16, 16]);
  });
});
