/** The figures of many outcomes in one row: errors as RMS over the reps, beside what they are at best. */
import type { Method, Outcome } from './score.ts';
import { percent, quantile, rms, sum } from './statistics.ts';

export interface Summary {
  readonly method: Method;
  readonly sets: number;
  readonly exactPercent: number | null;
  readonly trueReps: number;
  readonly missed: number;
  readonly phantom: number;
  /** Reps that the lifter rocked at the top of are apart. */
  readonly holdMs: number | null;
  readonly rockedHoldMs: number | null;
  readonly velocityMps: number | null;
  readonly liveVelocityMps: number | null;
  /** What the same reps' errors are at best (bound.ts). */
  readonly bound: {
    readonly holdMs: number | null;
    readonly velocityMps: number | null;
    readonly liveVelocityMps: number | null;
  };
  readonly romMm: number | null;
  readonly loadPercent: number | null;
  readonly delayP99Ms: number | null;
}

export function summary(method: Method, outcomes: readonly Outcome[]): Summary {
  const own = outcomes.filter((outcome) => outcome.method === method);
  const errors = own.flatMap((outcome) => outcome.errors);
  const scaled = (value: number | null, factor: number) => (value === null ? null : value * factor);
  const sets = sum(own.map((outcome) => outcome.sets));
  return {
    method,
    sets,
    exactPercent: percent(sum(own.map(({ exactSets }) => exactSets)), sets),
    trueReps: sum(own.map(({ trueReps }) => trueReps)),
    missed: sum(own.map(({ missed }) => missed)),
    phantom: sum(own.map(({ phantom }) => phantom)),
    holdMs: scaled(rms(errors.flatMap(({ holdS, rocked }) => (rocked ? [] : holdS))), 1000),
    rockedHoldMs: scaled(rms(errors.flatMap(({ holdS, rocked }) => (rocked ? holdS : []))), 1000),
    velocityMps: rms(errors.map(({ velocityMps }) => velocityMps)),
    liveVelocityMps: rms(errors.flatMap(({ liveVelocityMps }) => liveVelocityMps ?? [])),
    bound: {
      holdMs: scaled(rms(errors.flatMap(({ rocked, bound }) => (rocked ? [] : (bound.holdS ?? [])))), 1000),
      velocityMps: rms(errors.map(({ bound }) => bound.velocityMps)),
      liveVelocityMps: rms(errors.map(({ bound }) => bound.liveVelocityMps)),
    },
    romMm: rms(errors.map(({ romMm }) => romMm)),
    loadPercent: scaled(rms(own.flatMap(({ load }) => load)), 100),
    delayP99Ms: scaled(
      quantile(
        errors.flatMap(({ delayS }) => delayS ?? []),
        0.99,
      ),
      1000,
    ),
  };
}

/** By scenario, in order of appearance. */
export function grouped(outcomes: readonly Outcome[]): Record<string, Outcome[]> {
  const groups: Record<string, Outcome[]> = {};
  for (const outcome of outcomes) {
    groups[outcome.scenario.name] ??= [];
    groups[outcome.scenario.name]!.push(outcome);
  }
  return groups;
}
