import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EMPTY_WEDGE, stepWedge, type WedgeKey } from '../../src/contracts/wedge.ts';

/** Keys, each so many milliseconds after the one before. */
const keys = (names: readonly string[], gapsMs: (n: number) => number): WedgeKey[] => {
  let atMs = 1_000;
  return names.map((key, n) => {
    atMs += n === 0 ? 0 : gapsMs(n);
    return { key, atMs, isRepeat: false };
  });
};
const typed = (text: string, gapMs: number) => keys([...text, 'Enter'], () => gapMs);

function cardsOf(input: readonly WedgeKey[]): string[] {
  let state = EMPTY_WEDGE;
  return input.flatMap((key) => {
    const result = stepWedge(state, key);
    state = result.state;
    return result.cardText ?? [];
  });
}

describe('a keyboard that is a card reader', () => {
  test.each([1, 8, 30, 40])('a burst with %i ms from key to key is a card', (gapMs) => {
    expect(cardsOf(typed('0123456789', gapMs))).toEqual(['0123456789']);
    expect(cardsOf(typed('74:10:37:94', gapMs))).toEqual(['74:10:37:94']);
  });

  test('shift keys between, and a browser that is busy for a moment, change nothing', () => {
    const names = ['Shift', ...[...'04A2B3C4'].flatMap((char) => ['Shift', char]), 'Enter'];
    expect(cardsOf(keys(names, (n) => (n === 9 ? 40 : 6)))).toEqual(['04A2B3C4']);
  });

  test('reads the same on every keyboard layout', () => {
    // A reader types the keys of a US keyboard; the computer takes them for those of its own layout.
    const azerty: Record<string, string> = {
      0: 'à',
      1: '&',
      2: 'é',
      3: '"',
      4: "'",
      5: '(',
      6: '-',
      7: 'è',
      8: '_',
      9: 'ç',
      A: 'q',
      B: 'b',
      C: 'c',
      ':': 'm',
      '-': ')',
      ',': ';',
    };
    const codes: Record<string, string> = { ':': 'Semicolon', '-': 'Minus', ',': 'Comma', ' ': 'Space' };
    const codeOf = (char: string) => codes[char] ?? (/\d/.test(char) ? `Digit${char}` : `Key${char}`);
    const read = (text: string, layout: Record<string, string>) =>
      cardsOf(
        keys([...text, 'Enter'], () => 10).map((one) =>
          one.key === 'Enter'
            ? { ...one, code: 'Enter' }
            : { ...one, code: codeOf(one.key), key: layout[one.key] ?? one.key },
        ),
      );
    for (const text of ['0008123456', '04:A2:B3:C4', '74-10-37-94', '0008123456 123,62528'])
      for (const layout of [{}, azerty]) expect(read(text, layout)).toEqual([text]);
    // The number pad is the same whether it is locked or not.
    const pad = [...'1947219860'].map((digit, n) => ({
      key: 'End',
      code: `Numpad${digit}`,
      atMs: n * 10,
      isRepeat: false,
    }));
    expect(cardsOf([...pad, { key: 'Enter', code: 'NumpadEnter', atMs: 100, isRepeat: false }])).toEqual([
      '1947219860',
    ]);
    // A reader that was set to the layout of this computer.
    const set = [...'04A2B3C4'].map((char, n) => ({
      key: char,
      code: char === 'A' ? 'KeyQ' : codeOf(char),
      atMs: n * 10,
      isRepeat: false,
    }));
    expect(cardsOf([...set, { key: 'Enter', code: 'Enter', atMs: 80, isRepeat: false }])).toEqual(['04A2B3C4']);
  });

  test('what a person typed before is no part of it', () => {
    const before = keys([...'12'], () => 200);
    const burst = typed('74103794', 10).map((key) => ({ ...key, atMs: key.atMs + 2_000 }));
    expect(cardsOf([...before, ...burst])).toEqual(['74103794']);
  });

  test('the page may keep a burst from what has the focus from its third key on', () => {
    let state = EMPTY_WEDGE;
    const isBurst = typed('74103794', 10).map((key) => {
      const result = stepWedge(state, key);
      state = result.state;
      return result.isBurst;
    });
    expect(isBurst).toEqual([false, false, true, true, true, true, true, true, true]);
  });
});

describe('a person is no card reader', () => {
  test('typing, slow or fast', () => {
    for (const gapMs of [45, 80, 150, 400]) expect(cardsOf(typed('1234567890', gapMs))).toEqual([]);
  });

  test('a key that is held down', () => {
    const held = keys([...'11111111111', 'Enter'], () => 30).map((key, n) => ({ ...key, isRepeat: n > 0 && n < 11 }));
    expect(cardsOf(held)).toEqual([]);
  });

  test('too few keys, too many, or Enter much later', () => {
    expect(cardsOf(typed('1234567', 5))).toEqual([]);
    expect(cardsOf(typed('1'.repeat(60), 5))).toEqual([]);
    expect(cardsOf(keys([...'74103794', 'Enter'], (n) => (n === 8 ? 300 : 5)))).toEqual([]);
  });

  test('any typing with 60 ms or more from key to key is none', () => {
    const key = fc.record({
      key: fc.oneof(fc.constantFrom('Enter', 'Shift', '1', 'A'), fc.string()),
      gapMs: fc.nat(900),
    });
    fc.assert(
      fc.property(fc.array(key, { maxLength: 80 }), (input) => {
        const names = input.map((one) => one.key);
        expect(cardsOf(keys(names, (n) => 61 + input[n]!.gapMs))).toEqual([]);
      }),
    );
  });

  test('whatever is typed, what is kept of it stays short', () => {
    let state = EMPTY_WEDGE;
    for (let n = 0; n < 10_000; n++) state = stepWedge(state, { key: 'a', atMs: n, isRepeat: false }).state;
    expect(state.text.length).toBeLessThan(50);
  });
});
