/** One bay: its board, its measuring, and what everyone else may know of it. */

import { EventEmitter } from 'node:events';
import type { Logger } from 'pino';
import { v7 as newIdAt } from 'uuid';
import { type Clock, isoNow } from '../../common/clock.ts';
import { type AlertCode, alertText } from '../../contracts/alerts.ts';
import type { ClassClock } from '../../contracts/class-clock.ts';
import { CONTRACT_VERSION, type ExerciseName } from '../../contracts/common.ts';
import type { BayConfig } from '../../contracts/config.ts';
import type { Alert, Session, State } from '../../contracts/events.ts';
import type { HealthCode } from '../../contracts/health.ts';
import type { SetDetail } from '../../contracts/http.ts';
import type { BaySnapshot } from '../../contracts/live.ts';
import type { RecordingRow } from '../../contracts/recording.ts';
import { rounded } from '../../contracts/rounded.ts';
import type { BoardPace } from '../../rig/board-pace.ts';
import type { BoardHealth, BoardStatus } from '../../rig/messages.ts';
import type { BoardSupervisor } from '../../rig/supervisor.ts';
import type { Store } from '../../store/index.ts';
import { ProblemError } from '../../web/index.ts';
import { BayBoard } from '../board/board.ts';
import type { Ingest } from '../board/ingest.ts';
import { Calibrator } from '../calibration/calibrator.ts';
import { quickTare } from '../calibration/quick-tare.ts';
import type { LiftEvent } from '../people/presence/presence-bay.ts';
import type { Measuring } from '../sets/run.ts';
import type { RunEvent } from '../sets/run-events.ts';
import type { NewChange } from '../storage/new-change.ts';
import { Announcer } from './announcer.ts';
import { deafness } from './deafness.ts';
import { LiftWatch } from './lift-watch.ts';
import { liveFrame } from './live-frame.ts';
import type { LiveHub } from './live-hub.ts';
import { BayMeasuring } from './measuring.ts';
import { BaySession } from './session.ts';
import { Signals } from './signals.ts';
import { BayState } from './state.ts';
import type { UndoPlace } from './undo-last.ts';

interface BayOptions {
  config: BayConfig;
  site: string;
  hub: LiveHub;
  clock: Clock;
  /** Whether the clock may be wrong; left out: it is right. */
  isTimeUncertain?: () => boolean;
  /** Of all boards of this computer. */
  pace: BoardPace;
  logger: Logger;
  /** Resolves once it is durable. */
  persist: (change: NewChange) => Promise<void>;
  /** @throws Error that says why the database isn't there */
  store: () => Pick<Store, 'saveCalibration' | 'calibrations'>;
  /** The undo button. @returns why it is refused; null when it is done */
  undo: (place: UndoPlace) => Promise<string | null>;
}

interface BayEvents {
  /** Retained messages, on every change. */
  state: [State];
  session: [Session];
  row: [RecordingRow];
  /** What presence needs to know of the lifting. */
  lift: [LiftEvent];
}

export class Bay extends EventEmitter<BayEvents> {
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
  #setId: string | null = null;
  /** Samples of the board that came while a replay had the bay. */
  samplesDuringReplay = 0;
  /** Samples that were calibrated with, and not counted by. */
  samplesDuringCalibration = 0;

  constructor(options: BayOptions) {
    super();
    this.setMaxListeners(0); // each reader of the samples is one
    const { config, site, clock, pace, logger } = options;
    this.#options = options;
    this.config = config;
    this.clock = clock;
    this.#place = { v: CONTRACT_VERSION, site, bay: config.id };
    this.session = new BaySession({
      place: this.#place,
      hub: options.hub,
      clock,
      onChange: (session) => void this.emit('session', session),
    });
    this.announcer = new Announcer({ place: this.#place, hub: options.hub, clock, persist: options.persist });
    this.#board = new BayBoard(config, clock, logger, pace);
    this.measuring = new BayMeasuring({
      site,
      config,
      onEvent: (event) => this.#onRun(event),
      // Sorted by id they are in the order of their dates.
      newId: () => newIdAt({ msecs: Math.trunc(clock.wallMs()) }),
      iso: (atUs) => this.#board.iso(atUs),
      isTimeUncertain: options.isTimeUncertain ?? (() => false),
      occupant: () => this.session.occupant,
      keepsRecording: (memberId) => this.session.keepsRecording(memberId),
      earlier: () => this.session.earlier,
      superset: () => this.session.superset,
      enteredLoadKg: () => this.#state.enteredLoadKg,
      switched: () => this.#state.channelsAbsent(),
    });
    this.#state = new BayState({
      place: this.#place,
      clock,
      config,
      board: () => this.board,
      measuring: () => this.measuring,
      onChange: (state) => {
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
      this.#recompute();
    });
    this.#board.on('silent', (atUs) => this.#silent(atUs));
  }

  start(): void {
    this.#state.publish();
    this.session.publish();
    this.#board.start();
  }

  /** Keeps the set in progress, then lets the board go. */
  async stop(): Promise<void> {
    this.replaying?.stop();
    this.calibrator.abort();
    this.measuring.board.end('shutdown');
    await this.#board.stop();
  }

  /** As unplugged and plugged in again; false: not in mid-set. */
  async restartBoard(): Promise<boolean> {
    if (this.measuring.board.inSet) return false;
    await this.supervisor.stop();
    this.supervisor.start();
    return true;
  }

  /** Lets the board's port go; `resumeBoard` takes it again. @throws ProblemError in mid-set, and while it is calibrated */
  async pauseBoard(): Promise<void> {
    if (this.measuring.board.inSet) throw new ProblemError('in-set', { bay: this.config.id });
    if (this.calibrator.isOpen) throw new ProblemError('calibration-open', {});
    await this.#board.pause();
  }

  resumeBoard(): void {
    this.#board.resume();
  }

  letLifterWait(isWaiting: boolean): void {
    this.#board.letLifterWait(isWaiting);
  }

  get isBoardPaused(): boolean {
    return this.#board.isPaused;
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

  /** Why this bay can't count a rep now; null when it can, and while it is not meant to (a calibration). */
  get deafness(): HealthCode | null {
    if (this.calibrator.isOpen) return null;
    const { health: board, silentMs, distance } = this.#board;
    const hasDistance = this.config.distance.sensor !== 'none';
    return deafness({ hasDistance, board, silentMs, distance, height: this.#state.height });
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
      presence: this.session.presence,
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
    this.emit('lift', { kind: 'exercise-changed' });
  }

  /** The load as entered, for the set in progress and the next ones; null: as measured. */
  setLoad(enteredLoadKg: number | null): void {
    this.#state.enteredLoadKg = rounded(enteredLoadKg, 2); // 225 lb is no number of kilograms with an end
    this.#recompute();
  }

  /** The clock of a class; null: none goes on here. */
  showClass(clock: ClassClock | null): void {
    this.#state.classClock = clock;
    this.#state.publish();
  }

  /** Feeds one row, and passes it to recordings of the bay. */
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

  /** Resolves once it is durable; earlier changes are stored first. */
  persist(change: NewChange): Promise<void> {
    return this.#options.persist(change);
  }

  /** A person changed an ended set. */
  corrected(detail: SetDetail): void {
    this.announcer.corrected(detail);
    this.emit('lift', { kind: 'corrected', set: detail.set });
  }

  /** The wall clock was set: the page and the set in progress use the new time; the last set too, if it began at `fromMs` or later. */
  rebase(byMs: number, fromMs = Number.NEGATIVE_INFINITY): void {
    this.measuring.board.restamp();
    const redated = this.announcer.rebase(byMs, fromMs);
    if (redated) this.emit('lift', { kind: 'corrected', set: redated });
    this.#recompute();
  }

  /** Time passes; called every quarter of a second. */
  tick(): void {
    this.#board.tick();
  }

  /** @param text where someone knows more than the kind says */
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

  /** The board's run and a replay's meet everything else here. */
  #onRun(event: RunEvent): void {
    switch (event.kind) {
      case 'store':
        void this.#options.persist(event.change);
        return;
      case 'announce': {
        this.announcer.announce(event.event);
        if (event.event.topic !== 'rep') return;
        const rep = event.event.payload;
        this.#watch.rep(rep);
        if (rep.source !== 'replay') this.emit('lift', { kind: 'rep', rep });
        return;
      }
      case 'settled': {
        const { set, result } = event;
        this.#watch.setEnded(set, result.lag, this.#weighable);
        if (set && set.source !== 'replay') this.emit('lift', { kind: 'settled', set, result });
        return;
      }
      case 'set-changed':
        this.#follow(this.measuring.board.set?.id ?? null);
        this.#state.publish();
        return;
      case 'cue':
        this.signals.cue(event.cue);
        return;
      case 'channel':
        this.announcer.channel(event, this.current.set?.id ?? null);
        this.#state.channel(event);
        return;
    }
  }

  /** @param setId of the board's set in progress; null: none */
  #follow(setId: string | null): void {
    const before = this.#setId;
    if (before === setId) return;
    this.#setId = setId;
    if (before !== null) this.emit('lift', { kind: 'set-ended', setId: before });
    if (setId !== null) this.emit('lift', { kind: 'set-began', setId });
  }

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
    if (board.inSet || board.view.phase !== 'rest') this.emit('lift', { kind: 'moved' });
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

  #recompute(): void {
    this.#watch.check(this.current.view, this.#weighable);
    this.#state.publish();
  }
}
