import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';

const here = (path: string) => new URL(path, import.meta.url).pathname;

/** A hash of all files of a folder, so that what a browser kept is used only by the version that kept it. */
function hashOf(...folders: string[]): string {
  const hash = createHash('sha256');
  for (const folder of folders) {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    for (const path of entries.map((entry) => join(entry.parentPath, entry.name)).sort())
      hash.update(readFileSync(path));
  }
  return hash.digest('hex').slice(0, 12);
}

/** Tells the service worker which files make up this version: those that were written, for Vite drops chunks at the very end. */
const listFiles: Plugin = {
  name: 'list-files',
  apply: 'build',
  writeBundle({ dir }) {
    if (!dir) throw new Error('list-files: the build has no folder');
    // The letters of further languages are fetched when a name needs them.
    const wanted = readdirSync(join(dir, 'assets')).filter(
      (name) => /\.(js|css|svg|woff2|wav)$/.test(name) && !name.includes('latin-ext'),
    );
    const files = JSON.stringify(wanted.sort().map((name) => `/assets/${name}`));
    const version = createHash('sha256').update(files).digest('hex').slice(0, 12);
    const worker = join(dir, 'sw.js');
    const code = readFileSync(worker, 'utf8');
    if (!code.includes('__FILES__')) throw new Error('list-files: sw.js has no place for the list');
    writeFileSync(worker, code.replaceAll('__FILES__', files).replaceAll('__VERSION__', JSON.stringify(version)));
  },
};

/** The font is asked for with the page and not only by its styles: words that are drawn with another one first would move. */
const preloadFont: Plugin = {
  name: 'preload-font',
  transformIndexHtml: {
    order: 'post',
    handler: (_html, { bundle = {} }) =>
      Object.keys(bundle)
        .filter((name) => /inter-latin-wght.*\.woff2$/.test(name))
        .map((name) => ({
          tag: 'link',
          attrs: { rel: 'preload', as: 'font', type: 'font/woff2', crossorigin: '', href: `/${name}` },
          injectTo: 'head' as const,
        })),
  },
};

/** Puts a gzipped copy beside each file, which the station sends as it is: no compressing on the Pi. */
const precompress: Plugin = {
  name: 'precompress',
  apply: 'build',
  writeBundle({ dir }) {
    if (!dir) throw new Error('precompress: the build has no folder');
    for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !/\.(js|css|html|svg|webmanifest)$/.test(entry.name)) continue;
      const path = join(entry.parentPath, entry.name);
      writeFileSync(`${path}.gz`, gzipSync(readFileSync(path), { level: 9 }));
    }
  },
};

/**
 * The pages of a hub (`--mode hub`) are a build of their own, after that of the station's: built together, both would share files, in which
 * their styles lie in another order.
 */
export default defineConfig(({ mode }) => {
  const isHub = mode === 'hub';
  const assetsDir = isHub ? 'assets/hub' : 'assets';
  return {
    root: here('.'),
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    define: { __APP_VERSION__: JSON.stringify(hashOf(here('src'), here('../src/contracts'), here('../src/core'))) },
    plugins: [preloadFont, ...(isHub ? [] : [listFiles]), precompress],
    build: {
      outDir: here('../dist/dashboard'),
      assetsDir,
      emptyOutDir: !isHub,
      target: 'es2022',
      // Inlined data: would need a looser content security policy.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: true,
      rollupOptions: {
        // Where a busy machine spends its time is not for who installs.
        checks: { pluginTimings: false },
        input: isHub ? { hub: here('hub.html') } : { index: here('index.html'), sw: here('sw/service-worker.ts') },
        output: {
          // A service worker rules the folder it lies in, and must keep its name.
          entryFileNames: ({ name }) => (name === 'sw' ? 'sw.js' : `${assetsDir}/[name]-[hash].js`),
        },
      },
    },
    server: {
      // `npx vite dashboard` beside a running station.
      proxy: { '/api': { target: 'http://127.0.0.1:8080', ws: true, changeOrigin: true } },
    },
  };
});
