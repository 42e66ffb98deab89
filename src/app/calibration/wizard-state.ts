/** What the wizard of a calibration has measured so far, and the step that is being measured. */
import type { CalibrationStep } from '../../contracts/calibration.ts';
import type { RecordingRow } from '../../contracts/recording.ts';
import type { Lag, MassPoint, Still, Swings } from '../../core/index.ts';

/** Rows of one step, gathered until there are enough of them. */
export interface Capture {
  readonly step: CalibrationStep;
  readonly massKg: number;
  readonly knownMm: number;
  /** ISO time of the request. */
  readonly at: string;
  readonly rows: readonly RecordingRow[];
  /** Of the lag's reps. */
  readonly swings: Swings | null;
  readonly lastWayUs: number;
}

interface Measured<T> {
  readonly at: string;
  readonly value: T;
}

export interface Wizard {
  readonly capture: Capture | null;
  readonly tare: Measured<Still> | null;
  /** Of the right cell, on a bay with two: the mean reading at the tare. */
  readonly rightZeroCounts: number | null;
  /** Heaviest last; `at` of the latest. */
  readonly masses: Measured<readonly MassPoint[]> | null;
  readonly racked: Measured<Still> | null;
  readonly scale: Measured<{ readonly knownMm: number; readonly measuredMm: number; readonly scale: number }> | null;
  readonly top: Measured<Still> | null;
  readonly lag: Measured<Lag> | null;
  readonly skipped: readonly CalibrationStep[];
}

export const startWizard: Wizard = {
  capture: null,
  tare: null,
  rightZeroCounts: null,
  masses: null,
  racked: null,
  scale: null,
  top: null,
  lag: null,
  skipped: [],
};
