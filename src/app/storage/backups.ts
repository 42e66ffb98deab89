/** Backups on the station itself: made by a schedule, the oldest deleted, one of them put back at the next start. */
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { type Clock, isoNow } from '../../common/clock.ts';
import { messageOf } from '../../common/message-of.ts';
import type { BackupState, KeptBackup } from '../../contracts/backups.ts';
import { type BackupInfo, checkBackup, StoreError, type StoreErrorCode } from '../../store/index.ts';
import { ProblemError } from '../../web/index.ts';
import { dataFiles } from './data-folder.ts';
import { pendingRestore, planRestore } from './pending-restore.ts';
import { isSystemError, orProblem } from './store-problems.ts';

const HOUR_MS = 3_600_000;
/** How often it is looked whether one is due; also how soon a failed one is tried again. */
const CHECK_PERIOD_MS = 60_000;
/** A backup that is this many times older than it should be is missed. */
const OVERDUE = 2;
/** By their own names alone: what else lies in the folder is not deleted. */
const NAME = /^lockout-(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)\.backup$/;

interface BackupsOptions {
  everyH: number;
  keep: number;
  /** Absolute. */
  folder: string;
  dataDir: string;
  /** Makes one at a path that doesn't exist yet. */
  make: (target: string) => Promise<BackupInfo>;
  clock: Clock;
  logger: Logger;
}

/** What is wrong with the backup itself, and not with the disk that it is read from. */
const UNUSABLE: readonly StoreErrorCode[] = [
  'not-ours',
  'not-a-database',
  'newer-schema',
  'corrupt',
  'mismatch',
  'invalid',
];

export class Backups {
  readonly #options: BackupsOptions;
  #timer: NodeJS.Timeout | undefined;
  #making: Promise<unknown> | null = null;
  #lastError: string | null = null;
  /** Without any backup, the schedule counts from here. */
  readonly #sinceMs: number;

  constructor(options: BackupsOptions) {
    this.#options = options;
    this.#sinceMs = options.clock.wallMs();
  }

  start(): void {
    if (this.#options.everyH === 0) return;
    void this.makeIfDue();
    this.#timer = setInterval(() => void this.makeIfDue(), CHECK_PERIOD_MS);
  }

  /** One that is being made ends with the process; what is left of it goes before the next one. */
  stop(): void {
    clearInterval(this.#timer);
  }

  /** Makes one when it is due. Never rejects: why not stands in the state. */
  async makeIfDue(): Promise<void> {
    if (!this.#isDue() || this.#making) return;
    await this.make().catch(() => undefined);
  }

  /** @throws ProblemError when it can't be made */
  async make(): Promise<KeptBackup> {
    if (this.#making) throw new ProblemError('backup-in-progress', {});
    const { folder, clock, logger, make } = this.#options;
    const fileName = `lockout-${isoNow(clock).slice(0, 19).replaceAll(':', '-')}.backup`;
    const work = (async () => {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      for (const name of readdirSync(folder))
        if (NAME.test(name.replace(/\.unfinished$/, '')) && name.endsWith('.unfinished')) rmSync(join(folder, name));
      return make(join(folder, fileName));
    })();
    this.#making = work;
    try {
      const { bytes } = await orProblem(() => work);
      this.#lastError = null;
      this.#prune();
      return { fileName, madeAt: madeAtOf(fileName), bytes };
    } catch (error) {
      this.#lastError = messageOf(error);
      logger.warn(`no backup could be made in ${folder}: ${this.#lastError}`);
      if (!isSystemError(error)) throw error;
      throw new ProblemError('backup-failed', { folder, reason: messageOf(error) });
    } finally {
      this.#making = null;
    }
  }

  get state(): Omit<BackupState, 'restarts'> {
    const { everyH, keep, folder, dataDir } = this.#options;
    const { isOverdue } = this;
    return {
      everyH,
      keep,
      folder,
      isOverdue,
      lastError: this.#lastError,
      backups: this.#list(),
      pending: pendingRestore(dataDir)?.name ?? null,
    };
  }

  get isOverdue(): boolean {
    const { everyH } = this.#options;
    return everyH > 0 && this.#ageMs() > OVERDUE * everyH * HOUR_MS;
  }

  /** @throws ProblemError that says what is wrong with it */
  async check(fileName: string): Promise<BackupInfo> {
    const { dataDir } = this.#options;
    const path = this.#pathOf(fileName);
    const { info } = await orProblem(() =>
      checkBackup(path, dataFiles(dataDir), dataDir).catch((error: unknown) => {
        if (!(error instanceof StoreError) || !UNUSABLE.includes(error.code)) throw error;
        throw new ProblemError('unusable-backup', { file: fileName, reason: error.message });
      }),
    );
    return info;
  }

  /** Checks it, then has it put in the place of the database at the next start. */
  async restore(fileName: string): Promise<void> {
    await this.check(fileName);
    planRestore(this.#options.dataDir, this.#pathOf(fileName));
  }

  #pathOf(fileName: string): string {
    if (!this.#list().some((one) => one.fileName === fileName))
      throw new ProblemError('no-such-backup', { file: fileName, folder: this.#options.folder });
    return join(this.#options.folder, fileName);
  }

  #isDue(): boolean {
    const [newest] = this.#list();
    return !newest || this.#ageMs() >= this.#options.everyH * HOUR_MS;
  }

  /** Of the newest. One from the future was made before the clock was set back: it is as old as this start. */
  #ageMs(): number {
    const nowMs = this.#options.clock.wallMs();
    const [newest] = this.#list();
    const madeMs = newest ? Date.parse(newest.madeAt) : this.#sinceMs;
    return nowMs - (madeMs > nowMs ? Math.min(this.#sinceMs, nowMs) : madeMs);
  }

  /** Newest first. */
  #list(): KeptBackup[] {
    try {
      return readdirSync(this.#options.folder)
        .filter((name) => NAME.test(name))
        .sort()
        .reverse()
        .map((fileName) => ({
          fileName,
          madeAt: madeAtOf(fileName),
          bytes: statSync(join(this.#options.folder, fileName)).size,
        }));
    } catch {
      return [];
    }
  }

  #prune(): void {
    const { folder, keep, logger } = this.#options;
    const pending = pendingRestore(this.#options.dataDir)?.name;
    for (const { fileName } of this.#list().slice(keep)) {
      if (fileName === pending) continue;
      rmSync(join(folder, fileName), { force: true });
      logger.info(`the old backup ${fileName} was deleted, as backup.keep says`);
    }
  }
}

const madeAtOf = (fileName: string) => fileName.replace(NAME, '$1T$2:$3:$4.000Z');
