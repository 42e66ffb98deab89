/** What measures on one bay: the run over its board's samples, and a replay that takes its place while it lasts. */
import type { ExerciseName } from '../../contracts/common.ts';
import type { BayConfig } from '../../contracts/config.ts';
import { NO_OCCUPANT, type SetEvent } from '../../contracts/events.ts';
import { plateSetOf } from '../../contracts/plates.ts';
import type { CoreOptions } from '../../core/index.ts';
import type { Targets } from '../people/presence/presence-bay.ts';
import { bayOptions } from '../sets/core-options.ts';
import { Measuring } from '../sets/run.ts';
import type { RunEvent } from '../sets/run-events.ts';
import type { SetContext, Tools } from '../sets/set-log.ts';

interface BayMeasuringOptions {
  site: string;
  config: BayConfig;
  /** What the board's run, and that of a replay, report. */
  onEvent: (event: RunEvent) => void;
  newId: Tools['newId'];
  isTimeUncertain: Tools['isTimeUncertain'];
  /** ISO wall time of a time of the board. */
  iso: Tools['iso'];
  occupant: Tools['occupant'];
  keepsRecording: Tools['keepsRecording'];
  earlier: Tools['earlier'];
  superset: Tools['superset'];
  enteredLoadKg: Tools['enteredLoadKg'];
  /** The source of the samples has changed. */
  switched: () => void;
}

/** What was seen and not used, or not kept. */
interface Totals {
  handlingMovements: number;
  recordingRowsDropped: number;
  setsCutShort: number;
  leftOut: Measuring['view']['leftOut'];
}

interface Replay {
  measuring: Measuring;
  stop: () => void;
}

export class BayMeasuring {
  readonly #options: BayMeasuringOptions;
  /** The configuration with the calibrated values in it. */
  #calibrated: BayConfig;
  #exercise: ExerciseName;
  #board: Measuring;
  /** Of the measurings before this one. */
  #before: Totals = {
    handlingMovements: 0,
    recordingRowsDropped: 0,
    setsCutShort: 0,
    leftOut: { height: 0, force: 0 },
  };
  #replay: Replay | null = null;
  #targets: Targets | null = null;
  /** The targets wait for the end of the set. */
  #isDue = false;

  constructor(options: BayMeasuringOptions) {
    this.#options = options;
    this.#calibrated = options.config;
    this.#exercise = options.config.exercise;
    this.#board = this.#measure();
  }

  /** What the page shows: the replay while there is one. */
  get current(): Measuring {
    return this.#replay?.measuring ?? this.#board;
  }

  /** Of the board's samples, whatever plays. */
  get board(): Measuring {
    return this.#board;
  }

  /** Of the board's samples since the start: no total falls because the exercise or the calibration changed. */
  get totals(): Totals {
    const { handlingMovements, recordingRowsDropped, setsCutShort, leftOut } = this.#before;
    const now = this.#board;
    const { leftOut: left } = now.view;
    return {
      handlingMovements: handlingMovements + now.handlingMovements,
      recordingRowsDropped: recordingRowsDropped + now.recordingRowsDropped,
      setsCutShort: setsCutShort + now.setsCutShort,
      leftOut: { height: leftOut.height + left.height, force: leftOut.force + left.force },
    };
  }

  get replaying(): { stop: () => void } | null {
    return this.#replay;
  }

  get exercise(): ExerciseName {
    return this.#exercise;
  }

  /** Where the samples come from now. */
  get source(): SetEvent['source'] {
    return this.#replay ? 'replay' : this.#ownSource;
  }

  /** Settles the set in progress and measures the other exercise from now on. @returns false when it is the same one. */
  select(exercise: ExerciseName): boolean {
    if (exercise === this.#exercise) return false;
    this.#exercise = exercise;
    this.#targets = null; // they are of the other exercise
    this.#renew('exercise-changed');
    return true;
  }

  /** From the next set on. */
  train(targets: Targets | null): void {
    this.#targets = targets;
    this.#isDue = true;
    this.betweenSets();
  }

  /** Called between the samples: a set may be over. */
  betweenSets(): void {
    if (this.#isDue) this.#isDue = !this.#board.aim(this.#aims);
  }

  /** Settles the set in progress and measures with these values from now on. */
  useCalibration(config: BayConfig): void {
    this.#calibrated = config;
    this.#renew('calibration');
  }

  /** Measures a recording; its sets are stored and announced as this bay's, and are unclaimed. */
  forReplay(core: CoreOptions, iso: Tools['iso']): Measuring {
    const context = this.#context('replay', core);
    const unclaimed = {
      occupant: () => NO_OCCUPANT,
      keepsRecording: () => true,
      earlier: () => [],
      superset: () => null,
      enteredLoadKg: () => null,
    };
    const { newId, isTimeUncertain } = this.#options;
    const tools = { newId, iso, isTimeUncertain, ...unclaimed };
    return new Measuring({ core, context, tools, emit: this.#options.onEvent });
  }

  takeOver(measuring: Measuring, stop: () => void): void {
    this.#board.end('source-changed');
    this.#replay = { measuring, stop };
    this.#options.switched();
  }

  release(): void {
    this.#startMeasuring();
    this.#replay = null;
    this.#options.switched();
  }

  #renew(why: SetEvent['endReason']): void {
    this.#board.end(why);
    this.#startMeasuring();
  }

  #startMeasuring(): void {
    this.#before = this.totals;
    this.#board = this.#measure();
  }

  get #ownSource(): SetEvent['source'] {
    return this.#options.config.board.port === 'simulated' ? 'simulated' : 'board';
  }

  #context(source: SetEvent['source'], { profile, forceMount }: CoreOptions): SetContext {
    const { site, config } = this.#options;
    const plates = forceMount === 'platform' ? null : plateSetOf(config.plates); // a platform carries the lifter too
    return { site, bay: config.id, source, exercise: profile.name as ExerciseName, plates };
  }

  get #aims(): Pick<CoreOptions, 'targetHoldS' | 'learned'> {
    const { targetHoldS } = bayOptions(this.#calibrated, this.#exercise);
    if (!this.#targets) return { targetHoldS };
    const { holdS, range } = this.#targets;
    return { targetHoldS: holdS ?? targetHoldS, ...(range && { learned: range }) };
  }

  #measure(): Measuring {
    const { newId, iso, isTimeUncertain, occupant, keepsRecording, earlier, superset, enteredLoadKg, onEvent } =
      this.#options;
    const core = { ...bayOptions(this.#calibrated, this.#exercise), ...this.#aims };
    this.#isDue = false;
    const context = this.#context(this.#ownSource, core);
    return new Measuring({
      core,
      context,
      tools: { newId, iso, isTimeUncertain, occupant, keepsRecording, earlier, superset, enteredLoadKg },
      emit: onEvent,
    });
  }
}
