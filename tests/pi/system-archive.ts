/** Debian 13 as one file, fetched once: what containers and images here are made of. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

/** Systems that were fetched from Debian. */
export const CACHE = process.env.LOCKOUT_PI_CACHE ?? '/var/tmp/lockout-pi';
const PACKAGES = 'systemd,systemd-sysv,dbus,udev,nodejs,curl,procps,iproute2,login,libgcc-s1,libstdc++6';
/** A fresh system as a file, fetched from Debian once. @param more packages in it beside those that every system has */
export function systemArchive(more: readonly string[] = []): string {
  const file = join(CACHE, `${['trixie', ...more].join('-')}.tar`);
  if (existsSync(file)) return file;
  mkdirSync(CACHE, { recursive: true });
  console.log('Fetching Debian 13 (mmdebstrap) ...');
  const made = spawnSync(
    'mmdebstrap',
    [
      '--variant=minbase',
      // By the name alone it would make a folder.
      '--format=tar',
      `--include=${[PACKAGES, ...more].join(',')}`,
      'trixie',
      `${file}.new`,
      'deb http://deb.debian.org/debian trixie main',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' },
  );
  if (made.status !== 0) throw new Error(`mmdebstrap failed: ${made.stderr.trim().split('\n').at(-1)}`);
  spawnSync('mv', [`${file}.new`, file]);
  return file;
}
