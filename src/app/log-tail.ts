/** The last lines of the log in memory, for the page of an admin; the log itself goes on to standard error. */
import { Writable } from 'node:stream';
import { isoNow, systemClock } from '../common/clock.ts';
import type { LogLine } from '../contracts/administration.ts';
import { logLineOf } from './log-line.ts';

const MAX_LINES = 1000;
/** A line with a whole error is cut for the page. */
const MAX_TEXT = 2000;

export class LogTail extends Writable {
  readonly #lines: LogLine[] = [];

  /** The newest `limit` lines, newest last. */
  last(limit: number): LogLine[] {
    return this.#lines.slice(-limit);
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    for (const text of chunk.toString().split('\n'))
      if (text) this.#lines.push(logLineOf(text, MAX_TEXT, isoNow(systemClock)));
    if (this.#lines.length > MAX_LINES) this.#lines.splice(0, this.#lines.length - MAX_LINES);
    done();
  }
}
