/** One bay: its board, its measuring, and what everyone else may know of it. */
import { EventEmitter } from 'node:events';
import type { Logger } from 'pino';
import { v7 as newId } from 'uuid';
import { CONTRACT_VERSION, type ExerciseName } from '../contracts/common.ts';
import type { BayConfig } from '../contracts/config.ts';
import type { Alert, Rep, Session, SetEvent, State } from '../contracts/events.ts';
import type { BaySnapshot, LiveEvent } from '../contracts/live.ts';
import type { BoardHealth, RawSample } from '../rig/messages.ts';
import { BoardSupervisor } from '../rig/supervisor.ts';
import type { Change } from '../store/index.ts';
import { ABSENT, AlertBook, liveFrame, sameButTime, withChannel } from './bay-messages.ts';
import { boardConfig, coreOptions } from './board-config.ts';
import { isoAt } from './clock-map.ts';
import { Ingest, type Measured } from './ingest.ts';
import type { LiveHub } from './live-hub.ts';
import { Measuring } from './measuring.ts';
import type { SetContext, Tools } from './set-log.ts';

/** Without samples, time goes on in the core by ticks of this period. */
const TICK_MS = 250;

export interface BayOptions {
  config: BayConfig;
  site: string;
  hub: LiveHub;
  logger: Logger;
  keep: (change: Change) => void;
}

/** Emits `state` and `session` (retained messages) on every change. */
export class Bay extends EventEmitter<{ state: [State]; session: [Session]; sample: [Measured] }> {
  readonly config: BayConfig;
  readonly supervisor: BoardSupervisor;
  readonly ingest: Ingest;
  readonly #options: BayOptions;
  readonly #alerts: AlertBook;
  readonly #place: { v: typeof CONTRACT_VERSION; site: string; bay: string };
  #exercise: ExerciseName;
  #measuring: Measuring;
  /** Plays in place of the board while it lasts. */
  #replay: { measuring: Measuring; stop: () => void } | null = null;
  #channels = ABSENT;
  #board: BoardHealth = { state: 'starting', reason: 'the board is being opened' };
  #state: State | null = null;
  #reps = new Map<string, Rep>();
  #lastSet: SetEvent | null = null;
  #tick: NodeJS.Timeout | undefined;
  #lastSampleMs = 0;
  /** Samples of the board that came while a replay had the bay. */
  samplesDuringReplay = 0;

  constructor(options: BayOptions) {
    super();
    const { config, site } = options;
    this.#options = options;
    this.config = config;
    this.#place = { v: CONTRACT_VERSION, site, bay: config.id };
    this.#exercise = config.exercise;
    this.#alerts = new AlertBook({ site, bay: config.id }, newId);
    this.ingest = new Ingest(config);
    this.#measuring = this.#measure(this.#exercise);
    this.supervisor = new BoardSupervisor({ config: boardConfig(config) });
    this.supervisor.on('samples', (samples) => this.#samples(samples));
    this.supervisor.on('state', (health) => this.#boardChanged(health));
    this.supervisor.on('log', (level, text) => options.logger[level]({ bay: config.id }, text));
  }

  start(): void {
    this.#publishState();
    this.emit('session', this.session);
    this.supervisor.start();
    this.#tick = setInterval(() => this.#tickIfSilent(), TICK_MS);
  }

  /** Keeps the set in progress, then lets the board go. */
  async stop(): Promise<void> {
    clearInterval(this.#tick);
    this.#replay?.stop();
    this.#measuring.end('shutdown');
    await Promise.all([this.supervisor.stop(), this.#measuring.settled()]);
  }

  get session(): Session {
    const at = new Date().toISOString();
    return { ...this.#place, at, kind: 'none', sessionId: null, memberId: null, alias: null, since: null };
  }

  get alerts(): Alert[] {
    return this.#alerts.active;
  }

  get handlingMovements(): number {
    return this.#measuring.handlingMovements;
  }

  get current(): Measuring {
    return this.#replay?.measuring ?? this.#measuring;
  }

  get board(): BoardHealth {
    return this.#board;
  }

  get exercise(): ExerciseName {
    return this.#exercise;
  }

  snapshot(): BaySnapshot {
    return {
      state: this.#describe(),
      session: this.session,
      live: liveFrame(this.config.id, this.current.view, new Date().toISOString()),
      reps: [...this.#reps.values()],
      lastSet: this.#lastSet,
      alerts: this.alerts,
    };
  }

  endSet(): boolean {
    return this.current.end('commanded');
  }

  selectExercise(exercise: ExerciseName): void {
    if (exercise === this.#exercise) return;
    this.#measuring.end('exercise-changed');
    this.#exercise = exercise;
    this.#measuring = this.#measure(exercise);
    this.#publishState();
  }

  /**
   * Hands the bay to a replay: the board's set is settled, its samples are counted but not measured until `release`.
   * @param tools wall times and ids of the replay. @returns what the replay feeds.
   */
  takeOver(core: Measuring, stop: () => void): void {
    this.#measuring.end('source-changed');
    this.#replay = { measuring: core, stop };
    this.#channels = ABSENT;
    this.#publishState();
  }

  release(): void {
    if (!this.#replay) return;
    this.#replay = null;
    this.#channels = ABSENT;
    this.#measuring = this.#measure(this.#exercise);
    this.#publishState();
  }

  get replaying(): { stop: () => void } | null {
    return this.#replay;
  }

  /** A measuring for another source than the board, whose sets are kept and announced as this bay's. */
  measuringFor(core: ConstructorParameters<typeof Measuring>[0]['core'], context: SetContext, tools: Tools): Measuring {
    return new Measuring({ core, context: () => context, tools, sink: this.#sink });
  }

  showFrame(): void {
    this.#options.hub.frame(liveFrame(this.config.id, this.current.view, new Date().toISOString()));
  }

  raise(kind: Alert['kind'], severity: Alert['severity'], text: string): void {
    this.#tellAlert(this.#alerts.raise(kind, severity, text, this.current.set?.id ?? null));
  }

  clear(kind: Alert['kind']): void {
    this.#tellAlert(this.#alerts.clear(kind));
  }

  #measure(exercise: ExerciseName): Measuring {
    const source = this.config.board.port === 'simulated' ? 'simulated' : 'board';
    const tools: Tools = {
      newId,
      iso: (atUs) => (this.ingest.clock ? isoAt(this.ingest.clock, atUs) : new Date().toISOString()),
    };
    const context = () => ({ site: this.#place.site, bay: this.#place.bay, source, exercise, memberId: null }) as const;
    return new Measuring({ core: coreOptions(this.config, exercise), context, tools, sink: this.#sink });
  }

  readonly #sink = {
    keep: (change: Change) => this.#options.keep(change),
    announce: (event: LiveEvent) => this.#announce(event),
    changed: () => this.#publishState(),
    channel: (event: Parameters<typeof withChannel>[1]) => {
      this.#channels = withChannel(this.#channels, event);
      const kind = event.channel === 'height' ? 'height-unreliable' : 'force-unreliable';
      if (event.status === 'unreliable') this.raise(kind, 'warning', event.reason);
      else this.clear(kind);
      this.#publishState();
    },
  };

  #samples(samples: readonly RawSample[]): void {
    this.#lastSampleMs = Date.now();
    for (const sample of samples) {
      const { gap, measured } = this.ingest.take(sample);
      if (this.#replay) {
        this.samplesDuringReplay++;
        continue;
      }
      if (gap) this.#measuring.feed(gap);
      this.#measuring.take(measured);
      this.emit('sample', measured);
    }
    if (!this.#replay) this.showFrame();
  }

  /** The core's clock must not stand still when the board is silent, or a set would never end. */
  #tickIfSilent(): void {
    if (this.#replay || Date.now() - this.#lastSampleMs < TICK_MS) return;
    const atUs = this.ingest.boardTimeUs(Date.now());
    if (atUs === null) return;
    this.#measuring.feed({ kind: 'tick', atUs: Math.max(atUs, this.ingest.lastUs) });
    this.showFrame();
  }

  #boardChanged(health: BoardHealth): void {
    this.#board = health;
    if (health.state === 'lost') this.raise('board-lost', 'error', health.reason);
    else if (health.state !== 'starting') this.clear('board-lost');
    if (health.state === 'degraded') this.raise('board-degraded', 'warning', health.reason);
    else if (health.state !== 'starting') this.clear('board-degraded');
    this.#publishState();
  }

  #tellAlert(alert: Alert | null): void {
    if (!alert) return;
    this.#options.keep({ outbox: [{ bay: this.config.id, topic: 'alert', id: alert.id, payload: alert }] });
    this.#announce({ topic: 'alert', payload: alert });
  }

  #announce(event: LiveEvent): void {
    if (event.topic === 'rep') {
      const first = this.#reps.values().next().value;
      if (first && first.setId !== event.payload.setId) this.#reps.clear();
      this.#reps.set(event.payload.id, event.payload);
    }
    if (event.topic === 'set') this.#lastSet = event.payload;
    this.#options.hub.event(this.config.id, event);
  }

  #describe(): State {
    const set = this.current.set;
    const replaying = this.#replay !== null;
    return {
      ...this.#place,
      at: new Date().toISOString(),
      name: this.config.name,
      source: replaying ? 'replay' : this.config.board.port === 'simulated' ? 'simulated' : 'board',
      board: { state: this.#board.state, reason: this.#board.reason },
      channels: this.#channels,
      exercise: this.current.core.profile.name as ExerciseName,
      targetHoldS: this.current.core.targetHoldS,
      set: set && { id: set.id, startedAt: set.startedAt, countedReps: set.countedReps, loadKg: set.loadKg },
    };
  }

  #publishState(): void {
    const state = this.#describe();
    if (sameButTime(this.#state, state)) return;
    this.#state = state;
    this.emit('state', state);
    this.#options.hub.event(this.config.id, { topic: 'state', payload: state });
  }
}
