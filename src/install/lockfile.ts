/** Which npm packages are in a release, read from the lockfile: what the licences and the bill of materials are written from. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Architecture } from './architecture.ts';

export interface ShippedPackage {
  /** Its folder, such as `node_modules/@serialport/bindings-cpp`. */
  path: string;
  name: string;
  version: string;
  /** SPDX expression; null where its package.json states none. */
  licence: string | null;
  /** Of its archive, such as `sha512-…`; null where the lockfile has none. */
  integrity: string | null;
}

interface LockedPackage {
  version: string;
  license?: string;
  integrity?: string;
  dev?: boolean;
  optional?: boolean;
  os?: string[];
  cpu?: string[];
  libc?: string[];
  dependencies?: Record<string, string>;
}

export type Lockfile = Record<string, LockedPackage>;

const MODULES = 'node_modules/';
/** An import of a package in TypeScript (`from 'uplot'`) or CSS (`url("@fontsource-variable/…")`). */
const IMPORT = /(?:from |import |import\(|url\()["'](?<id>[^"'.][^"']*)["']/g;

export function readLockfile(root: string): Lockfile {
  return (JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as { packages: Lockfile }).packages;
}

/** What the station needs at run time, and what the page was built from, without what is for other systems. */
export function shippedPackages(root: string, architecture: Architecture): ShippedPackage[] {
  const locked = readLockfile(root);
  const production = Object.entries(locked)
    .filter(([path, entry]) => path !== '' && !entry.dev && fits(path, entry, architecture))
    .map(([path]) => path);
  const paths = new Set([...production, ...closure(locked, pagePackages(root, locked))]);
  return [...paths].sort().map((path) => {
    const { version, license, integrity } = locked[path]!;
    const name = path.slice(path.lastIndexOf(MODULES) + MODULES.length);
    return { path, name, version, licence: license ?? null, integrity: integrity ?? null };
  });
}

function fits(path: string, { os, cpu, libc }: LockedPackage, { npm }: Architecture): boolean {
  const isGlibc = libc?.includes('glibc') ?? !path.includes('musl');
  return (os?.includes('linux') ?? true) && (cpu?.includes(npm) ?? true) && isGlibc;
}

/** The packages of which the dashboard's sources import something: its build puts them into the page. */
function pagePackages(root: string, locked: Lockfile): string[] {
  const folder = join(root, 'dashboard');
  const named = new Set<string>();
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!/^(src|sw)\/.*\.(tsx?|css)$/.test(file.replaceAll('\\', '/'))) continue;
    for (const { groups } of readFileSync(join(folder, file), 'utf8').matchAll(IMPORT))
      named.add(/^(@[^/]+\/)?[^/?]+/.exec(groups!.id!)![0]);
  }
  return [...named].map((name) => `${MODULES}${name}`).filter((path) => path in locked);
}

/** With all that they depend on, found where Node would. */
function closure(locked: Lockfile, paths: readonly string[]): Set<string> {
  const found = new Set<string>();
  const waiting = [...paths];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (found.has(path)) continue;
    found.add(path);
    for (const name of Object.keys(locked[path]?.dependencies ?? {})) {
      const nearest = nearestOf(locked, path, name);
      if (nearest) waiting.push(nearest);
    }
  }
  return found;
}

function nearestOf(locked: Lockfile, path: string, name: string): string | undefined {
  for (let folder = path; ; folder = folder.slice(0, folder.lastIndexOf(`/${MODULES}`))) {
    const candidate = `${folder}/${MODULES}${name}`;
    if (candidate in locked) return candidate;
    if (!folder.includes(`/${MODULES}`)) break;
  }
  const outermost = `${MODULES}${name}`;
  return outermost in locked ? outermost : undefined;
}
