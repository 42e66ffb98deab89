/** One bay: its board, its measuring, and what everyone else may know of it. */

import { EventEmitter } from 'node:events';
import type { Logger } from 'pino';
import { type Clock, isoNow } from '../../common/clock.ts';
import { type AlertCode, alertText } from '../../contracts/alerts.ts';
import type { ClassClock } from '../../contracts/class-clock.ts';
import { CONTRACT_VERSION, type ExerciseName } from '../../contracts/common.ts';
import type { BayConfig } from '../../contracts/config.ts';
import type { Alert, Session, SetEvent, State } from '../../contracts/events.ts';
import type { SetDetail } from '../../contracts/http.ts';
import type { BaySnapshot, LiveEvent } from '../../contracts/live.ts';
import type { RecordingRow } from '../../contracts/recording.ts';
import type { SetResult } from '../../core/index.ts';
import type { BoardHealth, BoardStatus } from '../../rig/messages.ts';
import type { BoardSupervisor } from '../../rig/supervisor.ts';
import type { Store } from '../../store/index.ts';
import { BayBoard } from '../board/board.ts';
import type { Ingest } from '../board/ingest.ts';
import { Calibrator } from '../calibration/calibrator.ts';
import { quickTare } from '../calibration/quick-tare.ts';
import type { Measuring } from '../sets/run.ts';
import type { NewChange } from '../storage/new-change.ts';
import { Announcer } from './announcer.ts';
import { LiftWatch } from './lift-watch.ts';
import type { LiveHub } from './live-hub.ts';
import { BayMeasuring } from './measuring.ts';
import { type ChannelEvent, liveFrame } from './messages.ts';
import { BaySession } from './session.ts';
import { type Cue, Signals } from './signals.ts';
import { BayState } from './state.ts';
import type { UndoPlace } from './undo-last.ts';

export interface BayOptions {
  config: BayConfig;
  site: string;
  hub: LiveHub;
  clock: Clock;
  logger: Logger;
  /** Resolves once it is durable. */
  keep: (change: NewChange) => Promise<void>;
  /** @throws Error that says why the database isn't there */
  store: () => Pick<Store, 'saveCalibration' | 'calibrations'>;
  /** The undo button. @returns why it is refused; null when it is done */
  undo: (place: UndoPlace) => Promise<string | null>;
}

/** Emits `state` and `session` (retained messages) on every change. */
export class Bay extends EventEmitter<{ state: [State]; session: [Session]; row: [RecordingRow] }> {
  readonly config: BayConfig;
  readonly clock: Clock;
  readonly calibrator: Calibrator;
  readonly measuring: BayMeasuring;
  readonly session: BaySession;
  readonly #board: BayBoard;
  readonly signals: Signals;
  readonly #state: BayState;
  readonly #options: BayOptions;
  readonly announcer: Announcer;
  readonly #place: { v: typeof CONTRACT_VERSION; site: string; bay: string };
  readonly #watch = new LiftWatch(this);
  /** Samples of the board that came while a replay had the bay. */
  samplesDuringReplay = 0;
  /** Samples that were calibrated with, and not counted by. */
  samplesDuringCalibration = 0;

  constructor(options: BayOptions) {
    super();
    this.setMaxListeners(0); // each reader of the samples is one
    const { config, site, clock, logger } = options;
    this.#options = options;
    this.config = config;
    this.clock = clock;
    this.#place = { v: CONTRACT_VERSION, site, bay: config.id };
    const told = (session: Session) => void this.emit('session', session);
    this.session = new BaySession({ place: this.#place, hub: options.hub, clock, told });
    this.announcer = new Announcer({ place: this.#place, hub: options.hub, clock, keep: options.keep });
    this.#board = new BayBoard(config, clock, logger);
    this.measuring = new BayMeasuring({
      site,
      config,
      sink: this.#sink,
      iso: (atUs) => this.#board.iso(atUs),
      occupant: () => this.session.attendance.occupant(),
      keepsRecording: (memberId) => this.session.attendance.keepsRecording(memberId),
      earlier: () => this.session.attendance.earlier(),
      enteredLoadKg: () => this.#state.enteredLoadKg,
      switched: () => this.#state.channelsAbsent(),
    });
    this.#state = new BayState({
      place: this.#place,
      clock,
      config,
      board: () => this.board,
      measuring: () => this.measuring,
      told: (state) => {
        this.emit('state', state);
        options.hub.event(config.id, { topic: 'state', payload: state });
      },
    });
    this.calibrator = new Calibrator({ bay: this, store: options.store, clock, logger });
    this.signals = new Signals({
      board: this.supervisor,
      tare: () => quickTare(this.calibrator, this.measuring.board.inSet),
      undo: () => options.undo(this.#undoPlace),
      log: (text) => logger.info({ bay: config.id }, text),
    });
    this.#board.on('rows', (rows) => this.#rows(rows));
    this.#board.on('health', (health) => this.#boardChanged(health));
    this.#board.on('tick', () => {
      this.calibrator.tick();
      this.#look();
    });
    this.#board.on('silent', (atUs) => this.#silent(atUs));
  }

  start(): void {
    this.#state.publish();
    this.session.changed();
    this.#board.start();
  }

  /** Keeps the set in progress, then lets the board go. */
  async stop(): Promise<void> {
    this.replaying?.stop();
    this.calibrator.abort();
    this.measuring.board.end('shutdown');
    await this.#board.stop();
  }

  get supervisor(): BoardSupervisor {
    return this.#board.supervisor;
  }

  get ingest(): Ingest {
    return this.#board.ingest;
  }

  get board(): BoardHealth {
    return this.#board.health;
  }

  /** Counters of the link and the sensors; null until the board's process sent them. */
  get boardStatus(): BoardStatus | null {
    return this.#board.status;
  }

  get alerts(): Alert[] {
    return this.announcer.alerts;
  }

  /** Of the replay while there is one, else of the board. */
  get current(): Measuring {
    return this.measuring.current;
  }

  get replaying(): { stop: () => void } | null {
    return this.measuring.replaying;
  }

  snapshot(): BaySnapshot {
    return {
      state: this.#state.now,
      session: this.session.now,
      presence: this.session.attendance.presence(),
      live: liveFrame(this.config.id, this.current.view, isoNow(this.clock)),
      ...this.announcer.last(this.measuring.source),
      alerts: this.alerts,
      seenAlerts: this.announcer.seenAlerts,
    };
  }

  endSet(): boolean {
    return this.current.end('commanded');
  }

  selectExercise(exercise: ExerciseName): void {
    if (!this.measuring.select(exercise)) return;
    this.#state.publish();
    this.session.attendance.exerciseChanged();
  }

  /** What a person says is on the bar, for the set in progress and the next ones; null: as measured. */
  setLoad(enteredLoadKg: number | null): void {
    this.#state.enteredLoadKg = enteredLoadKg;
    this.#look();
  }

  /** The clock of a class; null: none goes on here. */
  showClass(clock: ClassClock | null): void {
    this.#state.classClock = clock;
    this.#state.publish();
  }

  /** Feeds one row, and shows it to whoever records the bay. */
  takeRow(row: RecordingRow, measuring: Measuring): void {
    measuring.take(row);
    this.emit('row', row);
  }

  /** Settles the set in progress and measures with these values from now on. */
  useCalibration(config: BayConfig): void {
    this.measuring.useCalibration(config);
    this.ingest.use(config);
    this.#state.publish();
  }

  /** Settles the set in progress; nothing is counted while the calibrator is open. */
  setAside(): void {
    this.measuring.board.end('calibration');
  }

  showFrame(): void {
    this.#options.hub.frame(liveFrame(this.config.id, this.current.view, isoNow(this.clock)));
  }

  /** Resolves once it is durable; what happened before is kept before it. */
  keep(change: NewChange): Promise<void> {
    return this.#options.keep(change);
  }

  /** A person changed an ended set. */
  corrected(detail: SetDetail): void {
    this.announcer.corrected(detail);
    this.session.attendance.corrected(detail.set);
  }

  /** The wall clock was set: what is shown, and the set in progress, go by it. */
  rebase(byMs: number): void {
    this.measuring.board.restamp();
    const redated = this.announcer.rebase(byMs);
    if (redated) this.session.attendance.corrected(redated);
    this.#look();
  }

  /** Time passes; called every quarter of a second. */
  tick(): void {
    this.#board.tick();
  }

  /** @param text where somebody knows more than the kind says */
  raise(alert: AlertCode, severity: Alert['severity'], text = alertText(alert)): void {
    this.announcer.raise(alert, severity, text, this.current.set?.id ?? null);
  }

  clear(kind: Alert['kind']): void {
    this.announcer.clear(kind);
  }

  get #undoPlace(): UndoPlace {
    const { lastSet } = this.announcer.last('board');
    return { lastSet, inSet: this.measuring.board.inSet, session: this.session.now };
  }

  readonly #sink = {
    keep: (change: NewChange) => void this.#options.keep(change),
    announce: (event: LiveEvent) => {
      this.announcer.announce(event);
      if (event.topic !== 'rep') return;
      this.#watch.rep(event.payload);
      if (event.payload.source !== 'replay') this.session.attendance.rep(event.payload);
    },
    settled: (set: SetEvent | null, result: SetResult) => {
      this.#watch.setEnded(set, result.lag, this.#weighable);
      if (set && set.source !== 'replay') this.session.attendance.settled(set, result);
    },
    changed: () => {
      this.session.look(this.measuring.board.set?.id ?? null);
      this.#state.publish();
    },
    cue: (cue: Cue) => this.signals.cue(cue),
    channel: (event: ChannelEvent) => {
      this.announcer.channel(event, this.current.set?.id ?? null);
      this.#state.channel(event);
    },
  };

  #rows(rows: readonly RecordingRow[]): void {
    this.measuring.betweenSets();
    const { board } = this.measuring;
    this.calibrator.take(rows, board.inSet);
    for (const row of rows) {
      if (this.replaying) this.samplesDuringReplay++;
      else if (!this.calibrator.isOpen) this.takeRow(row, this.measuring.board);
      else {
        this.samplesDuringCalibration++;
        this.emit('row', row);
      }
    }
    if (this.replaying) return;
    if (board.inSet || board.view.phase !== 'rest') this.session.attendance.moved();
    this.showFrame();
  }

  #silent(atUs: number): void {
    if (this.replaying) return;
    this.measuring.board.feed({ kind: 'tick', atUs });
    this.showFrame();
  }

  #boardChanged(health: BoardHealth): void {
    this.announcer.board(health, this.current.set?.id ?? null);
    this.signals.boardChanged(health.state);
    this.#state.publish();
  }

  /** The entered load, where the scale can be held against it: on a platform it carries the lifter too. */
  get #weighable(): number | null {
    return this.replaying || this.config.load.mount === 'platform' ? null : this.#state.enteredLoadKg;
  }

  #look(): void {
    this.#watch.look(this.current.view, this.#weighable);
    this.#state.publish();
  }
}
