import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readList, textOf } from '../../src/app/people/imports/read-list.ts';
import { columnsOf, type Known, rowJudge } from '../../src/members/member-import.ts';

const NOBODY: Known = {
  isLoginTaken: () => false,
  isCardTaken: () => false,
  mayBe: { alias: () => true, name: () => true, login: () => true },
};
const atOnce = async () => undefined;
const judge = async (csv: string | Buffer, known: Partial<Known> = {}) => {
  const { heading, rows } = await readList(typeof csv === 'string' ? csv : textOf(csv), atOnce);
  return rows.map(rowJudge(columnsOf(heading), { ...NOBODY, ...known }));
};
const verdicts = async (csv: string, known?: Partial<Known>) =>
  (await judge(csv, known)).map(({ verdict }) => [
    verdict.line,
    verdict.verdict,
    ...verdict.faults.map(({ code, otherLine }) => (otherLine === null ? code : `${code} ${otherLine}`)),
  ]);
const refusal = (csv: string) =>
  readList(csv, atOnce).then(
    () => null,
    (error: Error) => error,
  );

describe('a list of members', () => {
  it.each([
    ['comma', 'alias,name,login,card\nMira,Mira Lang,mira,04A2B3C4D5E680\n'],
    [
      'semicolon, as spreadsheets in much of Europe write it',
      'alias;name;login;card\r\nMira;Mira Lang;mira;04A2B3C4D5E680\r\n',
    ],
    ['tab', 'alias\tname\tlogin\tcard\nMira\tMira Lang\tmira\t04A2B3C4D5E680'],
    ['a mark of the order of bytes', '\uFEFFalias;name;login;card\nMira;Mira Lang;mira;04A2B3C4D5E680'],
    ['quotes', '"alias","name","login","card"\n"Mira","Mira Lang","mira","04:A2:B3:C4:D5:E6:80"'],
    ['German headings', 'Anzeigename;Voller Name;Anmeldename;Kartennummer\nMira;Mira Lang;mira;04A2B3C4D5E680'],
    ['Spanish headings', 'Apodo;Nombre;Usuario;Tarjeta\nMira;Mira Lang;mira;04A2B3C4D5E680'],
    [
      'columns in another order, and others between them',
      'Card,Town,Login,Name,Alias\n04A2B3C4D5E680,Bonn,mira,Mira Lang,Mira',
    ],
    ['blanks and empty lines', '\nalias , name , login , card\n\n Mira , Mira Lang , mira , 04A2B3C4D5E680 \n\n'],
  ])('is read with %s', async (_, csv) => {
    expect((await judge(csv)).map(({ member }) => member)).toEqual([
      { alias: 'Mira', name: 'Mira Lang', login: 'mira', uids: ['04A2B3C4D5E680'] },
    ]);
  });

  it('is read in the letters of Windows, and in UTF-16', async () => {
    const csv = 'alias;name\nJürgen;Jürgen Groß\n';
    const expected = [{ alias: 'Jürgen', name: 'Jürgen Groß', login: null, uids: [] }];
    for (const bytes of [Buffer.from(csv, 'latin1'), Buffer.from(`\uFEFF${csv}`, 'utf16le'), Buffer.from(csv)])
      expect((await judge(bytes)).map(({ member }) => member)).toEqual(expected);
  });

  it('keeps separators, quotes and line breaks of a quoted cell, and counts its lines', async () => {
    const csv = 'alias,name\n"Mi,ra","Mira ""M"" Lang"\n"two\nlines",Two\nAda,Ada\n';
    expect((await judge(csv)).map(({ verdict: { line, alias, name } }) => [line, alias, name])).toEqual([
      [2, 'Mi,ra', 'Mira "M" Lang'],
      [3, 'two\nlines', 'Two'],
      [5, 'Ada', 'Ada'],
    ]);
  });

  it('takes the full name for who has no other, and several cards', async () => {
    const [only] = await judge('name,card 1,card 2\nMira Lang,04A2B3C4D5E680,74103794\n');
    expect(only?.member).toEqual({
      alias: 'Mira Lang',
      name: 'Mira Lang',
      login: null,
      uids: ['04A2B3C4D5E680', '74103794'],
    });
    expect(only?.verdict.cards).toEqual(['E680', '3794']);
  });

  it('says of each row why it is left out, and the first of two that are alike is taken', async () => {
    const csv = [
      'alias,login,card',
      'Mira,mira,04A2B3C4D5E680',
      ',nobody,',
      'Taken,theo,',
      'Twice,MIRA,',
      'Same,,04A2B3C4D5E680',
      'Theirs,,74103794',
      'Wrong,,12',
      'Phone,,08A2B3C4',
      'Both,theo,74103794',
      'Late,nobody,',
    ].join('\n');
    const known = {
      isLoginTaken: (login: string) => login === 'theo',
      isCardTaken: (uid: string) => uid === '74103794',
    };
    expect(await verdicts(csv, known)).toEqual([
      [2, 'add'],
      [3, 'refuse', 'no-name'],
      [4, 'refuse', 'login-taken'],
      [5, 'refuse', 'login-twice 2'],
      [6, 'refuse', 'card-twice 2'],
      [7, 'refuse', 'card-taken'],
      [8, 'refuse', 'bad-card'],
      [9, 'refuse', 'random-card'],
      [10, 'refuse', 'login-taken', 'card-taken'],
      // The row that had this log-in first is left out.
      [11, 'add'],
    ]);
  });

  it.each([
    ['nothing', '', /has no rows/],
    ['a heading alone', 'alias,name\n', /has no rows/],
    ['a quote that is never closed', 'alias\nMira\n"Ada\n', /line 3: a quote is never closed\. Check/],
    ['a quote in the middle of a word', 'alias\nMi"ra\n', /line 2: there is a quote inside a cell/],
  ])('of %s is refused in words', async (_, csv, words) => {
    expect((await refusal(csv))?.message).toMatch(words);
  });

  it('holds 10,000 rows, and not one more', async () => {
    const list = (rows: number) => `alias\n${Array.from({ length: rows }, (_, n) => `Member ${n}`).join('\n')}\n`;
    expect((await readList(list(10_000), atOnce)).rows).toHaveLength(10_000);
    expect((await refusal(list(10_001)))?.message).toMatch(/more than 10000 rows/);
    expect((await refusal(list(25_000)))?.message).toMatch(/more than 10000 rows/);
  });

  it('never fails but with words, whatever the file is', async () => {
    const bits = fc.array(
      fc.constantFrom(
        'alias',
        'name',
        'login',
        'card',
        ',',
        ';',
        '\t',
        '"',
        '\n',
        '\r\n',
        '\uFEFF',
        'ß',
        ' ',
        '04A2B3C4D5E680',
        '\0',
      ),
      { maxLength: 60 },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string({ maxLength: 300 }),
          bits.map((parts) => parts.join('')),
        ),
        async (text) => {
          try {
            await judge(text);
          } catch (error) {
            expect(error).toMatchObject({ statusCode: 422 });
          }
        },
      ),
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(typeof textOf(Buffer.from(bytes))).toBe('string');
      }),
    );
  });

  it('reads back what was written, whatever stands in the cells', async () => {
    const cell = fc
      .string({ maxLength: 20, unit: fc.constantFrom('a', 'Z', '"', ',', ';', '\t', '\n', 'é', "'") })
      .map((text) => text.trim());
    const people = fc.array(fc.record({ alias: cell.filter((text) => text !== ''), name: cell }), {
      minLength: 1,
      maxLength: 8,
    });
    await fc.assert(
      fc.asyncProperty(people, fc.constantFrom(',', ';', '\t'), async (list, separator) => {
        const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
        const lines = [
          `alias${separator}name`,
          ...list.map(({ alias, name }) => [alias, name].map(quoted).join(separator)),
        ];
        const read = (await judge(lines.join('\n'))).map(({ member }) => ({
          alias: member?.alias,
          name: member?.name ?? '',
        }));
        expect(read).toEqual(list);
      }),
    );
  });

  it('adds no log-in and no card twice, whatever the list', async () => {
    const row = fc.record({
      alias: fc.constantFrom('Mira', 'Ada', ''),
      login: fc.constantFrom('mira', 'MIRA', 'ada', ''),
      card: fc.constantFrom('04A2B3C4D5E680', '04:A2:B3:C4:D5:E6:80', '74103794', '12', ''),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 20 }), async (rows) => {
        const csv = ['alias,login,card', ...rows.map(({ alias, login, card }) => `${alias},${login},${card}`)].join(
          '\n',
        );
        const heads = rows.filter(({ alias, login, card }) => `${alias}${login}${card}` !== '');
        if (heads.length === 0) return;
        const judged = await judge(csv);
        expect(judged).toHaveLength(heads.length);
        const added = judged.flatMap(({ member }) => member ?? []);
        const logins = added.flatMap(({ login }) => login?.toLowerCase() ?? []);
        const cards = added.flatMap(({ uids }) => uids);
        expect(new Set(logins).size).toBe(logins.length);
        expect(new Set(cards).size).toBe(cards.length);
        for (const { verdict, member } of judged) expect(verdict.faults.length === 0).toBe(member !== null);
      }),
    );
  });
});

describe('what a word may not be', () => {
  const CSV = 'alias,name,login\nMira,Mira Lang,mira\n';
  it.each(['alias', 'name', 'login'] as const)('is a fault of the %s', async (column) => {
    const mayBe = { ...NOBODY.mayBe, [column]: () => false };
    expect(await verdicts(CSV, { mayBe })).toEqual([[2, 'refuse', `bad-${column}`]]);
    expect((await judge(CSV, { mayBe }))[0]!.member).toBeNull();
  });

  it('does not keep out a long name: screens show its first 40 signs', async () => {
    const [row] = await judge(`name\n${'ä'.repeat(45)}\n`);
    expect(row!.member).toMatchObject({ alias: 'ä'.repeat(40), name: 'ä'.repeat(45) });
  });
});
