/** Writes a .deb: control files, checksums and the files, all with the same times and rights in every build. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, lstatSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface Deb {
  /** Folder with the files as they lie on the machine; the control files are put into it. */
  staging: string;
  /** Fields of `control` without Installed-Size. */
  fields: Readonly<Record<string, string>>;
  /** Maintainer scripts and lists (conffiles), by name. */
  scripts: Readonly<Record<string, string>>;
  /** Unix time that every file gets, in s. */
  epochS: number;
  file: string;
}

const EXECUTABLE = /^(usr\/bin|DEBIAN)\/|\/libexec\/|\.mjs$/;
const LISTS = new Set(['control', 'conffiles', 'md5sums']);

/** @returns installed size in kB. @throws Error that says what is missing */
export function writeDeb({ staging, fields, scripts, epochS, file }: Deb): number {
  const files = filesIn(staging);
  const installedKb = files.reduce((sum, path) => sum + Math.ceil(lstatSync(join(staging, path)).size / 1024), 0);
  const control = join(staging, 'DEBIAN');
  mkdirSync(control, { recursive: true });
  const lines = Object.entries({ ...fields, 'Installed-Size': String(installedKb) }).map(
    ([name, value]) => `${name}: ${value}`,
  );
  writeFileSync(join(control, 'control'), `${lines.join('\n')}\n`);
  const sums = files.filter((path) => !path.startsWith('etc/')).map((path) => `${md5(join(staging, path))}  ${path}`);
  writeFileSync(join(control, 'md5sums'), `${sums.join('\n')}\n`);
  for (const [name, text] of Object.entries(scripts)) writeFileSync(join(control, name), text);
  settle(staging, '', epochS);
  const built = spawnSync('dpkg-deb', ['--root-owner-group', '-Zxz', '--build', staging, file], {
    encoding: 'utf8',
    env: { ...process.env, SOURCE_DATE_EPOCH: String(epochS) },
  });
  if (built.error) throw new Error('dpkg-deb is missing; on Debian, Ubuntu or Raspberry Pi OS: sudo apt install dpkg');
  if (built.status !== 0) throw new Error(`dpkg-deb failed: ${built.stderr.trim()}`);
  return installedKb;
}

/** Sorted, so that a build doesn't depend on the order of the disk. */
function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => !lstatSync(join(folder, path)).isDirectory())
    .sort();
}

/** Rights and times by rule, whatever the umask and the clock were. */
function settle(staging: string, path: string, epochS: number): void {
  const full = join(staging, path);
  if (lstatSync(full).isDirectory()) {
    for (const name of readdirSync(full)) settle(staging, path ? `${path}/${name}` : name, epochS);
    chmodSync(full, 0o755);
  } else {
    const isExecutable = EXECUTABLE.test(path) && !LISTS.has(path.replace('DEBIAN/', ''));
    chmodSync(full, isExecutable ? 0o755 : 0o644);
  }
  utimesSync(full, epochS, epochS);
}

const md5 = (file: string) => createHash('md5').update(readFileSync(file)).digest('hex');
