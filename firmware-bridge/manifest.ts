/** What the shipped `.hex` files were made from. Read by `lockout flash`, the emulator and the tests. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface BoardBuild {
  /** SHA-256 of the .hex file. */
  hexSha256: string;
  baud: number;
  flashBytes: number;
  flashLimitBytes: number;
  ramBytes: number;
  ramLimitBytes: number;
  /** RAM address by symbol. */
  symbols: Record<string, number>;
}

export interface Manifest {
  /** SHA-256 over the names and contents of the sketch's files. */
  sourceSha256: string;
  compiler: string;
  boards: Record<string, BoardBuild>;
}

// From the sources and from dist/ alike: the sketch and the hex files are not compiled by tsc, so not copied.
const root = fileURLToPath(
  new URL(import.meta.url.includes('/dist/') ? '../../firmware-bridge/' : './', import.meta.url),
);

export const SKETCH_DIRECTORY = join(root, 'sketch', 'lockout');
export const HEX_DIRECTORY = join(root, 'hex');

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Hash of the sketch as it is on disk now. */
export function sourceHash(): string {
  const hash = createHash('sha256');
  for (const file of readdirSync(SKETCH_DIRECTORY).sort()) {
    hash.update(`${file}\n${readFileSync(join(SKETCH_DIRECTORY, file), 'utf8').replaceAll('\r\n', '\n')}\n`);
  }
  return hash.digest('hex');
}

/** Throws if the directory holds no manifest: then no firmware was shipped with this copy. */
export function readManifest(directory: string = HEX_DIRECTORY): Manifest {
  return JSON.parse(readFileSync(join(directory, 'manifest.json'), 'utf8')) as Manifest;
}

/** The Intel HEX text of a shipped board: uno, nano or mega. */
export function readHex(board: string): string {
  return readFileSync(join(HEX_DIRECTORY, `${board}.hex`), 'utf8');
}
