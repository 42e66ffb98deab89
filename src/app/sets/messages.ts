/** A movement and a set as published messages. */
import { CONTRACT_VERSION, type ExerciseName } from '../../contracts/common.ts';
import type { Occupant, Plates, Rep, SetEvent } from '../../contracts/events.ts';
import { exercises } from '../../contracts/exercises.ts';
import { type PlateSet, recognisePlates } from '../../contracts/plates.ts';
import { withText } from '../../contracts/reasons.ts';
import { rounded } from '../../contracts/rounded.ts';
import type { SupersetPlace } from '../../contracts/superset-places.ts';
import type { Movement } from '../../core/index.ts';

export interface SetContext {
  site: string;
  bay: string;
  source: SetEvent['source'];
  exercise: ExerciseName;
  /** Null when the scale weighs more than bar and plates. */
  plates: PlateSet | null;
}

export interface Tools {
  newId(): string;
  /** ISO wall time of a core time. */
  iso(atUs: number): string;
  /** Whether the wall time may be wrong now. */
  isTimeUncertain(): boolean;
  /** The occupant of the bay now. */
  occupant(): Occupant;
  /** Whether the raw samples of the occupant's sets are stored. */
  keepsRecording(memberId: string | null): boolean;
  /** Earlier sets of the occupant, of the same exercise. */
  earlier(): readonly SetEvent[];
  /** The place of the exercise in the occupant's superset; null: it is in none. */
  superset(): SupersetPlace | null;
  /** The entered load of the bar; null: not entered. */
  enteredLoadKg(): number | null;
}

export function repMessage(
  set: SetEvent,
  known: Rep | null,
  movement: Movement,
  stage: Rep['stage'],
  tools: Tools,
): Rep {
  const { effort } = movement;
  return {
    v: CONTRACT_VERSION,
    site: set.site,
    bay: set.bay,
    id: known?.id ?? tools.newId(),
    revision: (known?.revision ?? 0) + 1,
    stage,
    setId: set.id,
    memberId: set.memberId,
    source: set.source,
    exercise: set.exercise,
    n: movement.n,
    verdict: movement.verdict,
    reasons: movement.reasons.map(withText),
    startedAt: tools.iso(movement.startUs),
    lockoutAt: movement.lockoutUs === null ? null : tools.iso(movement.lockoutUs),
    endedAt: movement.endUs === null ? null : tools.iso(movement.endUs),
    concentricS: rounded(movement.concentricS, 3),
    holdS: rounded(movement.holdS, 3),
    eccentricS: rounded(movement.eccentricS, 3),
    romMm: rounded(movement.romMm, 1),
    meanVelocityMps: rounded(movement.meanVelocityMps, 4),
    meanPropulsiveVelocityMps: rounded(movement.meanPropulsiveVelocityMps, 4),
    peakVelocityMps: rounded(movement.peakVelocityMps, 4),
    topMm: rounded(movement.topMm, 1),
    loadKg: rounded(movement.loadKg, 2),
    meanForceN: rounded(effort?.meanForceN ?? null, 1),
    peakForceN: rounded(effort?.peakForceN ?? null, 1),
    meanPowerW: rounded(effort?.meanPowerW ?? null, 1),
    peakPowerW: rounded(effort?.peakPowerW ?? null, 1),
    workJ: rounded(effort?.workJ ?? null, 1),
    leftSharePercent: rounded(movement.leftSharePercent, 1),
    flags: [...movement.flags],
    correction: known?.correction ?? null,
  };
}

/** @param targetHoldS of the lockouts of this set; another plan holds from the next one on */
export function emptySet(
  { site, bay, source, exercise }: SetContext,
  id: string,
  startedAt: string,
  targetHoldS: number,
): SetEvent {
  return {
    v: CONTRACT_VERSION,
    site,
    bay,
    id,
    revision: 0,
    memberId: null,
    sessionId: null,
    source,
    exercise,
    side: exercises[exercise].sides === 'both' ? 'both' : null,
    startedAt,
    endedAt: null,
    endReason: null,
    countedReps: 0,
    partialReps: 0,
    doubtfulReps: 0,
    rejectedReps: 0,
    loadKg: null,
    loads: [],
    enteredLoadKg: null,
    plates: null,
    targetHoldS,
    meanHoldS: null,
    bestMeanVelocityMps: null,
    velocityLossPercent: null,
    timeUnderTensionS: null,
    tempo: null,
    meanPowerW: null,
    peakPowerW: null,
    workJ: null,
    leftSharePercent: null,
    oneRepMax: null,
    isWarmUp: false,
    rpe: null,
    note: '',
    isTimeUncertain: false,
    hasRecording: false,
  };
}

/** What the load is put together from; null when it is no sum of this bay's plates, or nothing is known of it. */
export function platesOf(loadKg: number | null, plates: SetContext['plates']): Plates | null {
  if (loadKg === null || plates === null) return null;
  const { barKg, platesKg } = plates;
  const reading = recognisePlates(loadKg, barKg, platesKg);
  return (
    reading && {
      barKg: rounded(barKg, 4),
      perSideKg: reading.perSideKg.map((plateKg) => rounded(plateKg, 4)),
      totalKg: rounded(reading.totalKg, 2),
    }
  );
}
