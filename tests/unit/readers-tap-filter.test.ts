import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CardUid, parseUid } from '../../src/contracts/card-uid.ts';
import { EMPTY_READER, stepTapFilter, type TapFilterInput } from '../../src/readers/tap-filter.ts';

const [A, B] = ['04A2B3C4D5E680', '74103794'].map((uid) => parseUid(uid)) as [
  ReturnType<typeof parseUid>,
  typeof phone,
];
const phone = parseUid('08112233');
const bad = parseUid('00000000');

/** What becomes of the inputs, as `tap 04A2…` and `two-cards`; a refusal that is no news in brackets. */
function run(...inputs: TapFilterInput[]): string[] {
  let state = EMPTY_READER;
  return inputs.flatMap((input) => {
    const result = stepTapFilter(state, input);
    state = result.state;
    const { tap, refusals } = result.output;
    return [
      ...(tap === null ? [] : [`tap ${tap}`]),
      ...refusals.map(({ reason, isNews }) => (isNews ? reason : `(${reason})`)),
    ];
  });
}

const opened = (atMs: number): TapFilterInput => ({ kind: 'opened', atMs });
const sent = (atMs: number, card: CardUid): TapFilterInput => ({ kind: 'sent', atMs, card });
/** A poll every 100 ms from `fromMs` on, before `toMs`. */
const polled = (fromMs: number, toMs: number, ...cards: CardUid[]): TapFilterInput[] =>
  Array.from({ length: Math.ceil((toMs - fromMs) / 100) }, (_, n) => ({
    kind: 'polled',
    atMs: fromMs + n * 100,
    cards,
  }));
const empty = [opened(0), ...polled(0, 100)];

describe('a polled reader', () => {
  test('a card that is held there for a moment taps once', () => {
    expect(run(...empty, ...polled(100, 700, A), ...polled(700, 2_000))).toEqual(['tap 04A2B3C4D5E680']);
  });

  test('a card taps again after a second off the reader, and 1.5 s after its last tap', () => {
    expect(run(...empty, ...polled(100, 1_000, A), ...polled(1_000, 2_100), ...polled(2_100, 2_200, A))).toEqual([
      'tap 04A2B3C4D5E680',
      'tap 04A2B3C4D5E680',
    ]);
    expect(run(...empty, ...polled(100, 200, A), ...polled(200, 1_300), ...polled(1_300, 1_400, A))).toEqual([
      'tap 04A2B3C4D5E680',
      'repeated',
    ]);
  });

  test('a field that is lost for a moment is no second tap', () => {
    expect(run(...empty, ...polled(100, 2_000, A), ...polled(2_000, 2_800), ...polled(2_800, 3_500, A))).toEqual([
      'tap 04A2B3C4D5E680',
    ]);
  });

  test('a card that is left there is told of once, and taps again after it was taken away', () => {
    const left = [...empty, ...polled(100, 60_000, A)];
    expect(run(...left)).toEqual(['tap 04A2B3C4D5E680', 'left-on-reader']);
    expect(run(...left, ...polled(60_000, 61_100), ...polled(61_100, 61_300, A)).at(-1)).toBe('tap 04A2B3C4D5E680');
  });

  test('a card that lies there when the reader starts, or comes back, is no tap', () => {
    expect(run(opened(0), ...polled(0, 3_000, A))).toEqual(['left-on-reader']);
    const held = [...empty, ...polled(100, 1_000, A)];
    expect(
      run(...held, opened(9_000), ...polled(9_000, 12_000, A), opened(20_000), ...polled(20_000, 21_000, A)),
    ).toEqual(['tap 04A2B3C4D5E680', 'left-on-reader']);
  });

  test('two cards at once are no tap of either, also when one of them is taken away', () => {
    expect(run(...empty, ...polled(100, 500, A, B), ...polled(500, 2_000, B))).toEqual(['two-cards']);
    expect(run(...empty, ...polled(100, 500, A, B), ...polled(500, 2_100), ...polled(2_100, 2_200, B))).toEqual([
      'two-cards',
      'tap 74103794',
    ]);
  });

  test('a card and its copy at once are two cards', () => {
    expect(run(...empty, ...polled(100, 500, A, A))).toEqual(['two-cards']);
  });

  test('two cards that are found one after the other are two at once, too', () => {
    expect(run(...empty, ...polled(100, 200, A), ...polled(200, 900, B))).toEqual(['tap 04A2B3C4D5E680', 'two-cards']);
  });

  test('another member may tap half a second later', () => {
    expect(run(...empty, ...polled(100, 300, A), ...polled(300, 800), ...polled(800, 1_000, B))).toEqual([
      'tap 04A2B3C4D5E680',
      'tap 74103794',
    ]);
  });

  test('a phone is refused once, whatever numbers it makes up while it is held there', () => {
    const other = parseUid('08445566');
    expect(run(...empty, ...polled(100, 300, phone), ...polled(300, 600, other))).toEqual(['random-uid']);
  });

  test('a misread number is named, and the card beside it taps', () => {
    expect(run(...empty, ...polled(100, 300, bad), ...polled(300, 500, A))).toEqual([
      'malformed',
      'tap 04A2B3C4D5E680',
    ]);
    expect(run(...empty, ...polled(100, 300, bad, A))).toEqual(['tap 04A2B3C4D5E680']);
  });
});

describe('a reader that sends', () => {
  test('a card that is sent over and over is one tap, and every other one is counted', () => {
    const lines = Array.from({ length: 20 }, (_, n) => sent(n * 300, A));
    const result = run(opened(0), ...lines);
    expect(result.filter((one) => one.startsWith('tap'))).toHaveLength(1);
    expect(result.filter((one) => one === '(repeated)')).toHaveLength(4);
    expect(result.filter((one) => one === '(left-on-reader)')).toHaveLength(14);
    expect(result.filter((one) => one === 'left-on-reader')).toHaveLength(1);
  });

  test('the first card may come at once, since it is sent when it comes', () => {
    expect(run(opened(0), sent(10, A), sent(2_000, A))).toEqual(['tap 04A2B3C4D5E680', 'tap 04A2B3C4D5E680']);
  });

  test('a microcontroller that starts again sends the card that lies on it again: no tap', () => {
    expect(run(opened(0), sent(10, A), opened(8_000), sent(10_000, A))).toEqual([
      'tap 04A2B3C4D5E680',
      'left-on-reader',
    ]);
    expect(run(opened(0), sent(10, A), opened(8_000), sent(13_000, A))).toEqual([
      'tap 04A2B3C4D5E680',
      'tap 04A2B3C4D5E680',
    ]);
  });

  test('another member may tap as soon as the reader is back', () => {
    expect(run(opened(0), sent(10, A), opened(8_000), sent(8_100, B))).toEqual(['tap 04A2B3C4D5E680', 'tap 74103794']);
  });

  test('two cards within half a second are two at once', () => {
    expect(run(opened(0), sent(0, A), sent(300, B), sent(400, A), sent(500, B))).toEqual([
      'tap 04A2B3C4D5E680',
      'two-cards',
      '(two-cards)',
      '(two-cards)',
    ]);
  });
});

test('any sequence: every reading is a tap, a drop with a reason, or the same card still held there; the state stays small', () => {
  const card = fc.constantFrom(A, B, phone, bad);
  const step = fc.record({
    afterMs: fc.integer({ min: 0, max: 4_000 }),
    card,
    kind: fc.constantFrom('sent', 'opened'),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      let state = EMPTY_READER;
      let atMs = 0;
      let lastTapMs = new Map<string, number>();
      for (const { afterMs, card: one, kind } of steps) {
        atMs += afterMs;
        const input = kind === 'opened' ? opened(atMs) : sent(atMs, one);
        const { state: next, output } = stepTapFilter(state, input);
        state = next;
        expect(state.cards.length).toBeLessThanOrEqual(4);
        expect(output.refusals.length + (output.tap === null ? 0 : 1)).toBe(kind === 'opened' ? 0 : 1);
        if (output.tap === null) continue;
        expect(atMs - (lastTapMs.get(output.tap) ?? Number.NEGATIVE_INFINITY)).toBeGreaterThanOrEqual(1_500);
        lastTapMs = new Map([...lastTapMs, [output.tap, atMs]]);
      }
    }),
  );
});
