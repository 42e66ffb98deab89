/**
 * Which commands of the hub were begun, and what came of them, in a file: one that comes again, also after a restart, is not carried out again.
 * Raw samples are not in it: of those that could not be sent before a restart, the hub hears that they are missing.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { CommandResult } from '../../contracts/hub-commands.ts';

/** More than can wait at the hub (20) in the time that a command is valid and the hub may be away. */
const MAX_KEPT = 500;

interface Kept {
  id: string;
  /** null: begun, and not ended */
  result: CommandResult | null;
  /** The hub knows it. */
  isTold: boolean;
}

export class CommandMemory {
  readonly #file: string;
  #kept: Kept[];
  /** what could not be read, in words; empty: all is well */
  readonly fault: string = '';

  constructor(dataDir: string) {
    this.#file = join(dataDir, 'hub', 'commands.json');
    this.#kept = [];
    try {
      if (existsSync(this.#file)) this.#kept = JSON.parse(readFileSync(this.#file, 'utf8')) as Kept[];
    } catch (error) {
      this.fault = `${this.#file} can't be read: ${(error as Error).message}`;
    }
    // The process ended in the middle of it: no one knows how far it got.
    for (const one of this.#kept) one.result ??= { id: one.id, outcome: 'interrupted', problem: null };
  }

  has(id: string): boolean {
    return this.#kept.some((one) => one.id === id);
  }

  /** On the disk before anything is done. @throws Error when it can't be written: the command is as if it had not come */
  begin(id: string): void {
    const before = this.#kept;
    this.#kept = [...before, { id, result: null, isTold: false }].slice(-MAX_KEPT);
    try {
      this.#write();
    } catch (error) {
      this.#kept = before;
      throw error;
    }
  }

  end(result: CommandResult): void {
    const known = this.#kept.find(({ id }) => id === result.id);
    if (known) Object.assign(known, { result, isTold: false });
    this.#write();
  }

  /** Results that the hub does not know of yet. */
  untold(most: number): CommandResult[] {
    return this.#kept.flatMap(({ result, isTold }) => (result && !isTold ? [result] : [])).slice(0, most);
  }

  told(ids: readonly string[]): void {
    for (const one of this.#kept.filter(({ id }) => ids.includes(id))) {
      one.isTold = true;
      if (one.result) delete one.result.recording;
    }
    this.#write();
  }

  /** It comes again: the hub does not know the result. */
  repeat(id: string): void {
    const known = this.#kept.find((one) => one.id === id);
    if (known) known.isTold = false;
  }

  #write(): void {
    mkdirSync(dirname(this.#file), { recursive: true, mode: 0o700 });
    rmSync(`${this.#file}.new`, { force: true });
    writeFileSync(`${this.#file}.new`, JSON.stringify(this.#kept, withoutSamples), { mode: 0o600, flush: true });
    renameSync(`${this.#file}.new`, this.#file);
  }
}

const withoutSamples = (key: string, value: unknown) => (key === 'recording' ? undefined : value);
