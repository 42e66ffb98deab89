/** The board of one bay: its process, its health, and its samples on one clock. */
import { EventEmitter } from 'node:events';
import type { Logger } from 'pino';
import { type Clock, isoNow, wallMsAt } from '../../common/clock.ts';
import type { BayConfig } from '../../contracts/config.ts';
import type { RecordingRow } from '../../contracts/recording.ts';
import type { BoardPace } from '../../rig/board-pace.ts';
import { type BoardHealth, type BoardStatus, healthOf, type RawSample, type SensorReport } from '../../rig/messages.ts';
import { BoardSupervisor } from '../../rig/supervisor.ts';
import { boardConfig } from './board-config.ts';
import { monoMsOf } from './clock-map.ts';
import { Ingest } from './ingest.ts';

/** Without samples, time goes on in the core by ticks of this period. */
const TICK_MS = 250;
/** The page repeats its request every ten seconds while it is open. */
const LIFTER_WAITS_MS = 30_000;

interface BoardEvents {
  rows: [readonly RecordingRow[]];
  health: [BoardHealth];
  /** Every quarter of a second. */
  tick: [];
  /** A tick without samples before it; the time is the board's. */
  silent: [atUs: number];
}

export class BayBoard extends EventEmitter<BoardEvents> {
  readonly supervisor: BoardSupervisor;
  readonly ingest: Ingest;
  /** Counters of the link and the sensors; null until the board's process sent them. */
  status: BoardStatus | null = null;
  /** The distance sensor, as the board's process judged it last. */
  distance: SensorReport | null = null;
  health: BoardHealth;
  /** While its firmware is written. */
  isPaused = false;
  readonly #clock: Clock;
  readonly #logger: Logger;
  #isStopped = false;
  #lifterWaitsUntilMs = 0;
  #tick: NodeJS.Timeout | undefined;
  #lastSampleMs: number;

  constructor(config: BayConfig, clock: Clock, logger: Logger, pace: BoardPace) {
    super();
    this.#clock = clock;
    this.#lastSampleMs = clock.monoMs();
    this.health = healthOf('starting', { kind: 'opening', params: { port: config.board.port } });
    this.ingest = new Ingest(config);
    this.supervisor = new BoardSupervisor({ config: boardConfig(config), clock, pace });
    this.supervisor.on('samples', (samples) => this.#samples(samples));
    this.supervisor.on('status', (status) => {
      this.status = status;
    });
    this.supervisor.on('sensor', (report) => {
      if (report.role === 'distance') this.distance = report;
    });
    this.supervisor.on('log', (level, text) => logger[level]({ bay: config.id }, text));
    this.#logger = logger.child({ bay: config.id });
    this.supervisor.on('state', (health) => this.#turn(health));
  }

  #turn(health: BoardHealth): void {
    this.health = health;
    if (health.state === 'lost') this.distance = null;
    const isTrouble = health.state === 'lost' || health.state === 'degraded';
    this.#logger[isTrouble ? 'warn' : 'info'](`board ${health.state}${health.reason ? `: ${health.reason}` : ''}`);
    this.emit('health', health);
  }

  start(): void {
    this.#isStopped = false;
    this.supervisor.start();
    this.#tick = setInterval(() => this.tick(), TICK_MS);
  }

  /** For who sets the bay up: the simulated lifter waits for half a minute, or goes on at once. A real lifter does as they like. */
  letLifterWait(isWaiting: boolean): void {
    this.#lifterWaitsUntilMs = isWaiting ? this.#clock.monoMs() + LIFTER_WAITS_MS : 0;
    this.supervisor.letLifterWait(isWaiting);
  }

  /** Lets the port go, for who writes the firmware. Time goes on in the core. */
  async pause(): Promise<void> {
    this.isPaused = true;
    await this.supervisor.stop();
    this.#turn(healthOf('starting', { kind: 'flashing', params: {} }));
  }

  resume(): void {
    this.isPaused = false;
    if (!this.#isStopped) this.supervisor.start();
  }

  /** No tick comes after this call; the process ends when the promise resolves. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearInterval(this.#tick);
    await this.supervisor.stop();
  }

  /** For how long nothing was heard of its sensors, in ms. */
  get silentMs(): number {
    return this.#clock.monoMs() - this.#lastSampleMs;
  }

  /** ISO wall time of a time of the board, by the wall clock as it is now. */
  iso(atUs: number): string {
    const { clock: map } = this.ingest;
    if (!map) return isoNow(this.#clock);
    return new Date(Math.round(wallMsAt(this.#clock, monoMsOf(map, atUs)))).toISOString();
  }

  #samples(samples: readonly RawSample[]): void {
    this.#lastSampleMs = this.#clock.monoMs();
    this.emit(
      'rows',
      samples.flatMap((sample) => this.ingest.take(sample) ?? []),
    );
  }

  /** The core's clock must not stand still when the board is silent, or a set would never end. */
  tick(): void {
    this.emit('tick');
    const nowMs = this.#clock.monoMs();
    if (nowMs > this.#lifterWaitsUntilMs) this.supervisor.letLifterWait(false);
    if (nowMs - this.#lastSampleMs < TICK_MS) return;
    const atUs = this.ingest.boardTimeUs(nowMs);
    if (atUs !== null) this.emit('silent', Math.max(atUs, this.ingest.lastUs));
  }
}
