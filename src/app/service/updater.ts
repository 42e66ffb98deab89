/**
 * An update of the package with a way back: wait until no set is in progress, stop the station, backup, install, look at the new release three times;
 * when it doesn't do well within 120 s, or ends again and again, the old one runs again, with the backup when the database was migrated. The station is stopped first, so the backup
 * holds every rep that was announced. Each step stands in a file before it begins, so that `resume` goes on with it after a power cut. The rules are in
 * `update-rules.ts`.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Clock, isoNow } from '../../common/clock.ts';
import type { UpdateReport } from '../../contracts/update.ts';
import { type HealthCheck, type HealthState, judgeHealth, newHealthState, resumption } from './update-rules.ts';

/** What the update does to the machine. */
export interface UpdateHands {
  versionInUse(): string | null;
  /** Names of the bays on which a set is in progress; none when no station answers. */
  busyBays(): Promise<readonly string[]>;
  checkHealth(): Promise<HealthCheck | null>;
  /** How often the station ended by itself and was started again, since it was started last. */
  restarts(): number;
  /** Writes everything that is kept into a new file. */
  backUp(file: string): Promise<void>;
  /** Null: there is no database yet, or it can't be read. */
  schemaVersion(): number | null;
  /** Starts the new release, too. */
  install(file: string): void;
  finishInstall(): void;
  stop(): void;
  /** Ends at once what doesn't answer: it would not stop when it is asked to. */
  kill(): void;
  /** Doesn't wait until it is up. */
  start(): void;
  flipBack(version: string): void;
  /** By the release that is in use. */
  restore(file: string): void;
  readReport(): UpdateReport | null;
  writeReport(report: UpdateReport): void;
  say(text: string): void;
}

interface UpdaterOptions {
  hands: UpdateHands;
  clock: Clock;
  /** Folder for the backup. */
  folder: string;
  /** Between two looks; 2 s when left out. */
  checkPeriodMs?: number;
}

const CHECK_PERIOD_MS = 2000;
/** How long the old release may take to be well again after it was put back. */
const UNDONE_CHECKS = 60;
/** No set lasts longer than this; a set that seems to is a fault that an update may cure. */
const LONGEST_WAIT_MS = 2 * 3600_000;

export class Updater {
  readonly #hands: UpdateHands;
  readonly #clock: Clock;
  readonly #folder: string;
  readonly #checkPeriodMs: number;

  constructor({ hands, clock, folder, checkPeriodMs = CHECK_PERIOD_MS }: UpdaterOptions) {
    this.#hands = hands;
    this.#clock = clock;
    this.#folder = folder;
    this.#checkPeriodMs = checkPeriodMs;
  }

  /** @param file a package that was verified and not refused. @param from version in use, @param to version of the file */
  async update(file: string, from: string, to: string): Promise<UpdateReport> {
    const hands = this.#hands;
    const waiting = this.#persist({
      phase: 'waiting',
      from,
      to,
      startedAt: isoNow(this.#clock),
      endedAt: null,
      reason: '',
      backup: null,
      wasFailing: false,
      schemaBefore: null,
    });
    try {
      await this.#waitUntilIdle();
    } catch (error) {
      return this.#end(waiting, 'failed', (error as Error).message);
    }
    const report = this.#persist({
      ...waiting,
      phase: 'preparing',
      wasFailing: (await hands.checkHealth())?.status === 'failing',
      schemaBefore: hands.schemaVersion(),
    });
    let backup: string | null = null;
    if (report.schemaBefore !== null) {
      backup = join(this.#folder, `before-${to}.backup`);
      rmSync(backup, { force: true });
      hands.say('The station is stopped. Backup ...');
      try {
        hands.stop();
        await hands.backUp(backup);
      } catch (error) {
        hands.start();
        return this.#end(
          report,
          'failed',
          `no backup could be made, so nothing was changed: ${(error as Error).message}`,
        );
      }
    }
    hands.say(`Installing ${to} ...`);
    const installing = this.#persist({ ...report, phase: 'installing', backup });
    try {
      hands.install(file);
    } catch (error) {
      return this.#installFailed(installing, (error as Error).message);
    }
    return this.#check(installing);
  }

  /** Goes on with an update that was cut off. Null: there is none. */
  async resume(): Promise<UpdateReport | null> {
    const hands = this.#hands;
    const report = hands.readReport();
    if (!report) return null;
    switch (resumption(report, hands.versionInUse() ?? '')) {
      case 'nothing':
        return null;
      case 'give-up':
        return this.#end(report, 'failed', 'it was cut off before anything was changed; start it again');
      case 'undo':
        return this.#undo(report, report.reason);
      case 'check':
        return this.#check(report);
      case 'finish-install': {
        try {
          hands.finishInstall();
        } catch (error) {
          return this.#installFailed(report, (error as Error).message);
        }
        if (hands.versionInUse() === report.to) return this.#check(report);
        return this.#end(
          report,
          'failed',
          `it was cut off while it was installed, and ${report.from} runs on; start it again`,
        );
      }
    }
  }

  async #waitUntilIdle(): Promise<void> {
    const startedMs = this.#clock.monoMs();
    for (let hasSaid = false; ; hasSaid = true) {
      const busy = await this.#hands.busyBays();
      if (busy.length === 0) return;
      if (this.#clock.monoMs() - startedMs > LONGEST_WAIT_MS)
        throw new Error(
          `a set has been in progress for two hours (${busy.join(', ')}); end it on the page and try again`,
        );
      if (!hasSaid) this.#hands.say(`Waiting for the end of the set on ${busy.join(', ')} ...`);
      await delay(this.#checkPeriodMs);
    }
  }

  /** Either dpkg has put all back, or the old release, put aside as a whole, is in use. */
  async #installFailed(report: UpdateReport, reason: string): Promise<UpdateReport> {
    if (this.#hands.versionInUse() !== report.from) return this.#undo(report, reason);
    this.#hands.start();
    return this.#end(report, 'failed', `${reason}; ${report.from} runs on`);
  }

  async #check(before: UpdateReport): Promise<UpdateReport> {
    const hands = this.#hands;
    const report = this.#persist({ ...before, phase: 'checking' });
    hands.say(`Looking whether ${report.to} does well ...`);
    const state = await this.#watch(report);
    if (state.verdict === 'good') return this.#end(report, 'done', '');
    return this.#undo(report, state.trouble, !state.hasAnswered);
  }

  /** `hasAnswered`: at the last look. */
  async #watch(report: UpdateReport): Promise<{ trouble: string; verdict: 'good' | 'bad'; hasAnswered: boolean }> {
    let state: HealthState = newHealthState(this.#clock.monoMs());
    for (;;) {
      const health = await this.#hands.checkHealth();
      const judged = judgeHealth(state, this.#clock.monoMs(), { health, restarts: this.#hands.restarts() }, report);
      state = judged.state;
      if (judged.verdict !== 'waiting')
        return { trouble: state.trouble, verdict: judged.verdict, hasAnswered: health !== null };
      await delay(this.#checkPeriodMs);
    }
  }

  /** @param isSilent the new release answers nothing */
  async #undo(before: UpdateReport, reason: string, isSilent = false): Promise<UpdateReport> {
    const hands = this.#hands;
    hands.say(`${before.to} does not do well (${reason}). Putting ${before.from} back ...`);
    const report = this.#persist({ ...before, phase: 'undoing', reason });
    try {
      if (isSilent) hands.kill();
      hands.stop();
      hands.flipBack(report.from);
      const schema = hands.schemaVersion();
      const isMigrated = report.schemaBefore !== null && schema !== null && schema > report.schemaBefore;
      if (isMigrated && report.backup !== null) hands.restore(report.backup);
    } catch (error) {
      hands.start();
      return this.#end(
        report,
        'failed',
        `${reason}; putting ${report.from} back failed too: ${(error as Error).message}`,
      );
    }
    hands.start();
    for (let checks = 0; checks < UNDONE_CHECKS; checks++) {
      if ((await hands.checkHealth())?.version === report.from) return this.#end(report, 'undone', reason);
      await delay(this.#checkPeriodMs);
    }
    return this.#end(
      report,
      'failed',
      `${reason}; ${report.from} was put back and does not answer: journalctl -u lockout`,
    );
  }

  #end(report: UpdateReport, phase: 'done' | 'undone' | 'failed', reason: string): UpdateReport {
    return this.#persist({ ...report, phase, reason, endedAt: isoNow(this.#clock) });
  }

  #persist(report: UpdateReport): UpdateReport {
    this.#hands.writeReport(report);
    return report;
  }
}
