/**
 * What a station doesn't need to start stays out of the files that it reads then. A package that is needed in rare cases only becomes a
 * file of its own, read when it is first called. Used by the bundle of a release and by the packages of `npm run build`.
 */
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { build, type Plugin } from 'vite';

/** Code in place of a package; `REAL` is its own, in a file that is read when this line runs. */
const STAND_INS: Readonly<Record<string, string>> = {
  // Fastify asks for it in `inject`, for tests.
  'light-my-request': 'module.exports = REAL;',
  // At the first request with a body or a query.
  '@fastify/ajv-compiler': 'module.exports = (...own) => (...given) => REAL(...own)(...given);',
  // Never: answers are written by `declared.ts`.
  '@fastify/fast-json-stringify-compiler': 'module.exports = (...given) => REAL(...given);',
  // To list folders, which only its wildcard routes do.
  glob: 'exports.glob = (...given) => REAL.glob(...given);',
  // Of mqtt, for proxies.
  socks: "Object.defineProperty(exports, 'SocksClient', { enumerable: true, get: () => REAL.SocksClient });",
  // Of prom-client, for exemplars.
  '@opentelemetry/api':
    "for (const name of ['trace', 'context']) Object.defineProperty(exports, name, { enumerable: true, get: () => REAL[name] });",
};

/** Packages that are taken from elsewhere. A copy of Node's own streams is in three of them, which `READABLE_STREAM=disable` leaves out too. */
const INSTEAD: Readonly<Record<string, string>> = {
  'readable-stream': "module.exports = require('node:stream');",
  // Fastify compares its version with the range of each plugin, all of which are such as `5.x`.
  semver: `exports.satisfies = (version, range) => {
    if (!/^\\d+\\.x$/.test(range)) throw new Error('lean-packages.ts knows no range such as ' + range);
    return version.split('.')[0] === range.split('.')[0];
  };`,
};

/** Lines of packages that are changed. */
const EDITS: readonly (readonly [file: RegExp, line: string, instead: string])[] = [
  // It makes 65,536 buffers in advance, in each thread, and offers to leave that out (`cacheNumbers`).
  [
    /\/mqtt-packet\/writeToStream\.js$/,
    'let writeNumber = writeNumberCached\nlet toGenerate = true\n',
    'let writeNumber = writeNumberGenerated\nlet toGenerate = false\n',
  ],
  // It compiles a function for each part of an address that is shorter.
  [/\/find-my-way\/lib\/node\.js$/, 'const LONG_PREFIX_MIN_LENGTH = 16', 'const LONG_PREFIX_MIN_LENGTH = 2'],
  // It is never asked for HTTP/2.
  [/\/fastify\/lib\/server\.js$/, "const http2 = require('node:http2')", 'const http2 = {}'],
  // The same, as a namespace of which a bundler leaves out what is not used: a parser of TypeScript, for one.
  [/\/typebox\/build\/index\.mjs$/, 'export default Type;', 'export { Type as default };'],
];

const LAZY = 'lazy-';
const fileOf = (name: string) => `${LAZY}${name.replaceAll(/[^a-z0-9]+/g, '-').replace(/^-/, '')}.cjs`;
const PREFIX = '\0lean:';

export function leanPackages(): Plugin {
  return {
    name: 'lean-packages',
    enforce: 'pre',
    resolveId(source, importer) {
      if (importer?.startsWith(PREFIX) && source.startsWith('./')) return { id: source, external: true };
      return STAND_INS[source] || INSTEAD[source] ? `${PREFIX}${source}` : null;
    },
    load(id) {
      if (!id.startsWith(PREFIX)) return null;
      const name = id.slice(PREFIX.length);
      return (INSTEAD[name] ?? STAND_INS[name]!).replaceAll('REAL', `require('./${fileOf(name)}')`);
    },
    transform(code, id) {
      const edit = EDITS.find(([file]) => file.test(id));
      if (!edit) return null;
      const [, line, instead] = edit;
      if (!code.includes(line)) throw new Error(`${id} has changed: lean-packages.ts looks for "${line}"`);
      return { code: code.replace(line, instead), map: null };
    },
    generateBundle: quickFiles,
  };
}

/**
 * A file with a single letter beyond Latin-1 takes V8 twice the memory, and longer to read. A package's wrapper, which runs at once, it
 * compiles as it first reads it if that is a `function` in brackets; an arrow function it reads twice.
 */
const quickFiles: Extract<Plugin['generateBundle'], CallableFunction> = (_, files) => {
  const escaped = (letter: string) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`;
  for (const file of Object.values(files))
    if (file.type === 'chunk')
      file.code = file.code
        .replaceAll(/[\u0080-\uffff]/g, escaped)
        .replaceAll(/__commonJSMin\(\(\(([\w$, ]*)\) => \{/g, '__commonJSMin((function($1) {');
};

/** Writes the files that stand-ins read. @param root folder of the project @param folder where the others lie */
export async function writeLazyPackages(root: string, folder: string): Promise<void> {
  const names = Object.keys(STAND_INS);
  await build({
    root,
    configFile: false,
    publicDir: false,
    logLevel: 'error',
    plugins: [{ name: 'quick-files', generateBundle: quickFiles }],
    ssr: { noExternal: true, target: 'node' },
    build: {
      ssr: true,
      outDir: folder,
      emptyOutDir: false,
      target: 'node20',
      minify: false,
      rolldownOptions: {
        input: Object.fromEntries(names.map((name) => [basename(fileOf(name), '.cjs'), pathOf(root, name)])),
        output: { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: `${LAZY}[name]-[hash].cjs` },
      },
    },
  });
}

/** As those who ask for it find it. */
function pathOf(root: string, name: string): string {
  const asker = { socks: 'mqtt', glob: '@fastify/static', '@opentelemetry/api': 'prom-client' }[name] ?? 'fastify';
  const own = createRequire(join(root, 'package.json'));
  return createRequire(own.resolve(asker)).resolve(name);
}
