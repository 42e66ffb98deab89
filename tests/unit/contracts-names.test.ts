import { Ajv } from 'ajv';
import fc from 'fast-check';
import { Compile } from 'typebox/compile';
import { describe, expect, it } from 'vitest';
import { LoginName, Name, Note } from '../../src/contracts/names.ts';
import { folded, harmless, harmlessButColours } from '../../src/contracts/plain-text.ts';

const ajv = new Ajv({ strict: false });
/** As the web checks it, and as the configuration does. */
const takes = (schema: ReturnType<typeof Name>) => {
  const byAjv = ajv.compile(schema);
  const byTypebox = Compile(schema);
  return (text: string) => {
    expect(byTypebox.Check(text), JSON.stringify(text)).toBe(byAjv(text));
    return byAjv(text);
  };
};
const isName = takes(Name(40, 'a name'));
const isLogin = takes(LoginName);
const isNote = takes(Note(300, 'a note'));

describe('names', () => {
  it.each([
    'Mira',
    'Seán O’Brien',
    "N'Golo",
    'Ærøskøbing',
    'Nguyễn Thị',
    'Nguyê\u0303n',
    'Σωκράτης',
    'Дмитрий',
    'محمد',
    'می\u200cنا',
    'שָׁלוֹם',
    'अनीता',
    'ன்னை',
    'สมชาย',
    'ཨོཾ་མ་ཎི',
    '山田 太郎',
    '김민준',
    'ሰላም',
    '1RM 💪',
    '👩\u200d🔧 Ada',
    '❤\ufe0f',
    'Bay 1 (left) – 20 kg',
    '🇩🇪',
  ])('%s is one', (name) => expect(isName(name)).toBe(true));

  it.each([
    ['a NUL', 'A\0da'],
    ['a line break', 'A\nda'],
    ['a carriage return', 'A\rda'],
    ['a tab', 'A\tda'],
    ['an escape', '\u001b[2JAda'],
    ['a control of 8 bits', 'A\u009b2J'],
    ['a bidi override', 'Ada \u202egnp'],
    ['a bidi isolate', '\u2066Ada'],
    ['a direction mark', 'Ada\u200f'],
    ['only zero width', '\u200b\u200b'],
    ['zero width in it', 'A\u200bda'],
    ['only joiners', '\u200d'],
    ['joiners in a row', 'A\u200d\u200dda'],
    ['a joiner at its end', 'Ada\u200d'],
    ['a soft hyphen', 'A\u00adda'],
    ['a byte order mark', '\ufeffAda'],
    ['a line separator', 'A\u2028da'],
    ['only blanks', '   '],
    ['only a blank letter', '\u3164'],
    ['a blank letter in it', 'Ada\u3164'],
    ['only marks', '\u0301\u0301'],
    ['stacked marks', `A${'\u0301'.repeat(5)}da`],
    ['private use', 'A\ue000'],
    ['half a character', 'A\ud83d'],
    ['tags', 'A\u{e0041}'],
    ['nothing', ''],
  ])('with %s is none', (_, name) => expect(isName(name)).toBe(false));

  it('of log-ins take every script and apostrophes, and nothing unseen', () => {
    for (const login of ["o'brien", 'n’golo', 'अनीता', 'nguyễn', 'ada.l+gym@example.com', '山田'])
      expect(isLogin(login), login).toBe(true);
    for (const login of [' ada', 'a', 'ada\n', 'a\u200dda', 'a\u202eda', 'a\0da', '<ada>', `a${'\u0301'.repeat(5)}`])
      expect(isLogin(login), JSON.stringify(login)).toBe(false);
  });

  it('notes have lines, and nothing unseen either', () => {
    for (const note of ['', 'Drive through the heels.\nهوای پشت را داشته باش', '💪']) expect(isNote(note)).toBe(true);
    for (const note of ['a\0', 'a\u001b[2J', 'a\u202eb', `a${'\u0301'.repeat(9)}`, 'a\r\nb'])
      expect(isNote(note)).toBe(false);
  });

  it('are judged alike by both checkers, in time that grows with their length', () => {
    const hostile = fc.string({
      unit: fc.constantFrom('a', ' ', '\u0301', '\u200d', '\u3164', '\0', '😀', '\ud800'),
      maxLength: 400,
    });
    fc.assert(fc.property(hostile, (text) => void [isName(text), isLogin(text), isNote(text)]));
  });

  it('of one person are one, however they are written', () => {
    for (const other of ['ADA', 'ａｄａ', '𝐚𝐝𝐚', 'Ⓐⓓⓐ']) expect(folded(other)).toBe('ada');
    expect(folded('A\u0301da')).toBe(folded('áda'));
  });
});

describe('text in a terminal', () => {
  it('steers nothing, and is still the same JSON', () => {
    const text = 'A\u001b[2J\u009b1A\u0007\r\u202eb\u2028 Größe 👩\u200d🔧\n\tend';
    expect(harmless(text)).toBe('A\\u001b[2J\\u009b1A\\u0007\\u000d\\u202eb\\u2028 Größe 👩\u200d🔧\n\tend');
    expect(JSON.parse(harmless(JSON.stringify({ text })))).toEqual({ text });
    expect(harmlessButColours('\u001b[1mbad\u001b[0m \u001b[2J')).toBe('\u001b[1mbad\u001b[0m \\u001b[2J');
  });
});
