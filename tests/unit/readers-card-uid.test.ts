import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lastDigits, parseUid, uidOfBytes } from '../../src/contracts/card-uid.ts';
import { UID_FORMATS } from '../../src/contracts/readers.ts';
import { cardOfLine } from '../../src/readers/card-line.ts';
import { LineScanner } from '../../src/readers/line-scanner.ts';
import { type LineStyle, lineBytes } from '../../src/sim/card-readers.ts';

const uidHex = fc
  .constantFrom(4, 7, 10)
  .chain((size) => fc.uint8Array({ minLength: size, maxLength: size }))
  .map((bytes) => Buffer.from(bytes).toString('hex').toUpperCase())
  .filter((hex) => parseUid(hex, 'hex').ok);

const uidOf = (card: ReturnType<typeof parseUid> | null) => (card?.ok ? card.uidHex : (card?.fault ?? null));

describe('one number, however it is written', () => {
  test.each([
    ['74-10-37-94', '74103794'],
    ['74:10:37:94', '74103794'],
    ['74 10 37 94', '74103794'],
    ['0x74103794', '74103794'],
    [' 04a2b3c4d5e680 ', '04A2B3C4D5E680'],
    ['04A2B3C4D5E680112233', '04A2B3C4D5E680112233'],
    ['1947219860', '74103794'],
    ['0000000001', '00000001'],
    // More than four bytes hold: five of a 125 kHz card, as hexadecimal digits.
    ['4500123456', '00123456'],
    ['2A00C0FFEE', '00C0FFEE'],
    ['01007BF440', '007BF440'],
    ['0008123456', '007BF440'],
    ['0008123456 123,62528', '007BF440'],
    ['0008123456,123,62528', '007BF440'],
    ['123,62528', '007BF440'],
    // Five bytes as a decimal number, with all its leading zeros.
    ['0180401274862', '00C0FFEE'],
    ['1304792892040832', '04A2B3C4D5E680'],
    ['72057594037927934', 'FFFFFFFFFFFFFE'],
    ['E004015012345678', 'E004015012345678'],
    // Eight bytes as a decimal number: more than seven hold.
    ['85089937650725577', '012E4CD8F3A1B2C9'],
    ['012E4CD8F3A1B2C9', '012E4CD8F3A1B2C9'],
    // All of a double size UID, with its cascade tag.
    ['8804A2B3C4D5E680', '04A2B3C4D5E680'],
    ['88C0FFEE', '88C0FFEE'],
    ['2294349806', '88C0FFEE'],
  ])('%s', (text, expected) => expect(uidOf(parseUid(text))).toBe(expected));

  test('hexadecimal and decimal, in both orders of the bytes', () => {
    expect(uidOf(parseUid('94371074', 'hex-reversed'))).toBe('74103794');
    expect(uidOf(parseUid('1947219860', 'decimal'))).toBe('74103794');
    expect(uidOf(parseUid('2486636660', 'decimal-reversed'))).toBe('74103794');
    expect(uidOf(parseUid('12345678', 'decimal'))).toBe('00BC614E');
    expect(uidOf(parseUid('180401274862', 'decimal'))).toBe('00C0FFEE');
    expect(uidOf(parseUid('88C0FFEE', 'hex-reversed'))).toBe('EEFFC088');
    expect(uidOf(parseUid('80E6D5C4B3A204', 'hex-reversed'))).toBe('04A2B3C4D5E680');
    expect(uidOf(parseUid(String(0x80e6d5c4b3a204n), 'decimal-reversed'))).toBe('04A2B3C4D5E680');
    expect(uidOf(parseUid(String(0xe004015012345678n), 'decimal'))).toBe('E004015012345678');
    // What is printed on a card is the same for every reader.
    expect(uidOf(parseUid('0008123456 123,62528', 'hex-reversed'))).toBe('40F47B00');
  });

  test('any number survives every way to write it', () => {
    const styles: [LineStyle, (typeof UID_FORMATS)[number]][] = [
      ['rc522', 'auto'],
      ['framed', 'hex'],
      ['plain', 'hex'],
    ];
    fc.assert(
      fc.property(uidHex, fc.constantFrom(...styles), (hex, [style, format]) => {
        const [line = ''] = new LineScanner().push(lineBytes(hex, style), 0);
        expect(uidOf(cardOfLine(line, format))).toBe(hex);
      }),
    );
    fc.assert(
      fc.property(
        uidHex.filter((hex) => hex.length === 8),
        (hex) => {
          const of = (style: LineStyle) => Buffer.from(lineBytes(hex, style)).toString();
          expect(uidOf(cardOfLine(of('decimal'), 'decimal'))).toBe(hex);
          expect(uidOf(cardOfLine(of('decimal'), 'auto'))).toBe(hex);
          expect(uidOf(cardOfLine(of('decimal-reversed'), 'decimal-reversed'))).toBe(hex);
        },
      ),
    );
  });
});

describe('what is no card number is refused by name', () => {
  test.each([
    ['', 'empty'],
    ['hello', 'not-a-number'],
    ['7-4103794', 'not-a-number'],
    ['74-10:37-94', 'not-a-number'],
    ['0008123456 123,62529', 'not-a-number'],
    ['0008123456 256,62528', 'not-a-number'],
    ['741037', 'wrong-length'],
    ['123456789', 'wrong-length'],
    ['2A00C0FFEE12', 'wrong-length'],
    ['00000000', 'all-zero'],
    ['00000000000000', 'all-zero'],
    ['ffffffffffffff', 'all-ff'],
    ['8804a2b3', 'cascade-tag'],
  ])('%s: %s', (text, fault) => expect(uidOf(parseUid(text))).toBe(fault));

  test('each refusal says what to do', () => {
    for (const text of ['', '?', '00', '0'.repeat(8), 'F'.repeat(8), '88041122']) {
      const card = parseUid(text);
      expect(card.ok ? '' : card.text).toMatch(/\w+.*\.$/);
    }
  });

  test('half a byte is never lost by turning the bytes round', () => {
    expect(uidOf(parseUid('123456789', 'hex-reversed'))).toBe('wrong-length');
  });
});

test('a number that is made up again each time is told apart: 4 bytes that begin with 08', () => {
  expect(parseUid('08112233')).toEqual({ ok: true, uidHex: '08112233', isRandom: true });
  expect(parseUid('08112233445566')).toEqual({ ok: true, uidHex: '08112233445566', isRandom: false });
});

test('a 125 kHz card is no random number and no half of one, whatever its first bytes are', () => {
  for (const [text, uidHex] of [
    ['2A08112233', '08112233'],
    ['2A8804A2B3', '8804A2B3'],
    ['0135340595 017,08755', '08112233'],
  ] as const)
    expect(parseUid(text)).toEqual({ ok: true, uidHex, isRandom: false });
  expect(uidOfBytes(Uint8Array.of(0x2a, 0x08, 0x11, 0x22, 0x33))).toMatchObject({ ok: true, isRandom: false });
});

test('no text throws; what is taken has a size that cards have, and shows only its last digits', () => {
  fc.assert(
    fc.property(fc.string(), fc.constantFrom(...UID_FORMATS), (text, format) => {
      const card = parseUid(text, format);
      if (!card.ok) return;
      expect([8, 14, 16, 20]).toContain(card.uidHex.length);
      expect(card.uidHex).toMatch(/^[0-9A-F]+$/);
      expect(lastDigits(card.uidHex)).toHaveLength(4);
    }),
  );
  fc.assert(fc.property(fc.uint8Array({ maxLength: 12 }), (bytes) => typeof uidOfBytes(bytes).ok === 'boolean'));
});

describe('a line of a reader', () => {
  test.each([
    ['Card UID: 74 10 37 94', '74103794'],
    ['uid=74103794', '74103794'],
    [';74103794?', '74103794'],
    ['[74:10:37:94]', '74103794'],
    ['AC:10:37:94', 'AC103794'],
    ['Firmware Version: 0x92 = v2.0', null],
    ['Scan PICC to see UID, SAK, type, and data blocks...', null],
    ['...', null],
    ['UID: 00 00 00 00', 'all-zero'],
  ])('%s', (line, expected) => expect(uidOf(cardOfLine(line, 'auto'))).toBe(expected));
});
