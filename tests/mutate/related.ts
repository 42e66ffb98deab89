import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';

const IMPORT = /(?:from|import\()\s*'(\.[^']+\.tsx?)'/g;

/** The tests in `folders` that import a file, whichever way round: those of its name first, then the nearest. */
export class Related {
  readonly #root: string;
  readonly #importers = new Map<string, string[]>();

  constructor(root: string, folders: readonly string[]) {
    this.#root = root;
    const waiting = folders.flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.test.ts'))
        .map((name) => join(folder, name)),
    );
    const seen = new Set(waiting);
    for (let file = waiting.pop(); file; file = waiting.pop()) {
      for (const imported of this.#importsOf(file)) {
        this.#importers.set(imported, [...(this.#importers.get(imported) ?? []), file]);
        if (!seen.has(imported)) waiting.push(imported);
        seen.add(imported);
      }
    }
  }

  testsOf(file: string): string[] {
    const order = [file];
    for (const one of order)
      for (const importer of this.#importers.get(one) ?? []) if (!order.includes(importer)) order.push(importer);
    const isOfName = (test: string) => Number(basename(test).includes(basename(file, '.ts')));
    return order.filter((name) => name.endsWith('.test.ts')).toSorted((a, b) => isOfName(b) - isOfName(a));
  }

  #importsOf(file: string): string[] {
    const text = readFileSync(join(this.#root, file), 'utf8');
    const paths = [...text.matchAll(IMPORT)].map(([, path]) => join(this.#root, dirname(file), path!));
    return paths.filter((path) => existsSync(path)).map((path) => relative(this.#root, path));
  }
}
