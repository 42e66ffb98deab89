/** Whether the clock of this computer is right, as the operating system says. Nothing here throws or waits for a network. */
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { type Clock, isoNow, systemClock } from '../common/clock.ts';

const run = promisify(execFile);
const TIMEDATECTL_TIMEOUT_MS = 3_000;
/** systemd-timesyncd makes it at the first synchronisation since boot. */
const TIMESYNC_MARK = '/run/systemd/timesync/synchronized';
/** systemd makes it at boot (sd_booted(3)); `timedatectl` says nothing without systemd, and a process costs a start more than its database. */
const SYSTEMD = '/run/systemd/system';
/** Of a Pi 5, or a PC; it stands still without a battery. */
const RTC = '/sys/class/rtc/rtc0/since_epoch';
/** It may keep local time. */
const RTC_NEAR_MS = 24 * 3_600_000;
/** chrony leaves no mark; `timedatectl` is a process of its own. */
const ASK_EVERY_MS = 30_000;

export interface TimeSource {
  /** Null: unknown. */
  synchronized: boolean | null;
  source: string;
}

export async function readTime(): Promise<TimeSource> {
  if (existsSync(TIMESYNC_MARK)) return { synchronized: true, source: 'systemd-timesyncd' };
  const unknown: TimeSource = { synchronized: null, source: `it is now ${isoNow(systemClock)}` };
  if (!existsSync(SYSTEMD)) return unknown;
  try {
    // Of the kernel, so it knows of chrony and ntpd too.
    const { stdout } = await run('timedatectl', ['show', '--property=NTPSynchronized', '--value'], {
      timeout: TIMEDATECTL_TIMEOUT_MS,
    });
    return { synchronized: stdout.trim() === 'yes', source: 'timedatectl' };
  } catch {
    return unknown;
  }
}

/** Whether this computer has a clock that runs without power, and uses it. */
function keepsTime(nowMs: number, file = RTC): boolean {
  try {
    return Math.abs(Number(readFileSync(file, 'utf8')) * 1000 - nowMs) < RTC_NEAR_MS;
  } catch {
    return false;
  }
}

interface ClockEvidenceOptions {
  clock: Clock;
  /** A person has said that the clock is right. */
  trustsClock: boolean;
  read?: () => Promise<TimeSource>;
  keepsTime?: (nowMs: number) => boolean;
}

export class ClockEvidence {
  readonly #options: Required<ClockEvidenceOptions>;
  #synchronized: boolean | null = null;
  #isBacked = false;
  #askedMs = Number.NEGATIVE_INFINITY;

  constructor(options: ClockEvidenceOptions) {
    this.#options = { read: readTime, keepsTime, ...options };
  }

  /** Before the database is opened. */
  async start(): Promise<void> {
    const { clock } = this.#options;
    this.#isBacked = this.#options.keepsTime(clock.wallMs());
    await this.#ask();
  }

  now(): 'synchronized' | 'unsynchronized' | 'none' {
    const { clock, trustsClock } = this.#options;
    if (this.#synchronized) return 'synchronized';
    if (clock.monoMs() - this.#askedMs > ASK_EVERY_MS) void this.#ask();
    else if (existsSync(TIMESYNC_MARK) && this.#options.read === readTime) this.#synchronized = true;
    if (this.#synchronized) return 'synchronized';
    return this.#synchronized === false && !this.#isBacked && !trustsClock ? 'unsynchronized' : 'none';
  }

  async #ask(): Promise<void> {
    const { clock, read } = this.#options;
    this.#askedMs = clock.monoMs();
    this.#synchronized = (await read()).synchronized;
  }
}
