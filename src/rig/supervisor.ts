import { type ChildProcess, fork } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { Backoff } from '../common/backoff.ts';
import { type Clock, systemClock } from '../common/clock.ts';
import {
  type BoardConfig,
  type BoardHealth,
  type BoardStatus,
  type ButtonName,
  type ChildMessage,
  EXIT_BOARD_LOST,
  type Fault,
  type Light,
  type LogLevel,
  type ParentMessage,
  type RawSample,
  type SensorReport,
  type Sound,
} from './messages.ts';

interface SupervisorOptions {
  config: BoardConfig;
  clock?: Clock;
  /** How long the first child may take to say its first word; each one killed for it gives the next twice that, up to two minutes. */
  startupMs?: number;
}

interface SupervisorEvents {
  /** In the order of the wire, never empty. */
  samples: [samples: RawSample[]];
  state: [health: BoardHealth];
  sensor: [report: SensorReport];
  status: [status: BoardStatus];
  log: [level: LogLevel, text: string];
  /** Pressed, and seen to be so twice. */
  button: [button: ButtonName];
}

/** As built: a child runs no TypeScript. */
const BOARD_PROCESS = createRequire(import.meta.url).resolve('#process/board');
const BEAT_PERIOD_MS = 500;
const CHECK_PERIOD_MS = 100;
/** The child beats every 200 ms: then it does not respond, and the state says so. */
const SILENT_AFTER_MS = 650;
/** It may still come to itself (a swapping Pi), with nothing lost: the kernel holds its bytes for a while. */
const KILL_AFTER_MS = 2_500;
/** Loading Johnny-Five takes 0.2 s on a PC, a few seconds on a small Pi. */
const STARTUP_MS = 10_000;
/** Eight boards that start at once on a swapping Pi: killing each time at the same patience would never see one of them run. */
const LONGEST_STARTUP_MS = 120_000;
const GOOD_WHILE_MS = 10_000;
const FIRST_RESTART_MS = 250;
const LONGEST_RESTART_MS = 5_000;
const STOP_PATIENCE_MS = 1_000;

/**
 * Keeps one board's child process alive. Johnny-Five has neither a disconnect nor a reconnect, and its maintainers advise a
 * process of its own: whatever goes wrong there, the process ends and a new one begins, and the controller goes on.
 */
export class BoardSupervisor extends EventEmitter<SupervisorEvents> {
  readonly config: BoardConfig;
  readonly #clock: Clock;
  #startupMs: number;
  readonly #backoff = new Backoff({ firstMs: FIRST_RESTART_MS, longestMs: LONGEST_RESTART_MS });
  #child: ChildProcess | null = null;
  #exited: Promise<void> = Promise.resolve();
  #health: BoardHealth = { state: 'starting', reason: 'Starting.' };
  /** What the child said last, for when it was silent and comes back. */
  #childHealth: BoardHealth | null = null;
  #epoch = 0;
  #restarts = 0;
  #heardMs = 0;
  #hasSpoken = false;
  #okSinceMs: number | null = null;
  #checkedMs = 0;
  #lastErrorLine = '';
  #timers: NodeJS.Timeout[] = [];
  #restartTimer: NodeJS.Timeout | undefined;
  #isStopping = false;

  constructor({ config, clock = systemClock, startupMs = STARTUP_MS }: SupervisorOptions) {
    super();
    this.config = config;
    this.#clock = clock;
    this.#startupMs = startupMs;
  }

  get state(): BoardHealth {
    return this.#health;
  }

  /** Process id of the child, while there is one. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** When it last looked after the child, every 100 ms; 0 before the start. */
  get lookedMs(): number {
    return this.#checkedMs;
  }

  /** How many times the child was started again. */
  get restarts(): number {
    return this.#restarts;
  }

  start(): void {
    if (this.#timers.length > 0) return;
    this.#isStopping = false;
    this.#checkedMs = this.#clock.monoMs();
    this.#spawn();
    this.#timers = [
      setInterval(() => this.#check(), CHECK_PERIOD_MS),
      setInterval(() => this.#send({ type: 'beat' }), BEAT_PERIOD_MS),
    ];
  }

  /** Ends the child; kills it when it doesn't leave within a second. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    clearTimeout(this.#restartTimer);
    for (const timer of this.#timers.splice(0)) clearInterval(timer);
    this.#send({ type: 'stop' });
    const child = this.#child;
    const killer = setTimeout(() => child?.kill('SIGKILL'), STOP_PATIENCE_MS);
    await this.#exited;
    clearTimeout(killer);
  }

  /** Breaks (or mends) a simulated board. A real one ignores it. */
  sendFault(fault: Fault): void {
    this.#send({ type: 'fault', ...fault });
  }

  /** Sets the light of the bay, and plays a sound. Without a board there is nobody to show it, and nothing happens. */
  show(light: Light, sound: Sound | null = null): void {
    this.#send({ type: 'show', light, sound });
  }

  #spawn(): void {
    this.#epoch++;
    this.#heardMs = this.#clock.monoMs();
    this.#hasSpoken = false;
    this.#childHealth = null;
    this.#lastErrorLine = '';
    // Its own flags, not ours: a debugger's port or a test runner's loader isn't meant for the child.
    const child = fork(BOARD_PROCESS, [this.config.bayId], {
      execArgv: ['--max-semi-space-size=1'],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.#child = child;
    child.on('message', (message) => this.#receive(message as ChildMessage));
    child.on('error', (error) => this.emit('log', 'error', `The board's process can't be run: ${error.message}`));
    // Without memory or file handles for a process there are no streams either.
    if (child.stdout) createInterface(child.stdout).on('line', (line) => this.emit('log', 'info', line));
    if (child.stderr) createInterface(child.stderr).on('line', (line) => this.#readError(line));
    this.#exited = new Promise((resolve) => {
      // `close` comes after the last line of output and the last message; `exit` may come before them.
      child.once('close', (code, signal) => {
        this.#ended(code, signal);
        resolve();
      });
    });
    this.#send({ type: 'configure', config: this.config, epoch: this.#epoch });
  }

  #readError(line: string): void {
    if (/Error\b/.test(line)) this.#lastErrorLine = line.trim();
    this.emit('log', 'error', line);
  }

  #receive(message: ChildMessage): void {
    this.#heardMs = this.#clock.monoMs();
    this.#hasSpoken = true;
    if (message.type === 'samples') {
      this.#epoch = message.samples.at(-1)!.epoch;
      this.emit('samples', message.samples);
    } else if (message.type === 'status') this.emit('status', withoutType(message));
    else if (message.type === 'sensor') this.emit('sensor', withoutType(message));
    else if (message.type === 'log') this.emit('log', message.level, message.text);
    else if (message.type === 'button') this.emit('button', message.button);
    else if (message.type === 'state') this.#childHealth = { state: message.state, reason: message.reason };
    if (this.#childHealth) this.#setHealth(this.#childHealth);
  }

  #check(): void {
    const nowMs = this.#clock.monoMs();
    // When this very process was held up, the child's messages wait behind this timer: judge next time.
    const isLate = nowMs - this.#checkedMs > 3 * CHECK_PERIOD_MS;
    this.#checkedMs = nowMs;
    if (isLate || !this.#child) return;
    if (this.#okSinceMs !== null && nowMs - this.#okSinceMs > GOOD_WHILE_MS) this.#backoff.reset();
    const silentMs = nowMs - this.#heardMs;
    if (silentMs > (this.#hasSpoken ? KILL_AFTER_MS : this.#startupMs)) {
      if (!this.#hasSpoken) this.#startupMs = Math.min(2 * this.#startupMs, LONGEST_STARTUP_MS);
      this.#setHealth({ state: 'lost', reason: "The board's process hangs; it is being restarted." });
      this.#child.kill('SIGKILL');
    } else if (this.#hasSpoken && silentMs > SILENT_AFTER_MS) {
      this.#setHealth({ state: 'lost', reason: "The board's process does not respond." });
    }
  }

  #ended(code: number | null, signal: string | null): void {
    this.#child = null;
    if (this.#isStopping) return;
    const delayMs = this.#backoff.next();
    // A child that gave up said why; what a hung one was killed for is said already, too.
    const saidWhy = this.#health.state === 'lost' && (code === EXIT_BOARD_LOST || signal === 'SIGKILL');
    if (!saidWhy) {
      const how = this.#lastErrorLine || (signal ? `by ${signal}` : `with code ${code}`);
      this.#setHealth({ state: 'lost', reason: `The board's process ended (${how}); it is being restarted.` });
    }
    this.emit('log', 'warn', `The board's process ended (${signal ?? code}); a new one starts in ${delayMs} ms.`);
    this.#restartTimer = setTimeout(() => {
      this.#restarts++;
      this.#spawn();
    }, delayMs);
  }

  #setHealth(health: BoardHealth): void {
    // Until a new try has succeeded, the reason of the last failure is what a person needs to read.
    if (health.state === 'starting' && this.#health.state === 'lost') return;
    this.#okSinceMs = health.state === 'ok' ? (this.#okSinceMs ?? this.#clock.monoMs()) : null;
    if (health.state === this.#health.state && health.reason === this.#health.reason) return;
    this.#health = health;
    this.emit('state', health);
  }

  #send(message: ParentMessage): void {
    // A channel that closes while we write is reported by the child's end, not here.
    if (this.#child?.connected) this.#child.send(message, () => {});
  }
}

function withoutType<T extends { type: string }>({ type: _, ...rest }: T): Omit<T, 'type'> {
  return rest;
}
