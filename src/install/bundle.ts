/**
 * One bundle instead of 730 files: a start reads and compiles a third of the code, which on a Pi is the biggest part of the
 * station's memory. Not minified, so that a stack trace can be read. What holds binaries stays outside (`natives.ts`).
 */
import { join } from 'node:path';
import { build, type Plugin } from 'vite';

/** Packages with binaries, which are found beside their JavaScript. */
export const EXTERNAL = ['libsql', '@serialport/bindings-cpp'] as const;
/** Where the bundle lies in a release. `dist/dashboard` and `dist/firmware-bridge` are where its modules look for them from there. */
export const BUNDLE_FOLDER = 'dist/src/cli';

const ENTRIES = {
  main: 'dist/src/cli/main.js',
  'board-process': 'dist/src/app/board-process.js',
  'broker-worker': 'dist/src/mqtt/broker-worker.js',
  'store-worker': 'dist/src/store/store-worker.js',
  'backup-worker': 'dist/src/store/backup-worker.js',
};

/** What the names of package.json (`imports`) stand for in a release. */
export const BUNDLE_IMPORTS = {
  '#package.json': './package.json',
  '#process/board': `./${BUNDLE_FOLDER}/board-process.js`,
  '#worker/broker': `./${BUNDLE_FOLDER}/broker-worker.js`,
  '#worker/store': `./${BUNDLE_FOLDER}/store-worker.js`,
};

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
    plugins: [ownFolders()],
    ssr: { noExternal: true, external: [...EXTERNAL], target: 'node' },
    build: {
      ssr: true,
      outDir: folder,
      emptyOutDir: true,
      target: 'node20',
      minify: false,
      rolldownOptions: {
        input: Object.fromEntries(Object.entries(ENTRIES).map(([name, file]) => [name, join(root, file)])),
        output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  });
}

/** A bundled package finds the files that lie beside its code (`__dirname`) in its own folder of node_modules, as it would unbundled. */
function ownFolders(): Plugin {
  return {
    name: 'own-folders',
    transform(code, id) {
      const [, inPackage] = /.*\/node_modules\/(.+)\/[^/]+\.c?js$/.exec(id) ?? [];
      if (!inPackage || !/\b__dirname\b/.test(code)) return null;
      const up = '../'.repeat(BUNDLE_FOLDER.split('/').length);
      const folder = `new URL(${JSON.stringify(`${up}node_modules/${inPackage}`)}, import.meta.url).pathname`;
      return { code: code.replace(/\b__dirname\b/g, `(${folder})`), map: null };
    },
  };
}
