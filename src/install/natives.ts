/** The packages that stay outside of the bundle, for another machine than this one too: nothing is compiled. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Architecture } from './architecture.ts';
import { EXTERNAL } from './bundle.ts';
import type { Lockfile } from './lockfile.ts';

/** Of these packages only files that aren't code are needed: the code is in the bundle. */
const FILES_OF_BUNDLED: Readonly<Record<string, RegExp>> = {
  '@fastify/swagger': /^package\.json$/,
  '@fastify/swagger-ui': /^(package\.json|static\/(?!.*\.map$|swagger-ui\.js$).*)$/,
};
/**
 * Packages that find out which C library there is, by a report of the whole process that takes 5 ms in each thread; the package is for
 * one, so they are told. `LIBRARY` is that of the database, such as `linux-arm64-gnu`.
 */
const TOLD: Readonly<Record<string, string>> = {
  '@neon-rs/load/dist/index.js': "exports.currentTarget = () => 'LIBRARY';\n",
  'detect-libc/lib/detect-libc.js':
    "Object.assign(exports, { GLIBC: 'glibc', MUSL: 'musl', familySync: () => 'glibc' });\n",
};
const NEEDED = /(^|\/)(package\.json|[^/]+\.(js|cjs|node))$/;
const NOT_NEEDED = /(^|\/)(test|tests)\/|(^|\/)(test[^/]*|karma\.conf|bin|build-test|optional)\.js$/;

/** Puts them below `<release>/node_modules`. @param scratch a folder for what is fetched */
export function layNatives(
  root: string,
  release: string,
  architecture: Architecture,
  lock: Lockfile,
  scratch: string,
): void {
  const laid = new Set<string>();
  for (const name of EXTERNAL) layWithDependencies(root, release, name, root, architecture, laid);
  for (const [file, code] of Object.entries(TOLD)) {
    const laid = join(release, 'node_modules', file);
    if (!existsSync(laid)) throw new Error(`${file} has gone from the database's packages; see natives.ts`);
    writeFileSync(laid, code.replace('LIBRARY', architecture.libsql.replace('@libsql/', '')));
  }
  const libsql = join(root, 'node_modules', architecture.libsql);
  const fetched = existsSync(libsql) ? libsql : fetchPackage(root, architecture.libsql, lock, scratch);
  copy(fetched, join(release, 'node_modules', architecture.libsql), (file) =>
    /^(package\.json|index\.node)$/.test(file),
  );
  for (const [name, needed] of Object.entries(FILES_OF_BUNDLED))
    copy(join(root, 'node_modules', name), join(release, 'node_modules', name), (file) => needed.test(file));
}

function layWithDependencies(
  root: string,
  release: string,
  name: string,
  from: string,
  architecture: Architecture,
  laid: Set<string>,
): void {
  const folder = findPackage(root, from, name);
  if (laid.has(folder)) return;
  laid.add(folder);
  const isForAnother = (file: string) =>
    file.endsWith('.musl.node') ||
    (file.startsWith('prebuilds/') && !file.startsWith(`prebuilds/linux-${architecture.npm}/`));
  copy(
    folder,
    join(release, folder.slice(root.length)),
    (file) => NEEDED.test(file) && !NOT_NEEDED.test(file) && !isForAnother(file),
  );
  const { dependencies = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    dependencies?: Record<string, string>;
  };
  // It is asked for by packages that compile; the binaries are there.
  const { 'node-addon-api': _, ...needed } = dependencies;
  for (const other of Object.keys(needed)) layWithDependencies(root, release, other, folder, architecture, laid);
}

function findPackage(root: string, from: string, name: string): string {
  for (let folder = from; folder.length >= root.length; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name);
    if (existsSync(join(candidate, 'package.json'))) return candidate;
  }
  throw new Error(`the package ${name} is not in node_modules; run: npm ci`);
}

/** From the registry (or npm's cache), held against the lockfile. @throws Error that says what to do */
function fetchPackage(root: string, name: string, lock: Lockfile, scratch: string): string {
  const locked = lock[`node_modules/${name}`];
  if (!locked?.integrity) throw new Error(`package-lock.json has no ${name}; run: npm install`);
  mkdirSync(scratch, { recursive: true });
  const packed = spawnSync(
    'npm',
    [
      'pack',
      `${name}@${locked.version}`,
      '--silent',
      '--prefer-offline',
      '--ignore-scripts',
      '--pack-destination',
      scratch,
    ],
    { cwd: root, encoding: 'utf8', timeout: 120_000 },
  );
  const archive = join(scratch, packed.stdout?.trim().split('\n').at(-1) ?? '');
  if (packed.status !== 0 || !archive.endsWith('.tgz') || !existsSync(archive))
    throw new Error(
      `${name} ${locked.version} can't be fetched (npm pack): ${packed.stderr?.trim() || 'no answer'}. It is the database for that machine; connect to the network, or build where it is`,
    );
  const sum = `sha512-${createHash('sha512').update(readFileSync(archive)).digest('base64')}`;
  if (sum !== locked.integrity)
    throw new Error(`${name} ${locked.version} is not what package-lock.json names: its checksum is ${sum}`);
  const folder = join(scratch, name.replaceAll('/', '-'));
  mkdirSync(folder, { recursive: true });
  const unpacked = spawnSync('tar', ['-xzf', archive, '-C', folder, '--strip-components=1']);
  if (unpacked.status !== 0) throw new Error(`${archive} can't be unpacked: ${unpacked.stderr}`);
  return folder;
}

function copy(from: string, to: string, isNeeded: (file: string) => boolean): void {
  for (const file of readdirSync(from, { recursive: true, encoding: 'utf8' })) {
    if (file.startsWith('node_modules/') || !isNeeded(file)) continue;
    if (!/\.[^/]+$/.test(file)) continue;
    mkdirSync(dirname(join(to, file)), { recursive: true });
    cpSync(join(from, file), join(to, file), { dereference: true });
  }
}
