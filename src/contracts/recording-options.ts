/** The core's options from the header of a recording. */
import type { ExerciseName, ForceMount } from './common.ts';
import { type Exercise, exercises } from './exercises.ts';
import type { RecordingHeader } from './sample.ts';

/** As the core takes them. */
interface RecordingOptions {
  readonly profile: Exercise;
  readonly forceMount: ForceMount;
  readonly heightLagMs: number;
  readonly forceLagMs: number;
  readonly targetHoldS: number;
  readonly learned?: { readonly topMm: number; readonly romMm: number; readonly sets: number };
}

/** What takes the place of what a recording says of itself; what is left out stays. */
export interface AnalysisChoices {
  readonly exercise?: ExerciseName;
  readonly forceMount?: ForceMount;
  readonly heightLagMs?: number;
  readonly forceLagMs?: number;
  readonly targetHoldS?: number;
  /** The member's own top and range; null: none. */
  readonly learned?: RecordingOptions['learned'] | null;
}

/** A recording that doesn't say when its set begins has this much before it. */
const PRE_ROLL_S = 3;

/** When the set of a recording begins, on the recording's own clock. */
export function setStartS({ further }: RecordingHeader): number {
  const startS = Number(further.started_s);
  return further.started_s !== undefined && Number.isFinite(startS) ? startS : PRE_ROLL_S;
}

/** Our own recordings say the lags of their sensors; those of others don't, and none is guessed. */
export function recordingOptions(header: RecordingHeader, choices: AnalysisChoices = {}): RecordingOptions {
  const { exercise = header.exercise, learned, ...chosen } = choices;
  const profile = exercises[exercise];
  const further = (key: string, fallback: number) => {
    const value = Number(header.further[key]);
    return header.further[key] !== undefined && Number.isFinite(value) && value >= 0 ? value : fallback;
  };
  const own = learned === undefined ? learnedOf(header) : learned;
  return {
    profile,
    forceMount: header.forceMount,
    heightLagMs: further('height_lag_ms', 0),
    forceLagMs: further('force_lag_ms', 0),
    targetHoldS: further('target_hold_s', profile.targetHoldS),
    ...chosen,
    ...(own && { learned: own }),
  };
}

/** The range that the member had learned before the set; without it the same recording would be judged otherwise. */
function learnedOf({ further }: RecordingHeader): RecordingOptions['learned'] | null {
  const [topMm, romMm, sets] = ['learned_top_mm', 'learned_rom_mm', 'learned_sets'].map((key) =>
    further[key] === undefined ? Number.NaN : Number(further[key]),
  ) as [number, number, number];
  const isThere = Number.isFinite(topMm) && romMm > 0 && Number.isInteger(sets) && sets > 0;
  return isThere ? { topMm, romMm, sets } : null;
}
