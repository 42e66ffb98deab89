import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const BUILT = /^(src|firmware-bridge|tests\/judge)\//;

/** Tests import what ships: a source of ours is its built file in `dist`, which Node loads by itself, without another transformation. */
export const builtSources = {
  name: 'built-sources',
  enforce: 'pre' as const,
  resolveId(source: string, importer: string | undefined) {
    if (!importer || !/^[./].*\.ts$/.test(source)) return null;
    const path = relative(root, resolve(dirname(importer), source));
    const built = join(root, 'dist', path.replace(/\.ts$/, '.js'));
    return BUILT.test(path) && existsSync(built) ? built : null;
  },
};

/** What Vitest leaves to Node. */
export const BUILT_FILES = /\/dist\/(src|firmware-bridge|tests\/judge)\/.*\.js$/;
