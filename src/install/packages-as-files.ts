/**
 * The last step of `npm run build`: npm packages that the built station imports become one file each below `dist/npm`, and the built
 * modules import those. Of the 1,100 files that a start used to read, 800 were packages; every test that starts a station reads them too.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { EXTERNAL, ownFolders } from './bundle.ts';
import { leanPackages, writeLazyPackages } from './lean-packages.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const dist = join(root, 'dist');
const FOLDER = 'npm';
const folder = join(dist, FOLDER);
/** They stay as they are: binaries, what tests look at from outside, and what only a hub or a build needs. */
const LEFT: readonly string[] = [...EXTERNAL, 'johnny-five', 'firmata-io', 'pg', 'vite'];
/** As tsc writes it, from a package or, in a file that this step has already changed, from the folder of packages. */
const IMPORT = /^((?:import|export) ([^'\n]*) from )'((?:\.\.?\/)+npm\/[^'/]+\.js|[@a-z][^':#]*)';/gm;

/** A slash can't be in the name of a file. */
const fileOf = (name: string) => `${name.replaceAll('/', '+')}.js`;
const nameOf = (source: string) =>
  source.startsWith('.') ? source.replace(/^.*\//, '').replace(/\.js$/, '').replaceAll('+', '/') : source;

/** The names that are imported from each package. */
const wanted = new Map<string, Set<string>>();
const changed = new Map<string, string>();
for (const entry of readdirSync(join(dist, 'src'), { recursive: true, withFileTypes: true })) {
  const file = join(entry.parentPath, entry.name);
  if (!file.endsWith('.js') || file.startsWith(join(dist, 'src/install')) || !hasSource(file)) continue;
  const code = readFileSync(file, 'utf8');
  const own = code.replaceAll(IMPORT, (whole, start: string, clause: string, source: string) => {
    const name = nameOf(source);
    if (LEFT.includes(name)) return whole;
    const names = wanted.get(name) ?? new Set();
    wanted.set(name, names);
    for (const imported of namesIn(clause)) names.add(imported);
    const path = relative(dirname(file), join(folder, fileOf(name)));
    return `${start}'${path.startsWith('.') ? path : `./${path}`}';`;
  });
  if (own !== code) changed.set(file, own);
}

/** What an older build left may import a package that is no longer there. */
function hasSource(file: string): boolean {
  return existsSync(join(root, relative(dist, file).replace(/\.js$/, '.ts')));
}

/** `Type, { a as b }` imports `default` and `a`; a namespace imports `*`. */
function namesIn(clause: string): string[] {
  const [, braced = ''] = /\{(.*)\}/.exec(clause) ?? [];
  const named = braced.split(',').flatMap((part) => part.trim().split(' as ')[0] || []);
  const rest = clause.replace(/\{.*\}/, '');
  return [...named, ...(rest.includes('*') ? ['*'] : /[\w$]/.test(rest) ? ['default'] : [])];
}

const entries = new Map(
  [...wanted].toSorted().map(([name, names]) => {
    const named = [...names].filter((one) => one !== '*').toSorted();
    const all = names.has('*') ? `export * from '${name}';\n` : '';
    return [name, `${all}export { ${named.join(', ')} } from '${name}';\n`];
  }),
);
const lockfile = readFileSync(join(root, 'package-lock.json'), 'utf8');
const own = ['lean-packages.js', 'packages-as-files.js', 'bundle.js'];
const code = own.map((name) => readFileSync(join(dist, 'src/install', name), 'utf8'));
const stamp = JSON.stringify([...entries, lockfile, ...code]);
const stampFile = join(folder, '.made-of');
if (!existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== stamp) {
  rmSync(folder, { recursive: true, force: true });
  await writePackages();
  writeFileSync(stampFile, stamp);
}
for (const [file, code] of changed) writeFileSync(file, code);

async function writePackages(): Promise<void> {
  // Files, since a module that lies in the project imports packages as the station does.
  const scratch = join(folder, '.entries');
  mkdirSync(scratch, { recursive: true });
  for (const [name, code] of entries) writeFileSync(join(scratch, fileOf(name)), code);
  await build({
    root,
    configFile: false,
    publicDir: false,
    logLevel: 'error',
    plugins: [leanPackages(), ownFolders('../../')],
    ssr: { noExternal: true, external: [...EXTERNAL], target: 'node' },
    build: {
      ssr: true,
      outDir: folder,
      emptyOutDir: false,
      target: 'node20',
      minify: false,
      rolldownOptions: {
        preserveEntrySignatures: 'strict',
        input: Object.fromEntries([...entries.keys()].map((name) => [name, join(scratch, fileOf(name))])),
        output: { entryFileNames: ({ name }) => fileOf(name), chunkFileNames: 'shared-[name]-[hash].js' },
      },
    },
  });
  await writeLazyPackages(root, folder);
  rmSync(scratch, { recursive: true });
}
