/** Keeps the raw rows of the set in progress, and of the seconds before it, and writes them as a recording. */
import type { SetEvent } from '../../contracts/events.ts';
import type { RecordingRow } from '../../contracts/recording.ts';
import { formatRecordingHeader, formatRecordingRow } from '../../contracts/recording-writer.ts';
import type { CoreOptions } from '../../core/index.ts';
import { recordingHeader } from './core-options.ts';

const PRE_ROLL_US = 3_000_000;
/** A set is seen to begin only at its first lockout, when a slow first rep has been in progress for seconds. */
const KEPT_US = 10_000_000 + PRE_ROLL_US;
/** At rest older rows are let go in one go, not one by one: 13 s at 320 + 50 samples a second are 4,810. */
const TRIM_ROWS = 8192;
/** Half an hour at 320 + 50 samples a second; a set that long is a fault, and its recording ends there. */
const MAX_ROWS = 700_000;

export class Recorder {
  /** The options of the core, for the head of the recording. */
  core: CoreOptions;
  #waiting: RecordingRow[] = [];
  #lines: string[] | null = null;
  #originUs = 0;
  /** Rows of over-long sets that were not recorded. */
  rowsDropped = 0;

  constructor(core: CoreOptions) {
    this.core = core;
  }

  push(row: RecordingRow): void {
    if (this.#lines) {
      if (this.#lines.length < MAX_ROWS) this.#lines.push(this.#format(row));
      else this.rowsDropped++;
      return;
    }
    this.#waiting.push(row);
    if (this.#waiting.length < TRIM_ROWS) return;
    const first = this.#waiting.findIndex(({ atUs }) => atUs >= row.atUs - KEPT_US);
    this.#waiting = this.#waiting.slice(Math.max(0, first));
  }

  /** A set has been seen; its first movement began at `startUs`. */
  begin(startUs: number): void {
    const kept = this.#waiting.filter((row) => row.atUs >= startUs - PRE_ROLL_US);
    this.#originUs = kept[0]?.atUs ?? startUs;
    this.#lines = kept.map((row) => this.#format(row));
    this.#waiting = [];
  }

  /** The recording of the set, which began at `startUs`, as CSV text; the next rows belong to the time before the next one. */
  end(set: SetEvent, startUs: number): string {
    const { id, bay, startedAt, source } = set;
    const header = recordingHeader(this.core, `${bay} ${startedAt}`, `lockout (${source})`, {
      set_id: id,
      bay,
      started_at: startedAt,
      started_s: ((startUs - this.#originUs) / 1e6).toFixed(6),
    });
    const lines = this.#lines ?? [];
    this.#lines = null;
    return formatRecordingHeader(header) + lines.join('');
  }

  #format(row: RecordingRow): string {
    return formatRecordingRow({ ...row, atUs: row.atUs - this.#originUs });
  }
}
