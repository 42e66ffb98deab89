import { type ChildProcess, fork } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { type Clock, systemClock } from '../common/clock.ts';
import { BoardPace } from './board-pace.ts';
import type {
  BoardConfig,
  BoardHealth,
  BoardStatus,
  ButtonName,
  ChildMessage,
  Fault,
  Light,
  LogLevel,
  ParentMessage,
  RawSample,
  SensorReport,
  Sound,
} from './messages.ts';
import { newSupervision, type SupervisionInput, stepSupervision } from './supervision.ts';

interface SupervisorOptions {
  config: BoardConfig;
  clock?: Clock;
  /** Of all boards of this computer; left out: this one is alone. */
  pace?: BoardPace;
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
const STOP_PATIENCE_MS = 1_000;

/**
 * Keeps one board's child process alive. Johnny-Five has neither a disconnect nor a reconnect, and its maintainers advise a
 * process of its own: whatever goes wrong there, the process ends and a new one begins, and the controller goes on.
 */
export class BoardSupervisor extends EventEmitter<SupervisorEvents> {
  readonly config: BoardConfig;
  readonly #clock: Clock;
  readonly #pace: BoardPace;
  #supervision = newSupervision();
  #child: ChildProcess | null = null;
  #exited: Promise<void> = Promise.resolve();
  #epoch = 0;
  #restarts = 0;
  #lastErrorLine = '';
  #beat: NodeJS.Timeout | undefined;
  #restartTimer: NodeJS.Timeout | undefined;
  #isStopping = false;
  #isLifterWaiting = false;
  #lookedMs = 0;

  constructor({ config, clock = systemClock, pace }: SupervisorOptions) {
    super();
    this.config = config;
    this.#clock = clock;
    this.#pace = pace ?? new BoardPace(clock);
  }

  get state(): BoardHealth {
    return this.#supervision.health;
  }

  /** Process id of the child, while there is one. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** When it last looked after the child, every 100 ms; 0 before the start. */
  get lookedMs(): number {
    return this.#lookedMs;
  }

  /** How many times the child was started again. */
  get restarts(): number {
    return this.#restarts;
  }

  start(): void {
    if (this.#beat) return;
    this.#isStopping = false;
    this.#lookedMs = this.#clock.monoMs();
    this.#beat = setInterval(() => this.#send({ type: 'beat' }), BEAT_PERIOD_MS);
    this.#pace.add(this.config.bayId, {
      startNow: () => this.#spawn(),
      check: (nowMs, lateMs) => {
        this.#lookedMs = nowMs;
        this.#take({ kind: 'check', nowMs, lateMs, pace: this.#pace.now });
      },
    });
    this.#queue();
  }

  /** Ends the child; kills it when it doesn't leave within a second. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    clearTimeout(this.#restartTimer);
    clearInterval(this.#beat);
    this.#beat = undefined;
    this.#pace.remove(this.config.bayId);
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

  /** The simulated lifter waits once the bar rests, also after a restart of the child, or goes on. */
  letLifterWait(isWaiting: boolean): void {
    if (isWaiting === this.#isLifterWaiting) return;
    this.#isLifterWaiting = isWaiting;
    this.#send({ type: 'lifter', isWaiting });
  }

  /** Sets the light of the bay, and plays a sound. Without a board it has no effect. */
  show(light: Light, sound: Sound | null = null): void {
    this.#send({ type: 'show', light, sound });
  }

  #queue(): void {
    const nowMs = this.#clock.monoMs();
    this.#take({ kind: 'queued', nowMs });
    this.#pace.take({ kind: 'wants', board: this.config.bayId });
  }

  #spawn(): void {
    this.#epoch++;
    this.#lastErrorLine = '';
    this.#take({ kind: 'started', nowMs: this.#clock.monoMs() });
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
    if (this.#isLifterWaiting) this.#send({ type: 'lifter', isWaiting: true });
  }

  #readError(line: string): void {
    if (/Error\b/.test(line)) this.#lastErrorLine = line.trim();
    this.emit('log', 'error', line);
  }

  #receive(message: ChildMessage): void {
    if (message.type === 'samples') {
      this.#epoch = message.samples.at(-1)!.epoch;
      this.emit('samples', message.samples);
    } else if (message.type === 'status') this.emit('status', withoutType(message));
    else if (message.type === 'sensor') this.emit('sensor', withoutType(message));
    else if (message.type === 'log') this.emit('log', message.level, message.text);
    else if (message.type === 'button') this.emit('button', message.button);
    const health = message.type === 'state' ? withoutType(message) : null;
    this.#take({ kind: 'heard', health, nowMs: this.#clock.monoMs() });
  }

  #ended(code: number | null, signal: string | null): void {
    this.#child = null;
    if (this.#isStopping) return;
    this.#take({ kind: 'ended', code, signal, errorLine: this.#lastErrorLine, nowMs: this.#clock.monoMs() });
  }

  #take(input: SupervisionInput): void {
    const { state, events } = stepSupervision(this.#supervision, input);
    this.#supervision = state;
    for (const event of events) {
      if (event.kind === 'health') this.emit('state', event.health);
      else if (event.kind === 'kill') this.#child?.kill('SIGKILL');
      else if (event.kind === 'rest') this.#rest(event.delayMs, input);
      else this.#pace.take({ kind: event.kind, board: this.config.bayId, nowMs: input.nowMs });
    }
  }

  #rest(delayMs: number, input: SupervisionInput): void {
    const how = input.kind === 'ended' ? (input.signal ?? input.code) : '';
    this.emit('log', 'warn', `The board's process ended (${how}); a new one starts in ${delayMs} ms.`);
    this.#restartTimer = setTimeout(() => {
      this.#restarts++;
      this.#queue();
    }, delayMs);
  }

  #send(message: ParentMessage): void {
    // A channel that closes while we write is reported by the child's end, not here.
    if (this.#child?.connected) this.#child.send(message, () => {});
  }
}

function withoutType<T extends { type: string }>({ type: _, ...rest }: T): Omit<T, 'type'> {
  return rest;
}
