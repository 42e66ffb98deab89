/** The two whole releases on this machine, and the package that brings a new one. All of it is root's. */
import { execFile, spawnSync } from 'node:child_process';
import {
  existsSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { ProblemError } from '../../web/index.ts';
import type { Offer } from './update-rules.ts';

export const LIB = '/usr/lib/lockout';
/** An administrator's key comes before that of the package. */
export const KEYS = ['/etc/lockout/release.pub', '/usr/share/lockout/release.pub'];
const run = promisify(execFile);

/** Version of the release that is in use; null where the package isn't installed. */
export function versionInUse(lib = LIB): string | null {
  try {
    return (JSON.parse(readFileSync(join(lib, 'current/package.json'), 'utf8')) as { version: string }).version;
  } catch {
    return null;
  }
}

/** Makes the release that was put aside before the last update the one in use. @throws Error when there is none */
export function flipBack(version: string, lib = LIB): void {
  const kept = `kept/${version}`;
  if (!existsSync(join(lib, kept, 'package.json'))) {
    if (versionInUse(lib) === version) return;
    throw new Error(
      `the release ${version} was not kept in ${join(lib, 'kept')}; install its package: sudo apt install --allow-downgrades ./lockout_${version}_….deb`,
    );
  }
  if (readlinkSync(join(lib, 'current')) === kept) return;
  const next = join(lib, 'current.new');
  rmSync(next, { force: true });
  symlinkSync(kept, next);
  renameSync(next, join(lib, 'current'));
  spawnSync('sync', ['-f', lib]);
}

/** What a package says of itself. @throws ProblemError when it is none */
export async function readPackage(file: string): Promise<Offer> {
  const fields = ['Package', 'Architecture', 'Version', 'Installed-Size'];
  const { stdout } = await run('dpkg-deb', ['-f', file, ...fields]).catch(() => {
    throw new ProblemError('package-damaged', { file: basename(file) });
  });
  const lines = stdout.split('\n');
  const field = (name: string) => lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2) ?? '';
  return {
    package: field('Package'),
    architecture: field('Architecture'),
    version: field('Version').replace('~', '-'),
    installedBytes: Number(field('Installed-Size')) * 1024,
  };
}

export const machineArchitecture = async (): Promise<string> =>
  (await run('dpkg', ['--print-architecture'])).stdout.trim();

/** @throws Error with the last words of dpkg */
export function installPackage(file: string): void {
  runDpkg(['--force-confold', '--force-confdef', '--install', file]);
}

/** Ends what was cut off. @throws Error with the last words of dpkg */
export function finishInstall(): void {
  runDpkg(['--force-confold', '--force-confdef', '--configure', '--pending']);
}

function runDpkg(args: readonly string[]): void {
  const done = spawnSync('dpkg', args, {
    encoding: 'utf8',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  if (done.status === 0) return;
  const last = `${done.stderr ?? ''}`.trim().split('\n').slice(-3).join(' ');
  throw new Error(`dpkg failed: ${last || (done.error?.message ?? `it ended with ${done.status}`)}`);
}

export function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

/** Size of the files in a folder; 0 when it isn't there. */
export function folderBytes(folder: string): number {
  if (!existsSync(folder)) return 0;
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, { name }) => sum + statSync(join(folder, name)).size, 0);
}
