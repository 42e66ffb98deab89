/** Packages to install in the container: good ones of three versions, and bad ones made from the last. */
import { execFileSync } from 'node:child_process';
import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { signFile } from '../../src/app/service/minisign.ts';

/** Version that the packager builds. */
const BUILT = '1.0.0';
const root = fileURLToPath(new URL('../../../', import.meta.url));

/** What is done to a good release to make it a bad one. */
export const BAD_RELEASES = {
  throws: (tree: string) => breakRun(tree, "throw new Error('a bad release');"),
  hangs: (tree: string) => breakRun(tree, 'while (true);'),
  'wrong-version': (tree: string) => {
    const file = join(tree, 'package.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace(/"version": "[^"]*"/, '"version": "9.9.9"'));
  },
  'no-page': (tree: string) => rmSync(join(tree, 'dist/dashboard'), { recursive: true }),
  /** It migrates the database to a version that the old release refuses, and then dies. */
  'failed-migration': (tree: string) =>
    breakRun(
      tree,
      `const { default: Database } = await import('libsql');
       const db = new Database('/var/lib/lockout/lockout.sqlite');
       db.exec('DELETE FROM sets; PRAGMA user_version = 99');
       throw new Error('the migration failed');`,
    ),
} as const;
export type BadRelease = keyof typeof BAD_RELEASES;

/** Only the station is broken: the verbs, with which the update works, are those of the old release anyway. */
function breakRun(tree: string, code: string): void {
  const file = join(tree, 'src/cli/lockout.mjs');
  const [first, ...rest] = readFileSync(file, 'utf8').split('\n');
  writeFileSync(file, [first, `if (process.argv[2] === 'run') { ${code} }`, ...rest].join('\n'));
}

export class Packages {
  readonly #folder: string;
  readonly #keyFile: string;

  constructor(folder: string) {
    this.#folder = folder;
    this.#keyFile = join(folder, 'release.pem');
    const { privateKey } = generateKeyPairSync('ed25519');
    if (!existsSync(this.#keyFile)) writeFileSync(this.#keyFile, privateKey.export({ format: 'pem', type: 'pkcs8' }));
  }

  /** Signed. The packager builds one version; another is the same with another number, which costs less. */
  good(version: string, architecture: 'amd64' | 'arm64' = 'amd64'): string {
    const file = join(this.#folder, `lockout_${version}_${architecture}.deb`);
    if (existsSync(file)) return file;
    if (version !== BUILT) this.#renumber(version, architecture, file);
    else {
      const args = ['--arch', architecture, '--release', version, '--key', this.#keyFile, '--out', this.#folder];
      execFileSync(process.execPath, [join(root, 'dist/src/install/package.js'), ...args], {
        stdio: ['ignore', 'ignore', 'inherit'],
      });
    }
    return file;
  }

  #renumber(version: string, architecture: 'amd64' | 'arm64', file: string): void {
    const unpacked = join(this.#folder, 'renumbered');
    execFileSync('dpkg-deb', ['-R', this.good(BUILT, architecture), unpacked]);
    const releases = join(unpacked, 'usr/lib/lockout/releases');
    renameSync(join(releases, BUILT), join(releases, version));
    for (const path of ['DEBIAN/control', 'DEBIAN/postinst', `usr/lib/lockout/releases/${version}/package.json`]) {
      const text = readFileSync(join(unpacked, path), 'utf8');
      writeFileSync(join(unpacked, path), text.replaceAll(BUILT, version));
    }
    rmSync(join(unpacked, 'DEBIAN/md5sums'));
    this.#build(unpacked, file);
  }

  #build(unpacked: string, file: string): void {
    execFileSync('dpkg-deb', ['--root-owner-group', '-Zgzip', '-z1', '-b', unpacked, file], { stdio: 'ignore' });
    rmSync(unpacked, { recursive: true });
    this.sign(file);
  }

  bad(kind: BadRelease, version: string): string {
    const file = join(this.#folder, `lockout_${version}_amd64_${kind}.deb`);
    if (existsSync(file)) return file;
    const unpacked = join(this.#folder, `unpacked-${kind}`);
    execFileSync('dpkg-deb', ['-R', this.good(version), unpacked]);
    BAD_RELEASES[kind](join(unpacked, `usr/lib/lockout/releases/${version}`));
    this.#build(unpacked, file);
    return file;
  }

  sign(file: string): void {
    const key = createPrivateKey(readFileSync(this.#keyFile));
    writeFileSync(`${file}.minisig`, signFile(readFileSync(file), key, 'a release for tests'));
  }
}
