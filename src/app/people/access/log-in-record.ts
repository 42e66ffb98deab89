/** What became of each log-in: counted, kept in the audit as far as it bears it, and an alarm when too many fail. */
import type { Actor } from '../../../web/index.ts';

export type LogInResult = 'succeeded' | 'failed' | 'throttled';

const KIND: Record<LogInResult, string> = {
  succeeded: 'log-in',
  failed: 'log-in-failed',
  throttled: 'log-in-throttled',
};
const HOUR_MS = 3_600_000;
/** Rows of the audit an hour: a flood of tries must not fill the disk, nor hide what else was done. Each role has its own. */
const ROWS_AN_HOUR: Record<LogInResult, number> = { succeeded: 200, failed: 100, throttled: 20 };
/** One person who mistypes until they must wait stays below. */
const ALARM_FAILURES = 10;

interface LogInNote {
  result: LogInResult;
  /** Who signed in; a failed attempt has no actor. */
  actor: Actor;
  /** The owner of the login name that was tried; null: no such name. */
  memberId: string | null;
  address: string;
}

interface LogInRecordOptions {
  /** Puts a row into the audit. */
  audit: (row: { kind: string; actor: Actor; memberId: string | null; after: object }) => Promise<unknown>;
  /** A sentence while too many fail; null when that is over. */
  alarm: (text: string | null) => void;
  onFault: (what: string, error: Error) => void;
}

interface Window {
  sinceMs: number;
  rows: number;
}

export class LogInRecord {
  readonly #options: LogInRecordOptions;
  readonly #windows = new Map<string, Window>();
  /** When tries failed, oldest first; as many as the alarm needs. */
  #failedMs: number[] = [];
  #isAlarmed = false;
  /** Since the start. `notAudited`: rows beyond the limit, which the audit has not got. */
  readonly counts: Record<LogInResult | 'notAudited', number> = {
    succeeded: 0,
    failed: 0,
    throttled: 0,
    notAudited: 0,
  };

  constructor(options: LogInRecordOptions) {
    this.#options = options;
  }

  /** Never rejects: a log-in doesn't fail because it can't be written down. */
  async note({ result, actor, memberId, address }: LogInNote, nowMs: number): Promise<void> {
    this.counts[result] += 1;
    if (result !== 'succeeded') this.#failed(address, nowMs);
    if (!this.hasRoom(result, actor.role, nowMs)) {
      this.counts.notAudited += 1;
      return;
    }
    this.#windowOf(result, actor.role, nowMs).rows += 1;
    await this.#options
      .audit({ kind: KIND[result], actor, memberId, after: { address } })
      .catch((error: Error) => this.#options.onFault('a log-in is not in the audit', error));
  }

  /** Whether the audit accepts one more row of this kind now; if not, the caller skips building it. */
  hasRoom(result: LogInResult, role: string, nowMs: number): boolean {
    return this.#windowOf(result, role, nowMs).rows < ROWS_AN_HOUR[result];
  }

  /** To be called from time to time: an alarm ends when an hour has passed without as many failures. */
  tick(nowMs: number): void {
    this.#failedMs = this.#failedMs.filter((atMs) => nowMs - atMs < HOUR_MS);
    if (!this.#isAlarmed || this.#failedMs.length >= ALARM_FAILURES) return;
    this.#isAlarmed = false;
    this.#options.alarm(null);
  }

  #failed(address: string, nowMs: number): void {
    this.#failedMs = [...this.#failedMs.filter((atMs) => nowMs - atMs < HOUR_MS), nowMs].slice(-ALARM_FAILURES);
    if (this.#isAlarmed || this.#failedMs.length < ALARM_FAILURES) return;
    this.#isAlarmed = true;
    this.#options.alarm(
      `${ALARM_FAILURES} log-ins failed within an hour, the last one from ${address}. The audit says whose accounts were tried; give them better passwords, and look for who does this.`,
    );
  }

  #windowOf(result: LogInResult, role: string, nowMs: number): Window {
    const key = `${result} ${role}`;
    let window = this.#windows.get(key);
    if (!window || nowMs - window.sinceMs >= HOUR_MS) this.#windows.set(key, (window = { sinceMs: nowMs, rows: 0 }));
    return window;
  }
}
