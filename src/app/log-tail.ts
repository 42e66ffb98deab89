/** The last lines of the log in memory, for the page of an admin; the log itself goes on to standard error. */
import { Writable } from 'node:stream';
import { isoNow, systemClock } from '../common/clock.ts';
import type { LogLine } from '../contracts/administration.ts';

const MAX_LINES = 1000;
/** A line with a whole error is cut for the page. */
const MAX_TEXT = 2000;
const LEVELS: Record<number, string> = { 10: 'trace', 20: 'debug', 30: 'info', 40: 'warn', 50: 'error', 60: 'fatal' };

export class LogTail extends Writable {
  readonly #lines: LogLine[] = [];

  /** The newest `limit` lines, newest last. */
  last(limit: number): LogLine[] {
    return this.#lines.slice(-limit);
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    for (const text of chunk.toString().split('\n')) if (text) this.#lines.push(lineOf(text));
    if (this.#lines.length > MAX_LINES) this.#lines.splice(0, this.#lines.length - MAX_LINES);
    done();
  }
}

/** One line of pino's JSON in words. */
function lineOf(json: string): LogLine {
  try {
    const { level, time, msg, err, pid: _pid, hostname: _host, ...rest } = JSON.parse(json) as Record<string, unknown>;
    const error = (err as { message?: string } | undefined)?.message;
    const details = Object.entries(rest).map(
      ([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
    );
    const text = [String(msg ?? ''), ...(error ? [`(${error})`] : []), ...details].join(' ').slice(0, MAX_TEXT);
    return { at: new Date(Number(time)).toISOString(), level: LEVELS[Number(level)] ?? 'info', text };
  } catch {
    return { at: isoNow(systemClock), level: 'info', text: json.slice(0, MAX_TEXT) };
  }
}
