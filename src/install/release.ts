/** The files of a package as they lie on the machine: one whole release, and what the system needs to run it. */
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Architecture } from './architecture.ts';
import { billOfMaterials } from './bill-of-materials.ts';
import { BUNDLE_FOLDER, BUNDLE_IMPORTS } from './bundle.ts';
import { copyrightFile } from './licences.ts';
import { readLockfile, shippedPackages } from './lockfile.ts';
import { layNatives } from './natives.ts';

/**
 * Debian's policy (5.6.2) wants a name and an address here. The project has no address yet: this one is in the domain that RFC 2606 keeps from ever
 * being anybody's, so no mail reaches a stranger, or a user `lockout` of the machine.
 */
const MAINTAINER = 'The Lockout authors <lockout@localhost.invalid>';

export interface Release {
  /** Folder of the project. */
  root: string;
  /** Folder of the bundle (`bundle.ts`). */
  bundleFolder: string;
  architecture: Architecture;
  version: string;
  /** Unix time of the release, in s. */
  epochS: number;
  /** What this release trusts from then on, as `readPublicKey` takes it; null: nothing. */
  publicKey: string | null;
}

/** Lays out everything but the control files below `staging`. @param scratch a folder for what is fetched */
export function layRelease(release: Release, staging: string, scratch: string): void {
  const { root, architecture, version, epochS } = release;
  const put = (path: string, content: string | Uint8Array) => {
    mkdirSync(dirname(join(staging, path)), { recursive: true });
    writeFileSync(join(staging, path), content);
  };
  const copy = (from: string, path: string) =>
    cpSync(from, join(staging, path), { recursive: true, dereference: true });

  const tree = `usr/lib/lockout/releases/${version}`;
  copy(release.bundleFolder, `${tree}/${BUNDLE_FOLDER}`);
  copy(join(root, 'dist/dashboard'), `${tree}/dist/dashboard`);
  copy(join(root, 'firmware-bridge/hex'), `${tree}/dist/firmware-bridge/hex`);
  copy(join(root, 'src/cli/lockout.mjs'), `${tree}/src/cli/lockout.mjs`);
  put(`${tree}/package.json`, manifest(root, version));
  layNatives(root, join(staging, tree), architecture, readLockfile(root), scratch);

  const files = join(root, 'src/install/files');
  for (const folder of readdirSync(files)) if (folder !== 'maintainer') copy(join(files, folder), folder);
  const packages = shippedPackages(root, architecture);
  const timestamp = new Date(epochS * 1000).toISOString();
  put('usr/share/lockout/bill-of-materials.cdx.json', billOfMaterials(version, packages, timestamp));
  if (release.publicKey !== null) put('usr/share/lockout/release.pub', release.publicKey);
  put('usr/share/doc/lockout/copyright', copyrightFile(root, packages));
  put('usr/share/doc/lockout/changelog.gz', gzipSync(changelog(release), { level: 9 }));
  copy(join(root, 'src/install/README.md'), 'usr/share/doc/lockout/README.md');
}

/** What the release needs of package.json: names to find its parts by, its version and its licence. */
function manifest(root: string, version: string): string {
  const { name, description, license, type, engines } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  ) as Record<string, unknown>;
  const kept = { name, version, description, license, type, engines, private: true, imports: BUNDLE_IMPORTS };
  return `${JSON.stringify(kept, null, 2)}\n`;
}

/** In Debian's format; what changed for people is in CHANGELOG.md of the project. */
function changelog({ version, epochS }: Release): string {
  const date = new Date(epochS * 1000).toUTCString().replace('GMT', '+0000');
  const entry = [`lockout (${version}) stable; urgency=medium`, '', '  * See CHANGELOG.md of the project.', ''];
  return [...entry, ` -- ${MAINTAINER}  ${date}`, ''].join('\n');
}

/** The scripts that dpkg runs, and the files that are an administrator's once they are there. */
export function maintainerScripts(root: string, version: string): Record<string, string> {
  const folder = join(root, 'src/install/files/maintainer');
  const scripts = Object.fromEntries(
    readdirSync(folder).map((name) => [
      name,
      readFileSync(join(folder, name), 'utf8').replaceAll('@VERSION@', version),
    ]),
  );
  return { ...scripts, conffiles: '/etc/avahi/services/lockout.service\n/etc/lockout/lockout.yaml\n' };
}

export function controlFields({ architecture, version }: Release): Record<string, string> {
  return {
    Package: 'lockout',
    Version: version.replace('-', '~'),
    Architecture: architecture.debian,
    Maintainer: MAINTAINER,
    Depends: 'nodejs (>= 20.19), udev, libc6 (>= 2.28), libgcc-s1, libstdc++6',
    Recommends: 'avahi-daemon, avrdude, python3',
    Suggests: 'cage, chromium, mosquitto, postgresql',
    Section: 'misc',
    Priority: 'optional',
    Description: `controller of a smart hip-thrust station
 Counts reps, times lockout holds, logs sets per member, shows them on a
 page and publishes them over MQTT. Boards with load cell and distance sensor
 are plugged in by USB; without one a lifter can be simulated.`,
  };
}
