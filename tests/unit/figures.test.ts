/** `npm run figures`: what it writes, and where. */
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { blocksOf, tableOf, withBlock } from '../figures/blocks.ts';
import { FIGURES } from '../figures/figures.ts';

const read = (document: string) => readFileSync(new URL(`../../${document}`, import.meta.url), 'utf8');

test('each figure has its place in its document, each place its figure, and its program exists', () => {
  const places = new Map(
    [...new Set(Object.values(FIGURES).map(({ document }) => document))].map((document) => [
      document,
      blocksOf(read(document)),
    ]),
  );
  for (const [name, { document, program }] of Object.entries(FIGURES)) {
    expect(places.get(document), `${name} in ${document}`).toContain(name);
    expect(existsSync(new URL(`../../${program.replace(/^dist\/(.*)\.js$/, '$1.ts')}`, import.meta.url)), program).toBe(
      true,
    );
  }
  for (const [document, names] of places)
    expect(names.toSorted(), document).toEqual(
      Object.keys(FIGURES)
        .filter((name) => FIGURES[name]!.document === document)
        .toSorted(),
    );
});

test('a block is replaced, and nothing else', () => {
  const document =
    'a\n<!-- figures:one -->\nold\n<!-- /figures -->\nb\n<!-- figures:two -->\nkept $& too\n<!-- /figures -->\n';
  expect(withBlock(document, 'one', 'new $1')).toBe(document.replace('old', () => 'new $1'));
  expect(() => withBlock(document, 'three', 'new')).toThrow(/figures:three.*once, not 0 times/);
  expect(() => withBlock(document + document, 'one', 'new')).toThrow(/not 2 times/);
});

test('the last table of an output is taken, with a head where it has none', () => {
  const output = 'Node\n\n| a | 1 |\n\nCore (load 0.1)\n\n| b | 2 |\n| c | 3 |\n\nbye\n';
  expect(tableOf(output, ['', ''])).toBe('|  |  |\n|---|---|\n| b | 2 |\n| c | 3 |');
  expect(tableOf('| x | y |\n|---|---:|\n| 1 | 2 |', ['', ''])).toBe('| x | y |\n|---|---:|\n| 1 | 2 |');
  expect(() => tableOf('nothing measured', ['', ''])).toThrow(/no table/);
});
