/**
 * What is written next, and what becomes of it: a strict queue. A failure that may pass stops everything behind it, because what
 * follows may depend on it (a claim needs its set). Whether a change can never be stored is judged at the head alone, by itself.
 * No I/O, no clock, no randomness: the shell is `write-queue.ts`.
 */
import type { Change } from '../../store/index.ts';
import { type LooseRow, type NewChange, sizeOf } from './new-change.ts';

export interface Limits {
  /** Changes that may wait. */
  entries: number;
  bytes: number;
}

type Recordings = NonNullable<Change['recordings']>;

export interface Entry {
  change: Omit<NewChange, 'outbox' | 'recordings'>;
  readonly rows: readonly LooseRow[];
  /** Raw samples, compressed; null while that is being done, and what comes behind it waits too. */
  recordings: Recordings | null;
  /** Of those samples, compressed or not. */
  recordingIds: readonly string[];
  bytes: number;
  /** Called once it is durable, or refused for good. */
  readonly done: () => void;
}

/** How much of the room for waiting changes is taken. Full: what comes is lost. */
export type Fill = 'room' | 'half' | 'full';

/** In one transaction: hardly slower than one by one, and a reader of the database waits for less than half a second. */
const MAX_BATCH = 256;
const MAX_BATCH_BYTES = 4 * 1024 * 1024;
/** The levels lie apart, so that an alert doesn't come and go with every change. */
const HALF = { from: 0.5, until: 0.25 };
const FULL_UNTIL = 0.75;

export class WriteOrder {
  readonly #limits: Limits;
  /** In the order in which they came. */
  #entries: Entry[] = [];
  /** The first so many are being written. */
  #writing = 0;
  /** How many are tried at once: one after a failure, twice as many after each success. */
  #batch = MAX_BATCH;
  #bytes = 0;
  #fill: Fill = 'room';
  /** Recordings that were given up to keep sets and reps. */
  recordingsDropped = 0;
  /** Changes that came while there was no room left. */
  dropped = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  get waiting(): number {
    return this.#entries.length;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get fill(): Fill {
    return this.#fill;
  }

  /** Whether there is room for so many bytes; recordings that wait are given up for it. Without room the change is lost, and counted. */
  makeRoom(bytes: number): boolean {
    if (this.#bytes + bytes > this.#limits.bytes) this.#shed(this.#limits.bytes - bytes);
    const hasRoom = this.#entries.length < this.#limits.entries && this.#bytes + bytes <= this.#limits.bytes;
    if (!hasRoom) {
      this.dropped++;
      this.#fill = 'full';
    }
    return hasRoom;
  }

  add({ recordings = [], outbox: _, ...change }: NewChange, rows: readonly LooseRow[], done: () => void): Entry {
    const recordingIds = recordings.map(({ setId }) => setId);
    const bytes = sizeOf({ ...change, recordings, outbox: [...rows] });
    const isPacked = recordings.length === 0;
    const entry: Entry = { change, rows, recordings: isPacked ? [] : null, recordingIds, bytes, done };
    this.#entries.push(entry);
    this.#resize(bytes);
    return entry;
  }

  /** Its recordings are compressed, or can't be. */
  packed(entry: Entry, recordings: Recordings | null): void {
    if (entry.recordings) return; // given up since
    if (!recordings) this.#giveUpRecordings(entry);
    else this.#setRecordings(entry, recordings);
  }

  get hasNext(): boolean {
    return this.#writing === 0 && Boolean(this.#entries[0]?.recordings);
  }

  /** What to write now, in one transaction; nothing while some are being written, or the first one isn't packed. */
  next(): readonly Entry[] {
    if (this.#writing > 0) return [];
    let bytes = 0;
    for (const entry of this.#entries.slice(0, this.#batch)) {
      bytes += entry.bytes;
      if (!entry.recordings || (this.#writing > 0 && bytes > MAX_BATCH_BYTES)) break;
      this.#writing++;
    }
    return this.#entries.slice(0, this.#writing);
  }

  /** @returns what is durable now */
  written(): Entry[] {
    this.#batch = Math.min(2 * this.#batch, MAX_BATCH);
    return this.#take(this.#writing);
  }

  /** It may pass: the head alone is tried until it does. */
  failed(): void {
    this.#writing = 0;
    this.#batch = 1;
  }

  /** The database will never take some of it. @returns the head, which goes; null: several were tried, and fewer are next */
  refused(): Entry | null {
    const tried = this.#writing;
    this.#writing = 0;
    this.#batch = Math.max(1, Math.floor(tried / 2));
    return tried === 1 ? this.#take(1)[0]! : null;
  }

  #take(count: number): Entry[] {
    const taken = this.#entries.splice(0, count);
    this.#writing = 0;
    this.#resize(-taken.reduce((sum, { bytes }) => sum + bytes, 0));
    return taken;
  }

  /** Gives up recordings, the oldest first, until no more than so much is taken. */
  #shed(toBytes: number): void {
    for (const entry of this.#entries.slice(this.#writing)) {
      if (this.#bytes <= toBytes) return;
      if (entry.recordingIds.length > 0) this.#giveUpRecordings(entry);
    }
  }

  /** Its sets do not claim to have any. */
  #giveUpRecordings(entry: Entry): void {
    const lost = new Set(entry.recordingIds);
    const { sets } = entry.change;
    if (sets) entry.change.sets = sets.map((set) => (lost.has(set.id) ? { ...set, hasRecording: false } : set));
    for (const row of entry.rows)
      if (row.topic === 'set' && lost.has(row.id)) row.payload = { ...row.payload, hasRecording: false };
    this.recordingsDropped += lost.size;
    entry.recordingIds = [];
    this.#setRecordings(entry, []);
  }

  #setRecordings(entry: Entry, recordings: Recordings): void {
    const bytes = sizeOf({ ...entry.change, recordings, outbox: [...entry.rows] });
    this.#resize(bytes - entry.bytes);
    entry.recordings = recordings;
    entry.bytes = bytes;
  }

  #resize(byBytes: number): void {
    this.#bytes += byBytes;
    const share = Math.max(this.#entries.length / this.#limits.entries, this.#bytes / this.#limits.bytes);
    if (share < HALF.until) this.#fill = 'room';
    else if (this.#fill === 'full' ? share < FULL_UNTIL : share >= HALF.from) this.#fill = 'half';
  }
}

/** As the store takes it. What the broker has already needs no row in the outbox. */
export function changeOf({ change, rows, recordings }: Entry): Change {
  const outbox = rows
    .filter((row) => !row.isDelivered)
    .map(({ bay, topic, id, payload }) => ({ bay, topic, id, payload }));
  return { ...change, ...(recordings?.length && { recordings }), ...(outbox.length > 0 && { outbox }) };
}
