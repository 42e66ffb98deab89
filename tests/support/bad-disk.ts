/** A bad disk, or a wall clock that is set, for a process that a test starts (`tests/faults/bad-disk.c`, preloaded). */
import { spawnSync } from 'node:child_process';
import { closeSync, openSync, readSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SOURCE = fileURLToPath(new URL('../../../tests/faults/bad-disk.c', import.meta.url));
const BESIDE = fileURLToPath(new URL('../faults/bad-disk.c', import.meta.url));

/** Places of the values in the shared file; each is a 64-bit integer. */
const PLACES = { syncMs: 0, isFull: 8, clockMs: 16, killAt: 32, steps: 40 } as const;
const SYNCS_AT = 24;

export class BadDisk {
  readonly #file: string;
  /** For the process that is to have it. */
  readonly env: Record<string, string>;

  private constructor(folder: string, library: string) {
    this.#file = join(folder, 'bad-disk.faults');
    writeFileSync(this.#file, Buffer.alloc(4096));
    this.env = { LD_PRELOAD: library, BAD_DISK_FILE: this.#file };
  }

  /** Null: this system is no 64-bit Linux with a C compiler. */
  static make(folder: string): BadDisk | null {
    if (process.platform !== 'linux') return null;
    const library = join(folder, 'bad-disk.so');
    const source = import.meta.url.includes('/dist/') ? SOURCE : BESIDE;
    const built = spawnSync('cc', ['-shared', '-fPIC', '-O2', '-o', library, source, '-ldl']);
    return built.status === 0 ? new BadDisk(folder, library) : null;
  }

  /** Takes effect at once. */
  set(faults: Partial<Record<keyof typeof PLACES, number>>): void {
    const handle = openSync(this.#file, 'r+');
    for (const [name, value] of Object.entries(faults)) {
      const bytes = Buffer.alloc(8);
      bytes.writeBigInt64LE(BigInt(Math.round(value)));
      writeSync(handle, bytes, 0, 8, PLACES[name as keyof typeof PLACES]);
    }
    closeSync(handle);
  }

  /** How often the process has waited for its disk so far. */
  get syncs(): number {
    return this.#read(SYNCS_AT);
  }

  /** Its waits for the disk, and the files that it renamed. */
  get steps(): number {
    return this.#read(PLACES.steps);
  }

  #read(at: number): number {
    const bytes = Buffer.alloc(8);
    const handle = openSync(this.#file, 'r');
    readSync(handle, bytes, 0, 8, at);
    closeSync(handle);
    return Number(bytes.readBigInt64LE());
  }
}

export const hasCompiler = process.platform === 'linux' && spawnSync('cc', ['--version']).status === 0;
