import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

const IMPORT = /^(?:(?:import|export)\b[^;'"]*?\bfrom ?|import )(["'])([^"']+)\1/gm;

/** The files that a module imports, and those that they import; packages and modules of Node are listed by their names. */
export function importedFiles(entry: string): { files: string[]; packages: string[] } {
  const files = new Set<string>();
  const packages = new Set<string>();
  const visit = (file: string) => {
    if (files.has(file)) return;
    files.add(file);
    for (const [, , source = ''] of readFileSync(file, 'utf8').matchAll(IMPORT)) {
      if (source.startsWith('.')) visit(resolve(dirname(file), source));
      else if (!source.startsWith('node:')) packages.add(source);
    }
  };
  visit(entry);
  return { files: [...files], packages: [...packages] };
}
