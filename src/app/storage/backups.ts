/** Backups on the station itself: made by a schedule or uploaded, the oldest deleted, one of them put back at the next start. */
import { createReadStream, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { Logger } from 'pino';
import { type Clock, isoNow } from '../../common/clock.ts';
import { messageOf } from '../../common/message-of.ts';
import type { BackupState, BackupUpload, KeptBackup } from '../../contracts/backups.ts';
import { type BackupInfo, checkBackup, StoreError, type StoreErrorCode } from '../../store/index.ts';
import { ProblemError } from '../../web/index.ts';
import { type Piece, Upload } from '../upload.ts';
import { dataFiles } from './data-folder.ts';
import { pendingRestore, planRestore } from './pending-restore.ts';
import { orProblem } from './store-problems.ts';

const HOUR_MS = 3_600_000;
/** How often it is looked whether one is due; also how soon a failed one is tried again. */
const CHECK_PERIOD_MS = 60_000;
/** A backup that is this many times older than it should be is missed. */
const OVERDUE = 2;
/** By their own names alone: what else lies in the folder is not deleted. */
const NAME = /^lockout-(?:uploaded-)?(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)\.backup$/;
const UPLOADED = 'lockout-uploaded-';
const UPLOADED_KEPT = 2;
const MOST_BYTES = 8e9;
/** Itself, the copy that is checked, and room to go on. */
const neededBytes = (fileBytes: number) => 2.2 * fileBytes + 50e6;

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
  readonly #upload: Upload;

  constructor(options: BackupsOptions) {
    this.#options = options;
    this.#upload = new Upload({ path: join(options.folder, 'upload.part'), mostBytes: MOST_BYTES, neededBytes });
    this.#sinceMs = options.clock.wallMs();
  }

  start(): void {
    this.#upload.discard();
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
      const { bytes } = await work;
      this.#lastError = null;
      this.#prune();
      return this.#kept(fileName, bytes);
    } catch (error) {
      this.#lastError = messageOf(error);
      logger.warn(`no backup could be made in ${folder}: ${this.#lastError}`);
      const failing = (reason: string) => new ProblemError('backup-failed', { folder, reason });
      return await orProblem(() => Promise.reject(error), failing);
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
  check(fileName: string): Promise<BackupInfo> {
    return this.#checkFile(this.#pathOf(fileName), fileName);
  }

  async #checkFile(path: string, name: string): Promise<BackupInfo> {
    const { dataDir } = this.#options;
    const { info } = await orProblem(() =>
      checkBackup(path, dataFiles(dataDir), dataDir).catch((error: unknown) => {
        if (!(error instanceof StoreError) || !UNUSABLE.includes(error.code)) throw error;
        throw new ProblemError('unusable-backup', { file: name, reason: error.message.replaceAll(path, name) });
      }),
    );
    return info;
  }

  /** Checks it, then has it put in the place of the database at the next start. */
  async restore(fileName: string): Promise<void> {
    await this.check(fileName);
    planRestore(this.#options.dataDir, this.#pathOf(fileName));
  }

  /** As it lies there. */
  read(fileName: string): { fileName: string; bytes: number; body: Readable } {
    const path = this.#pathOf(fileName);
    return { fileName, bytes: statSync(path).size, body: createReadStream(path) };
  }

  /**
   * A piece of a backup that comes from a page. Once it is all here it is checked, and kept under the time at which it was made.
   * @throws ProblemError that says what is wrong with it
   */
  async upload(piece: Piece, body: Readable): Promise<BackupUpload> {
    const isWhole = await this.#upload.take(piece, body);
    const { progress } = this.#upload;
    return { ...progress, backup: isWhole ? await this.#keepUpload(progress.totalBytes) : null };
  }

  async #keepUpload(bytes: number): Promise<KeptBackup> {
    const { folder, logger } = this.#options;
    try {
      const { madeAt } = await this.#checkFile(this.#upload.path, 'backup');
      const fileName = `${UPLOADED}${madeAt.slice(0, 19).replaceAll(':', '-')}.backup`;
      if (existsSync(join(folder, fileName))) throw new ProblemError('backup-exists', { file: fileName });
      renameSync(this.#upload.path, join(folder, fileName));
      logger.info(`the backup ${fileName} was uploaded`);
      this.#prune();
      return this.#kept(fileName, bytes);
    } finally {
      this.#upload.discard();
    }
  }

  #pathOf(fileName: string): string {
    if (!this.#list().some((one) => one.fileName === fileName))
      throw new ProblemError('no-such-backup', { file: fileName, folder: this.#options.folder });
    return join(this.#options.folder, fileName);
  }

  #isDue(): boolean {
    const [newest] = this.#own();
    return !newest || this.#ageMs() >= this.#options.everyH * HOUR_MS;
  }

  /** Of the newest. One from the future was made before the clock was set back: it is as old as this start. */
  #ageMs(): number {
    const nowMs = this.#options.clock.wallMs();
    const [newest] = this.#own();
    const madeMs = newest ? Date.parse(newest.madeAt) : this.#sinceMs;
    return nowMs - (madeMs > nowMs ? Math.min(this.#sinceMs, nowMs) : madeMs);
  }

  /** Newest first. One that can't be looked at is none, and the others are there all the same. */
  #list(): KeptBackup[] {
    const { folder } = this.#options;
    try {
      return readdirSync(folder)
        .filter((name) => NAME.test(name))
        .sort((a, b) => madeAtOf(b).localeCompare(madeAtOf(a)))
        .flatMap((fileName) => {
          const bytes = sizeOf(join(folder, fileName));
          return bytes === null ? [] : [this.#kept(fileName, bytes)];
        });
    } catch {
      return [];
    }
  }

  #kept = (fileName: string, bytes: number): KeptBackup => ({
    fileName,
    madeAt: madeAtOf(fileName),
    bytes,
    isUploaded: fileName.startsWith(UPLOADED),
  });

  /** Without those that came from elsewhere: they say nothing of the schedule. */
  #own = (): KeptBackup[] => this.#list().filter(({ isUploaded }) => !isUploaded);

  #prune(): void {
    const { folder, keep, logger } = this.#options;
    const pending = pendingRestore(this.#options.dataDir)?.name;
    const uploaded = this.#list().filter(({ isUploaded }) => isUploaded);
    for (const { fileName } of [...this.#own().slice(keep), ...uploaded.slice(UPLOADED_KEPT)]) {
      if (fileName === pending) continue;
      rmSync(join(folder, fileName), { force: true });
      logger.info(`the old backup ${fileName} was deleted, as backup.keep says`);
    }
  }
}

/** Null: it is gone, no file, or its disk fails. */
function sizeOf(path: string): number | null {
  try {
    const stat = statSync(path);
    return stat.isFile() ? stat.size : null;
  } catch {
    return null;
  }
}

const madeAtOf = (fileName: string) => fileName.replace(NAME, '$1T$2:$3:$4.000Z');
