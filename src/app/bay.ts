/** One bay: its board, its measuring, and what everyone else may know of it. */
import { EventEmitter } from 'node:events';
import type { Logger } from 'pino';
import { v7 as newId } from 'uuid';
import { CONTRACT_VERSION, type ExerciseName } from '../contracts/common.ts';
import type { BayConfig } from '../contracts/config.ts';
import type { Alert, Session, SetEvent, State } from '../contracts/events.ts';
import type { BaySnapshot, LiveEvent } from '../contracts/live.ts';
import type { RecordingRow } from '../contracts/recording.ts';
import type { CoreOptions } from '../core/index.ts';
import type { BoardHealth, BoardStatus, RawSample } from '../rig/messages.ts';
import { BoardSupervisor } from '../rig/supervisor.ts';
import type { Change, Store } from '../store/index.ts';
import { Announcer } from './bay-announcer.ts';
import { ABSENT, describeBay, liveFrame, sameButTime, withChannel } from './bay-messages.ts';
import { boardConfig } from './board-config.ts';
import { Calibrator } from './calibration/calibrator.ts';
import { quickTare } from './calibration/quick-tare.ts';
import { isoAt } from './clock-map.ts';
import { bayOptions } from './core-options.ts';
import { Ingest } from './ingest.ts';
import type { LiveHub } from './live-hub.ts';
import { Measuring } from './measuring.ts';
import type { SetContext, Tools } from './set-log.ts';
import { type Cue, Signals } from './signals.ts';

/** Without samples, time goes on in the core by ticks of this period. */
const TICK_MS = 250;

export interface BayOptions {
  config: BayConfig;
  site: string;
  hub: LiveHub;
  logger: Logger;
  keep: (change: Change) => void;
  /** @throws Error that says why the database isn't there */
  store: () => Pick<Store, 'saveCalibration' | 'calibrations'>;
}

/** Emits `state` and `session` (retained messages) on every change. */
export class Bay extends EventEmitter<{ state: [State]; session: [Session]; row: [RecordingRow] }> {
  readonly config: BayConfig;
  readonly supervisor: BoardSupervisor;
  readonly ingest: Ingest;
  readonly calibrator: Calibrator;
  readonly #signals: Signals;
  readonly #options: BayOptions;
  readonly #announcer: Announcer;
  readonly #place: { v: typeof CONTRACT_VERSION; site: string; bay: string };
  /** The configuration with the calibrated values in it. */
  #calibrated: BayConfig;
  #exercise: ExerciseName;
  #measuring: Measuring;
  /** Plays in place of the board while it lasts. */
  #replay: { measuring: Measuring; stop: () => void } | null = null;
  #channels = ABSENT;
  #board: BoardHealth = { state: 'starting', reason: 'the board is being opened' };
  #boardStatus: BoardStatus | null = null;
  #state: State | null = null;
  /** Ended sets whose recordings are being compressed: each is kept after the one before. */
  #packing: Promise<void> = Promise.resolve();
  #tick: NodeJS.Timeout | undefined;
  #lastSampleMs = 0;
  /** Samples of the board that came while a replay had the bay. */
  samplesDuringReplay = 0;
  /** Samples that were calibrated with, and not counted by. */
  samplesDuringCalibration = 0;

  constructor(options: BayOptions) {
    super();
    this.setMaxListeners(0); // each reader of the samples is one
    const { config, site } = options;
    this.#options = options;
    this.config = config;
    this.#place = { v: CONTRACT_VERSION, site, bay: config.id };
    this.#calibrated = config;
    this.#exercise = config.exercise;
    this.#announcer = new Announcer({ place: this.#place, hub: options.hub, keep: options.keep });
    this.ingest = new Ingest(config);
    this.#measuring = this.#measure(this.#exercise);
    this.supervisor = new BoardSupervisor({ config: boardConfig(config) });
    this.supervisor.on('samples', (samples) => this.#samples(samples));
    this.supervisor.on('state', (health) => this.#boardChanged(health));
    this.supervisor.on('status', (status) => {
      this.#boardStatus = status;
    });
    this.calibrator = new Calibrator({ bay: this, store: options.store, logger: options.logger });
    this.#signals = new Signals({
      board: this.supervisor,
      tare: () => quickTare(this.calibrator, this.#measuring.inSet),
      log: (text) => options.logger.info({ bay: config.id }, text),
    });
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
    this.calibrator.abort();
    this.#measuring.end('shutdown');
    await Promise.all([this.supervisor.stop(), this.#packing]);
  }

  get session(): Session {
    const at = new Date().toISOString();
    return { ...this.#place, at, kind: 'none', sessionId: null, memberId: null, alias: null, since: null };
  }

  get alerts(): Alert[] {
    return this.#announcer.last.alerts;
  }

  get handlingMovements(): number {
    return this.#measuring.handlingMovements;
  }

  get current(): Measuring {
    return this.#replay?.measuring ?? this.#measuring;
  }

  /** Counters of the link and the sensors; null until the board's process sent them. */
  get boardStatus(): BoardStatus | null {
    return this.#boardStatus;
  }

  get recordingRowsDropped(): number {
    return this.#measuring.recordingRowsDropped;
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
      ...this.#announcer.last,
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

  /** Where the samples come from now. */
  get source(): SetEvent['source'] {
    if (this.#replay) return 'replay';
    return this.config.board.port === 'simulated' ? 'simulated' : 'board';
  }

  /** Feeds one row, and shows it to whoever records the bay. */
  takeRow(row: RecordingRow, measuring: Measuring): void {
    measuring.take(row);
    this.emit('row', row);
  }

  /** A measuring for a recording, whose sets are kept and announced as this bay's. */
  replayMeasuring(core: CoreOptions, tools: Tools): Measuring {
    return new Measuring({
      core,
      context: () => this.#context('replay', core.profile.name as ExerciseName),
      tools,
      sink: this.#sink,
    });
  }

  /** Hands the bay to a replay: the board's set is settled, its samples are counted but not measured until `release`. */
  takeOver(measuring: Measuring, stop: () => void): void {
    this.#measuring.end('source-changed');
    this.#switch({ measuring, stop });
  }

  release(): void {
    this.#measuring = this.#measure(this.#exercise);
    this.#switch(null);
  }

  /** Settles the set in progress and measures with these values from now on. */
  useCalibration(config: BayConfig): void {
    this.#measuring.end('calibration');
    this.#calibrated = config;
    this.ingest.use(config);
    this.#measuring = this.#measure(this.#exercise);
    this.#publishState();
  }

  /** Settles the set in progress; nothing is counted while the calibrator is open. */
  setAside(): void {
    this.#measuring.end('calibration');
  }

  get replaying(): { stop: () => void } | null {
    return this.#replay;
  }

  showFrame(): void {
    this.#options.hub.frame(liveFrame(this.config.id, this.current.view, new Date().toISOString()));
  }

  raise(kind: Alert['kind'], severity: Alert['severity'], text: string): void {
    this.#announcer.raise(kind, severity, text, this.current.set?.id ?? null);
  }

  clear(kind: Alert['kind']): void {
    this.#announcer.clear(kind);
  }

  #keep(change: Change | Promise<Change>): void {
    if (!(change instanceof Promise)) {
      this.#options.keep(change);
      return;
    }
    this.#packing = this.#packing.then(async () => this.#options.keep(await change));
  }

  #switch(replay: { measuring: Measuring; stop: () => void } | null): void {
    this.#replay = replay;
    this.#channels = ABSENT;
    this.#publishState();
  }

  #context(source: SetEvent['source'], exercise: ExerciseName): SetContext {
    return { site: this.#place.site, bay: this.#place.bay, source, exercise, memberId: null };
  }

  #measure(exercise: ExerciseName): Measuring {
    const iso = (atUs: number) => (this.ingest.clock ? isoAt(this.ingest.clock, atUs) : new Date().toISOString());
    const context = () => this.#context(this.config.board.port === 'simulated' ? 'simulated' : 'board', exercise);
    return new Measuring({
      core: bayOptions(this.#calibrated, exercise),
      context,
      tools: { newId, iso },
      sink: this.#sink,
    });
  }

  readonly #sink = {
    keep: (change: Change | Promise<Change>) => this.#keep(change),
    announce: (event: LiveEvent) => this.#announcer.announce(event),
    changed: () => this.#publishState(),
    cue: (cue: Cue) => this.#signals.cue(cue),
    channel: (event: Parameters<typeof withChannel>[1]) => {
      this.#channels = withChannel(this.#channels, event);
      this.#announcer.channel(event, this.current.set?.id ?? null);
      this.#publishState();
    },
  };

  #samples(samples: readonly RawSample[]): void {
    this.#lastSampleMs = Date.now();
    const rows = samples.flatMap((sample) => this.ingest.take(sample) ?? []);
    this.calibrator.take(rows, this.#measuring.inSet);
    for (const row of rows) {
      if (this.#replay) this.samplesDuringReplay++;
      else if (!this.calibrator.isOpen) this.takeRow(row, this.#measuring);
      else {
        this.samplesDuringCalibration++;
        this.emit('row', row);
      }
    }
    if (!this.#replay) this.showFrame();
  }

  /** The core's clock must not stand still when the board is silent, or a set would never end. */
  #tickIfSilent(): void {
    this.calibrator.tick(Date.now());
    if (this.#replay || Date.now() - this.#lastSampleMs < TICK_MS) return;
    const atUs = this.ingest.boardTimeUs(Date.now());
    if (atUs === null) return;
    this.#measuring.feed({ kind: 'tick', atUs: Math.max(atUs, this.ingest.lastUs) });
    this.showFrame();
  }

  #boardChanged(health: BoardHealth): void {
    this.#board = health;
    const isTrouble = health.state === 'lost' || health.state === 'degraded';
    const text = `board ${health.state}${health.reason ? `: ${health.reason}` : ''}`;
    this.#options.logger[isTrouble ? 'warn' : 'info']({ bay: this.config.id }, text);
    this.#announcer.board(health, this.current.set?.id ?? null);
    this.#signals.boardChanged(health.state);
    this.#publishState();
  }

  #describe(): State {
    const { core, set } = this.current;
    const { config, source, board } = this;
    return describeBay({ place: this.#place, config, source, board, channels: this.#channels, core, set });
  }

  #publishState(): void {
    const state = this.#describe();
    if (sameButTime(this.#state, state)) return;
    this.#state = state;
    this.emit('state', state);
    this.#options.hub.event(this.config.id, { topic: 'state', payload: state });
  }
}
