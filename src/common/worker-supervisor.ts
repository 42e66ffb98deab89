import { Worker, type WorkerOptions } from 'node:worker_threads';
import { Backoff } from './backoff.ts';
import { systemClock } from './clock.ts';
import { messageOf } from './message-of.ts';

const FIRST_RESTART_MS = 100;
const SLOWEST_RESTART_MS = 5000;
/** Up for so long, the next crash counts as a first one again. */
const STEADY_MS = 10_000;

/** What a message of the worker says of its start: it works, or why it doesn't. Null: it is about something else. */
type Started = 'up' | Error | null;

interface WorkerSupervisorOptions<Message> {
  file: string;
  /** As each start needs them: a port may be known by then. */
  options: () => WorkerOptions;
  onMessage: (message: Message) => Started;
  /** It ended without saying that it works. */
  notStarted: (why: string) => Error;
  /** It worked, and ended; it starts again by itself after this delay. */
  onDown: (why: string, againMs: number) => void;
  onUpAgain: () => void;
  onRestartFailed: (error: Error, againMs: number) => void;
}

/** Keeps a worker thread up: starts it again whenever it ends, more slowly the more often it does. */
export class WorkerSupervisor<Message> {
  readonly #options: WorkerSupervisorOptions<Message>;
  readonly #backoff = new Backoff({ firstMs: FIRST_RESTART_MS, longestMs: SLOWEST_RESTART_MS });
  #worker: Worker | null = null;
  #timer: NodeJS.Timeout | undefined;
  #upAtMs = 0;
  #isStopped = false;
  restarts = 0;

  constructor(options: WorkerSupervisorOptions<Message>) {
    this.#options = options;
  }

  /** Null while it is down. */
  get worker(): Worker | null {
    return this.#worker;
  }

  /** @throws Error of `onMessage` or `notStarted` when it doesn't come up; only a worker that was up is started again */
  async start(): Promise<void> {
    const { file, options, onMessage, notStarted } = this.#options;
    // The command line's own flags (--inspect, --input-type) are not the worker's.
    const worker = new Worker(file, { execArgv: [], ...options() });
    await new Promise<void>((resolve, reject) => {
      let crash: unknown;
      worker.on('error', (error) => {
        crash = error;
      });
      worker.on('exit', () => {
        const why = crash === undefined ? 'it ended' : messageOf(crash);
        if (this.#worker === worker) this.#onDown(why);
        else reject(notStarted(why));
      });
      worker.on('message', (message: Message) => {
        const started = onMessage(message);
        if (started instanceof Error) reject(started);
        else if (started === 'up' && this.#isStopped) void worker.terminate();
        else if (started === 'up') {
          this.#worker = worker;
          this.#upAtMs = systemClock.monoMs();
          resolve();
        }
      });
    });
  }

  /** From now on it may end. @returns the worker that is up, to be ended by the caller, and when it has ended */
  release(): { worker: Worker; ended: Promise<void> } | null {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    const worker = this.#worker;
    this.#worker = null;
    return worker && { worker, ended: new Promise((resolve) => worker.once('exit', () => resolve())) };
  }

  #onDown(why: string): void {
    this.#worker = null;
    if (systemClock.monoMs() - this.#upAtMs > STEADY_MS) this.#backoff.reset();
    const againMs = this.#backoff.next();
    this.#options.onDown(why, againMs);
    this.#restartAfter(againMs);
  }

  #restartAfter(delayMs: number): void {
    this.#timer = setTimeout(async () => {
      this.restarts++;
      try {
        await this.start();
        this.#options.onUpAgain();
      } catch (error) {
        if (this.#isStopped) return;
        const againMs = this.#backoff.next();
        this.#options.onRestartFailed(error as Error, againMs);
        this.#restartAfter(againMs);
      }
    }, delayMs);
  }
}
