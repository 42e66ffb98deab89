/** Figures stand in documents between `<!-- figures:NAME -->` and `<!-- /figures -->`; what is between is written by `npm run figures` alone. */

const BLOCK = /<!-- figures:([a-z-]+) -->\n[\s\S]*?<!-- \/figures -->/g;

/** The names of the blocks of a document, in their order. */
export const blocksOf = (document: string): string[] => [...document.matchAll(BLOCK)].map(([, name]) => name!);

/** The document with `text` as the block of this name. @throws when it has none, or several */
export function withBlock(document: string, name: string, text: string): string {
  const found = blocksOf(document).filter((one) => one === name).length;
  if (found !== 1) throw new Error(`"<!-- figures:${name} -->" must stand there once, not ${found} times`);
  return document.replace(BLOCK, (block, here) =>
    here === name ? `<!-- figures:${name} -->\n${text.trim()}\n<!-- /figures -->` : block,
  );
}

/** The last table that a command printed: lines that begin with `|`, with a head of their own or with `head`. @throws when there is none */
export function tableOf(output: string, head: readonly string[]): string {
  const tables = output.split('\n').reduce<string[][]>(
    (all, line) => {
      if (line.startsWith('|')) all.at(-1)!.push(line.trimEnd());
      else if (all.at(-1)!.length > 0) all.push([]);
      return all;
    },
    [[]],
  );
  const table = tables.findLast((lines) => lines.length > 0);
  if (!table) throw new Error('it printed no table');
  const hasHead = /^\|[-:| ]+\|$/.test(table[1] ?? '');
  return (hasHead ? table : [`| ${head.join(' | ')} |`, `|${'---|'.repeat(head.length)}`, ...table]).join('\n');
}
