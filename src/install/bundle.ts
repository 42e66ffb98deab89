/**
 * One bundle instead of 730 files: a start reads and compiles a third of the code, which on a Pi is the biggest part of the
 * station's memory. Not minified, so that a stack trace can be read. What holds binaries stays outside (`natives.ts`).
 */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build, type Plugin } from 'vite';
import { leanPackages, writeLazyPackages } from './lean-packages.ts';

/** Packages with binaries, which are found beside their JavaScript. */
export const EXTERNAL = ['libsql', '@serialport/bindings-cpp'] as const;
/** Where the bundle lies in a release. `dist/dashboard` and `dist/firmware-bridge` are where its modules look for them from there. */
export const BUNDLE_FOLDER = 'dist/src/cli';

/** The command, and the files that start as processes and threads of their own, by their names in a release. */
const MAIN = 'dist/src/cli/main.js';
const STARTED: Readonly<Record<string, string>> = {
  '#process/board': 'board-process',
  '#worker/broker': 'broker-worker',
  '#worker/store': 'store-worker',
};

/** What the names of package.json (`imports`) stand for in a release. */
export const BUNDLE_IMPORTS: Readonly<Record<string, string>> = {
  '#package.json': './package.json',
  ...Object.fromEntries(Object.entries(STARTED).map(([name, file]) => [name, `./${BUNDLE_FOLDER}/${file}.js`])),
};

/** Where they lie in the project. The thread of backups is looked for beside that of the store. */
function entries(root: string): Record<string, string> {
  const { imports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    imports: Record<string, string>;
  };
  const { '#package.json': _, ...started } = imports;
  const named = Object.entries(started).map(([name, file]) => {
    if (!STARTED[name]) throw new Error(`${name} of package.json has no name in a release; add it to bundle.ts`);
    return [STARTED[name], join(root, file)];
  });
  const backups = join(root, dirname(imports['#worker/store']!), 'backup-worker.js');
  return { main: join(root, MAIN), 'backup-worker': backups, ...Object.fromEntries(named) };
}

/**
 * Writes the bundle of what `npm run build` made.
 * @param root folder of the project
 * @param folder where to put it; what is there is removed
 */
export async function bundle(root: string, folder: string): Promise<void> {
  await build({
    root,
    configFile: false,
    publicDir: false,
    logLevel: 'error',
    plugins: [packagesThemselves(root), leanPackages(), ownFolders('../'.repeat(BUNDLE_FOLDER.split('/').length))],
    ssr: { noExternal: true, external: [...EXTERNAL], target: 'node' },
    build: {
      ssr: true,
      outDir: folder,
      emptyOutDir: true,
      target: 'node20',
      minify: false,
      rolldownOptions: {
        input: entries(root),
        output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  });
  await writeLazyPackages(root, folder);
}

/** What `packages-as-files.ts` put together is bundled from its parts, so that what two of them share is there once. */
function packagesThemselves(root: string): Plugin {
  return {
    name: 'packages-themselves',
    enforce: 'pre',
    resolveId(source) {
      const [, name] = /^(?:\.\.?\/)+npm\/([^/]+)\.js$/.exec(source) ?? [];
      return name ? this.resolve(name.replaceAll('+', '/'), join(root, 'package.json')) : null;
    },
  };
}

/**
 * A bundled package finds the files that lie beside its code (`__dirname`) in its own folder of node_modules, as it would unbundled.
 * @param up from the bundle's folder to that of node_modules
 */
export function ownFolders(up: string): Plugin {
  return {
    name: 'own-folders',
    transform(code, id) {
      const [, inPackage] = /.*\/node_modules\/(.+)\/[^/]+\.c?js$/.exec(id) ?? [];
      if (!inPackage || !/\b__dirname\b/.test(code)) return null;
      const folder = `new URL(${JSON.stringify(`${up}node_modules/${inPackage}`)}, import.meta.url).pathname`;
      return { code: code.replace(/\b__dirname\b/g, `(${folder})`), map: null };
    },
  };
}
