import type { ChannelStatus, ExerciseName, Verdict } from './common.ts';
import { type Reason, type ReasonCode, withText } from './reasons.ts';
import { rounded } from './rounded.ts';

/** The document of `analyze --json`, and of the page that analyses a recording; a stable interface. Times are seconds of the recording's own clock. */
export interface AnalysisDocument {
  readonly schema: 'lockout-analysis/1';
  readonly exercise: ExerciseName;
  readonly channels: Readonly<Record<'height' | 'force', ChannelStatus>>;
  /** Single readings far off that were not used. */
  readonly leftOut: Readonly<Record<'height' | 'force', number>>;
  readonly countedReps: number;
  readonly sets: readonly SetDocument[];
  readonly movements: readonly MovementDocument[];
}

interface SetDocument extends SetFigures {
  readonly startS: number;
  readonly endS: number;
  readonly tempo: TempoFigures | null;
  readonly reps: readonly MovementDocument[];
}

interface SetFigures {
  readonly countedReps: number;
  readonly loadKg: number | null;
  readonly velocityLossPercent: number | null;
  readonly timeUnderTensionS: number | null;
  /** Null with one load cell. */
  readonly leftSharePercent: number | null;
}

interface TempoFigures {
  readonly concentricS: number | null;
  readonly holdS: number | null;
  readonly eccentricS: number | null;
  readonly pauseS: number | null;
}

export interface MovementDocument extends MovementFigures {
  /** A code, its numbers, and both in English. */
  readonly reasons: readonly Reason[];
  readonly startS: number;
  readonly lockoutS: number | null;
  readonly endS: number | null;
  /** Null without a load cell between bar and lifter. */
  readonly meanForceN: number | null;
  readonly peakForceN: number | null;
  readonly meanPowerW: number | null;
  readonly peakPowerW: number | null;
  readonly workJ: number | null;
}

interface MovementFigures {
  readonly n: number | null;
  readonly verdict: Verdict;
  readonly holdS: number | null;
  readonly topMm: number | null;
  readonly romMm: number | null;
  readonly concentricS: number | null;
  readonly eccentricS: number | null;
  readonly meanVelocityMps: number | null;
  readonly meanPropulsiveVelocityMps: number | null;
  readonly peakVelocityMps: number | null;
  readonly loadKg: number | null;
  /** Null with one load cell. */
  readonly leftSharePercent: number | null;
  readonly flags: readonly string[];
}

/** What the core gives for a whole recording, as far as it goes into the document. Times are microseconds. */
interface Measured {
  readonly channels: AnalysisDocument['channels'];
  readonly leftOut: AnalysisDocument['leftOut'];
  readonly countedReps: number;
  readonly sets: readonly (SetFigures & {
    readonly startUs: number;
    readonly endUs: number;
    readonly tempo?: TempoFigures;
    readonly movements: readonly MeasuredMovement[];
  })[];
  readonly movements: readonly MeasuredMovement[];
}

interface MeasuredMovement extends MovementFigures {
  readonly reasons: readonly ReasonCode[];
  readonly startUs: number;
  readonly lockoutUs: number | null;
  readonly endUs: number | null;
  readonly effort?: {
    readonly meanForceN: number;
    readonly peakForceN: number;
    readonly meanPowerW: number;
    readonly peakPowerW: number;
    readonly workJ: number;
  };
}

export function analysisDocument(analysis: Measured, exercise: ExerciseName): AnalysisDocument {
  return {
    schema: 'lockout-analysis/1',
    exercise,
    channels: analysis.channels,
    leftOut: analysis.leftOut,
    countedReps: analysis.countedReps,
    sets: analysis.sets.map((set) => ({
      startS: seconds(set.startUs),
      endS: seconds(set.endUs),
      countedReps: set.countedReps,
      loadKg: rounded(set.loadKg, 2),
      velocityLossPercent: rounded(set.velocityLossPercent, 1),
      timeUnderTensionS: rounded(set.timeUnderTensionS, 2),
      tempo: set.tempo === undefined ? null : tempoDocument(set.tempo),
      leftSharePercent: rounded(set.leftSharePercent, 1),
      reps: set.movements.filter(({ verdict }) => verdict !== 'rejected').map(movementDocument),
    })),
    movements: analysis.movements.map(movementDocument),
  };
}

function movementDocument(movement: MeasuredMovement): MovementDocument {
  return {
    n: movement.n,
    verdict: movement.verdict,
    reasons: movement.reasons.map(withText),
    startS: seconds(movement.startUs),
    lockoutS: movement.lockoutUs === null ? null : seconds(movement.lockoutUs),
    holdS: rounded(movement.holdS, 3),
    endS: movement.endUs === null ? null : seconds(movement.endUs),
    topMm: rounded(movement.topMm, 1),
    romMm: rounded(movement.romMm, 1),
    concentricS: rounded(movement.concentricS, 3),
    eccentricS: rounded(movement.eccentricS, 3),
    meanVelocityMps: rounded(movement.meanVelocityMps, 4),
    meanPropulsiveVelocityMps: rounded(movement.meanPropulsiveVelocityMps, 4),
    peakVelocityMps: rounded(movement.peakVelocityMps, 4),
    loadKg: rounded(movement.loadKg, 2),
    leftSharePercent: rounded(movement.leftSharePercent, 1),
    meanForceN: rounded(movement.effort?.meanForceN ?? null, 1),
    peakForceN: rounded(movement.effort?.peakForceN ?? null, 1),
    meanPowerW: rounded(movement.effort?.meanPowerW ?? null, 1),
    peakPowerW: rounded(movement.effort?.peakPowerW ?? null, 1),
    workJ: rounded(movement.effort?.workJ ?? null, 1),
    flags: movement.flags,
  };
}

const tempoDocument = (tempo: TempoFigures): TempoFigures => ({
  concentricS: rounded(tempo.concentricS, 3),
  holdS: rounded(tempo.holdS, 3),
  eccentricS: rounded(tempo.eccentricS, 3),
  pauseS: rounded(tempo.pauseS, 3),
});

const seconds = (atUs: number): number => Math.round(atUs) / 1e6;
