/** `npm run package`: a .deb for each architecture, its checksum and its signature. Needs npm's packages and dpkg-deb, and compiles nothing. */
import { spawnSync } from 'node:child_process';
import { createHash, createPrivateKey, type KeyObject } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command, Option } from 'commander';
import { publicKeyText, signFile } from '../app/service/minisign.ts';
import { ARCHITECTURES, type Architecture } from './architecture.ts';
import { bundle } from './bundle.ts';
import { writeDeb } from './deb.ts';
import { controlFields, layRelease, maintainerScripts, type Release } from './release.ts';

interface Options {
  arch: 'arm64' | 'amd64' | 'all';
  out: string;
  key?: string;
  release?: string;
}

const root = resolve(fileURLToPath(new URL('../../../', import.meta.url)));

const command = new Command('npm run package --')
  .description('build the packages for Debian 13 and Raspberry Pi OS')
  .addOption(new Option('--arch <name>', 'for which machine').choices(['arm64', 'amd64', 'all']).default('all'))
  .option('--out <folder>', 'where to put them', join(root, 'dist/packages'))
  .addOption(
    new Option(
      '--key <file>',
      'private Ed25519 key (PEM) to sign with, from: openssl genpkey -algorithm ed25519 -out release.pem',
    ).env('LOCKOUT_RELEASE_KEY'),
  )
  .option('--release <version>', 'build it as this version instead of that of package.json')
  .action(packageAll);

async function packageAll(options: Options): Promise<void> {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  const release = options.release ?? version;
  if (!/^\d+\.\d+\.\d+(-[0-9a-z.]+)?$/.test(release))
    throw new Error(`"${release}" is no version; right is 1.2.3 or 1.2.3-beta.1`);
  const key = options.key === undefined ? null : readKey(options.key);
  const out = resolve(options.out);
  mkdirSync(out, { recursive: true });
  const scratch = mkdtempSync(join(tmpdir(), 'lockout-package-'));
  try {
    const bundleFolder = join(scratch, 'bundle');
    await bundle(root, bundleFolder);
    for (const architecture of ARCHITECTURES) {
      if (options.arch !== 'all' && options.arch !== architecture.debian) continue;
      const publicKey = key && publicKeyText(key);
      build(
        { root, bundleFolder, architecture, version: release, epochS: releaseTimeS(), publicKey },
        key,
        out,
        scratch,
      );
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function build(release: Release, key: KeyObject | null, out: string, scratch: string): void {
  const { architecture, version, epochS } = release;
  const staging = join(scratch, architecture.debian);
  layRelease(release, staging, join(scratch, `fetched-${architecture.debian}`));
  const name = fileName(version, architecture);
  const file = join(out, name);
  const installedKb = writeDeb({
    staging,
    fields: controlFields(release),
    scripts: maintainerScripts(root, version),
    epochS,
    file,
  });
  const content = readFileSync(file);
  const sum = createHash('sha256').update(content).digest('hex');
  writeFileSync(`${file}.sha256`, `${sum}  ${name}\n`);
  const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);
  console.log(
    `${file}\n  ${megabytes(statSync(file).size)} MB, installed ${megabytes(installedKb * 1024)} MB, sha256 ${sum}`,
  );
  rmSync(`${file}.minisig`, { force: true });
  if (key) {
    writeFileSync(`${file}.minisig`, signFile(content, key, `lockout ${version} ${architecture.debian}`));
    console.log(`  signed: ${name}.minisig; minisign -V checks it with this key: ${release.publicKey!.split('\n')[1]}`);
  } else
    console.log(
      '  NOT SIGNED: no key was given (--key or LOCKOUT_RELEASE_KEY). Stations take it by apt, and by lockout update only with --unsigned.',
    );
}

const fileName = (version: string, { debian }: Architecture) => `lockout_${version.replace('-', '~')}_${debian}.deb`;

/** That of SOURCE_DATE_EPOCH, or of the commit: the same sources give the same bytes. */
function releaseTimeS(): number {
  const given = process.env.SOURCE_DATE_EPOCH;
  if (given && /^\d+$/.test(given)) return Number(given);
  const commit = spawnSync('git', ['log', '-1', '--format=%ct'], { cwd: root, encoding: 'utf8' });
  if (commit.status === 0) return Number(commit.stdout);
  throw new Error(
    'the time of the release is not known: this is no git checkout; set SOURCE_DATE_EPOCH (Unix time in s)',
  );
}

function readKey(file: string): KeyObject {
  let key: KeyObject;
  try {
    key = createPrivateKey(readFileSync(file));
  } catch (error) {
    throw new Error(`the key ${file} can't be read as PEM: ${(error as Error).message}`);
  }
  if (key.asymmetricKeyType !== 'ed25519')
    throw new Error(`the key ${file} is not an Ed25519 key but ${key.asymmetricKeyType}`);
  return key;
}

await command.parseAsync(process.argv).catch((error: Error) => {
  console.error(`lockout: ${error.message}`);
  process.exitCode = 1;
});
