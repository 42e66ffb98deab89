/**
 * A file that a page sends in pieces, each a request of its own: a slow network needs no request that lasts minutes, and the page
 * knows how far it is. It is written to the disk as it comes.
 */
import { createWriteStream, mkdirSync, rmSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { messageOf } from '../common/message-of.ts';
import { ProblemError } from '../web/index.ts';
import { isSystemError } from './storage/store-problems.ts';

export interface Piece {
  /** Bytes of the file before it. */
  at: number;
  /** Bytes of the whole file. */
  of: number;
}

interface UploadOptions {
  /** Where it lies while it comes, and when it is all here. */
  path: string;
  mostBytes: number;
  /** Free room that a file of so many bytes needs on this disk. */
  neededBytes: (fileBytes: number) => number;
}

const inMB = (bytes: number) => Math.ceil(bytes / 1e6);

export class Upload {
  readonly #options: UploadOptions;
  #receivedBytes = 0;
  #totalBytes = 0;
  /** Ends the piece that is on its way. */
  #abort: AbortController | null = null;

  constructor(options: UploadOptions) {
    this.#options = options;
  }

  get path(): string {
    return this.#options.path;
  }

  get progress(): { receivedBytes: number; totalBytes: number } {
    return { receivedBytes: this.#receivedBytes, totalBytes: this.#totalBytes };
  }

  /** Adds a piece. @returns whether the file is all here. @throws ProblemError */
  async take({ at, of }: Piece, body: Readable): Promise<boolean> {
    if (at === 0) this.#begin(of);
    // One at a time: a second page that begins again takes over.
    if (at !== this.#receivedBytes || of !== this.#totalBytes || this.#abort) throw this.#outOfStep();
    const abort = (this.#abort = new AbortController());
    let bytes = 0;
    const meter = new Transform({
      transform: (chunk: Buffer, _encoding, done) => {
        bytes += chunk.length;
        done(at + bytes > of ? this.#outOfStep() : null, chunk);
      },
    });
    const file = createWriteStream(this.path, { flags: at === 0 ? 'w' : 'r+', start: at, mode: 0o600 });
    try {
      await pipeline(body, meter, file, { signal: abort.signal });
      if (abort.signal.aborted) throw this.#outOfStep();
      this.#receivedBytes = at + bytes;
    } catch (error) {
      if (error instanceof ProblemError) throw error;
      // The page went away in mid-piece, or began again.
      if (abort.signal.aborted || !isSystemError(error)) throw this.#outOfStep();
      throw new ProblemError('not-written', { file: this.path, reason: messageOf(error) });
    } finally {
      if (this.#abort === abort) this.#abort = null;
    }
    return this.#receivedBytes === of;
  }

  /** What is here of it goes. */
  discard(): void {
    this.#abort?.abort();
    this.#abort = null;
    this.#receivedBytes = 0;
    this.#totalBytes = 0;
    try {
      rmSync(this.path, { force: true });
    } catch (error) {
      // On a disk that is gone nothing is left over; the next upload says what is wrong.
      if (!isSystemError(error)) throw error;
    }
  }

  #begin(totalBytes: number): void {
    const { mostBytes, neededBytes } = this.#options;
    if (totalBytes === 0) throw new ProblemError('upload-empty', {});
    if (totalBytes > mostBytes)
      throw new ProblemError('upload-too-large', { fileMb: inMB(totalBytes), mostMb: inMB(mostBytes) });
    this.discard();
    const needed = neededBytes(totalBytes);
    const free = this.#freeBytes();
    if (free < needed)
      throw new ProblemError('upload-no-room', { neededMb: inMB(needed), freeMb: Math.floor(free / 1e6) });
    this.#totalBytes = totalBytes;
  }

  #freeBytes(): number {
    const folder = dirname(this.path);
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      const { bavail, bsize } = statfsSync(folder);
      return bavail * bsize;
    } catch (error) {
      if (!isSystemError(error)) throw error;
      throw new ProblemError('not-written', { file: folder, reason: messageOf(error) });
    }
  }

  #outOfStep = () => new ProblemError('upload-out-of-step', { receivedBytes: this.#receivedBytes });
}
