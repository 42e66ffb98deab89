import type {
  Calibration,
  CalibrationHistory,
  CalibrationStatus,
  CalibrationStep,
  MeasureStep,
} from '../contracts/calibration.ts';
import type { ExerciseName } from '../contracts/common.ts';
import type { Diagnosis } from '../contracts/diagnosis.ts';
import type { AlertSeen } from '../contracts/events.ts';
import type { Health } from '../contracts/health.ts';
import type { ReplayStarted, SetDetail, SetPage } from '../contracts/http.ts';
import type { BaySnapshot, LiveEvent, LiveFrame } from '../contracts/live.ts';
import type { CalibrationProblem } from '../contracts/problems.ts';
import type { Actor } from './identity.ts';

/** What a live page hears from the station, in the order in which it happened. Both are called synchronously. */
export interface LiveListener {
  frame(frame: LiveFrame): void;
  event(bay: string, event: LiveEvent): void;
}

/**
 * The running station as the web sees it; `app` provides it. A snapshot must already hold every event that was
 * announced: a page that fell behind is given a snapshot in place of the events it missed.
 */
/** A sign of life of a screen: its page was painted. */
export interface Painted {
  /** Names the connection. */
  screen: string;
  /** That it shows; null: another page. */
  bay: string | null;
  /** Whether it is the browser of this machine. */
  isOwn: boolean;
}

export interface StationPort {
  bays(): BaySnapshot[];
  bay(id: string): BaySnapshot | undefined;
  /** False when no set is in progress. */
  endSet(bay: string): Promise<boolean>;
  selectExercise(bay: string, exercise: ExerciseName): Promise<void>;
  /** Someone has seen this alert; null when it is not active. Rejects with a `ProblemError` when that can't be kept. */
  seeAlert(alertId: string, actor: Actor): Promise<AlertSeen | null>;
  /** The simulated lifter waits for half a minute, or goes on. */
  letLifterWait(bay: string, isWaiting: boolean): void;
  /** What a person says is on the bar; null: as measured. */
  setLoad(bay: string, enteredLoadKg: number | null): Promise<void>;
  /** Rejects with an `Error` whose message is for people when the recording can't be played, a `ProblemError` when it can't be now. */
  startReplay(bay: string, csv: string, speed: number): Promise<ReplayStarted>;
  /** False when nothing is being replayed. */
  stopReplay(bay: string): Promise<boolean>;
  subscribe(listener: LiveListener): () => void;
  /** Raw samples from now on, one CSV line (without its line end) per call; `header` holds the lines that come first. */
  subscribeSamples(bay: string, listener: (csvLine: string) => void): SampleSubscription;
  health(): Health;
  painted(sign: Painted): void;
  /** Listens to the bay's board for `seconds` in normal operation, then reports its findings. */
  diagnose(bay: string, seconds: number): Promise<Diagnosis>;
}

/** Why a calibration did not go on. */
export interface CalibrationRefusal {
  kind: 'refused';
  problem: CalibrationProblem;
}

/** The calibration of each bay; `app` provides it. */
export interface CalibrationPort {
  status(bay: string): CalibrationStatus;
  history(bay: string): Promise<CalibrationHistory | CalibrationRefusal>;
  /** Resolves when the step is measured; null when all went well. */
  measure(bay: string, request: MeasureStep): Promise<CalibrationRefusal | null>;
  skip(bay: string, step: CalibrationStep): CalibrationRefusal | null;
  save(bay: string, actor: Actor): Promise<Calibration | CalibrationRefusal>;
  /** False when there is nothing to abort. */
  abort(bay: string): boolean;
  restore(bay: string, id: string, actor: Actor): Promise<Calibration | CalibrationRefusal>;
}

export interface SampleSubscription {
  header: string;
  unsubscribe(): void;
}

export interface SetListQuery {
  bay?: string;
  limit: number;
  before?: string;
}

/** The sets that were kept; `app` provides it. */
export interface HistoryPort {
  /** Newest first. */
  listSets(query: SetListQuery): Promise<SetPage>;
  getSet(id: string): Promise<SetDetail | null>;
  /** The raw samples of a set as gzipped CSV; null when none are stored. */
  recording(setId: string): Promise<Buffer | null>;
}

/** The metrics of the rest of the process, in Prometheus text; the web's own are added behind them. */
export interface MetricsPort {
  text(): Promise<string>;
  contentType: string;
}
