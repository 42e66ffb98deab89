/** What a person types as a number, in each language of the page. */
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { DECIMAL_SIGN, readNumber, readNumbers, writtenNumber } from '../../dashboard/src/typed-number.ts';

const LANGUAGES = ['en', 'de', 'es'] as const;
const language = fc.constantFrom(...LANGUAGES);
const number = (value: number) => ({ kind: 'number', value });

describe('a typed number', () => {
  it.each(LANGUAGES)('is 62.5 with a comma and with a point: %s', (name) => {
    for (const text of ['62,5', '62.5', ' 62,5 ', '62,50', '62.50', '+62,5'])
      expect(readNumber(text, name), text).toEqual(number(62.5));
  });

  it('has two readings where the sign of the other language stands before three digits, and is never guessed', () => {
    expect(readNumber('1,234', 'en')).toEqual({ kind: 'two-readings', whole: 1234, decimal: 1.234 });
    expect(readNumber('1.234', 'de')).toEqual({ kind: 'two-readings', whole: 1234, decimal: 1.234 });
    expect(readNumber('-12.500', 'es')).toEqual({ kind: 'two-readings', whole: -12500, decimal: -12.5 });
    expect(readNumber('1.234', 'en')).toEqual(number(1.234));
    expect(readNumber('1,234', 'de')).toEqual(number(1.234));
    // No group of thousands begins so, or has four digits before it.
    for (const text of ['0,125', '1234,567', ',125']) expect(readNumber(text, 'en').kind, text).toBe('number');
  });

  it.each([
    '1,234.5',
    '1.234,5',
    '1 000',
    '1e3',
    '0x10',
    'Infinity',
    'NaN',
    '٣',
    '½',
    '12kg',
    '1,2,3',
    '--1',
    '.',
    ',',
    '-',
    '9'.repeat(16),
  ])('is not %s', (text) => {
    for (const name of LANGUAGES) expect(readNumber(text, name)).toEqual({ kind: 'no-number' });
  });

  it('is empty, or on its way', () => {
    expect(readNumber('  ', 'en')).toEqual({ kind: 'empty' });
    expect(readNumber('62,', 'de')).toEqual(number(62));
    expect(readNumber('\u22125', 'en')).toEqual(number(-5));
  });

  test('as the page writes it is read back as it is, in every language', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -99_999, max: 99_999, noNaN: true }),
        fc.integer({ min: 0, max: 4 }),
        language,
        (value, decimals, name) => {
          const rounded = Number(value.toFixed(decimals));
          expect(readNumber(writtenNumber(value, name, decimals), name)).toEqual(number(rounded === 0 ? 0 : rounded));
        },
      ),
    );
  });

  test('whatever is typed, it is read to the same value in every language, or refused', () => {
    const text = fc.string({ unit: fc.constantFrom(...'0123456789.,-+ '), maxLength: 9 });
    fc.assert(
      fc.property(text, (typed) => {
        const values = LANGUAGES.map((name) => readNumber(typed, name)).flatMap((read) =>
          read.kind === 'number' ? [read.value] : [],
        );
        expect(new Set(values).size).toBeLessThanOrEqual(1);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('several numbers in a line', () => {
  it('stand apart by spaces or semicolons; a comma may be within one', () => {
    expect(readNumbers('25; 20; 2,5; 1,25', 'de')).toEqual([25, 20, 2.5, 1.25]);
    expect(readNumbers('25 20 2.5', 'en')).toEqual([25, 20, 2.5]);
    expect(readNumbers('45, 35, 2.5', 'en')).toEqual([45, 35, 2.5]);
    expect(readNumbers('', 'en')).toEqual([]);
  });

  it('are refused where a comma may be either', () => {
    expect(readNumbers('25,20', 'en')).toBeNull();
    expect(readNumbers('25; ten', 'en')).toBeNull();
    expect(readNumbers('1.234', 'de')).toBeNull();
  });

  test('are read back as they are written', () => {
    const plates = fc.array(
      fc.integer({ min: 1, max: 2000 }).map((steps) => steps / 40),
      { minLength: 1, maxLength: 12 },
    );
    fc.assert(
      fc.property(plates, language, (values, name) => {
        const line = values.map((value) => writtenNumber(value, name)).join('; ');
        const isClear = DECIMAL_SIGN[name] === ',' || !line.includes(',');
        expect(isClear).toBe(true);
        expect(readNumbers(line, name)).toEqual(values);
      }),
    );
  });
});
