/** What ten seconds of one sensor say about it, in numbers. Pure; the judgement is `judge-sensor.ts`. */
import { SAMPLE_FLAGS } from '../../../firmware-bridge/protocol.ts';
import type { SensorFigures } from '../../contracts/diagnosis.ts';
import { fitLine, quantile, readingNoise, rms, standardDeviation } from './statistics.ts';
import { isFailed, isUsable, type TrackPoint, windowsOf } from './track.ts';

interface FiguresOptions {
  role: SensorFigures['role'];
  kind: SensorFigures['kind'];
  configuredRateHz: number;
  /** Of the load cell: turns newtons back into counts. */
  countsPerN: number;
}

const WINDOW_S = 1;
const LEAST_IN_WINDOW = 12;
/** Windows whose noise is within this of the quieter ones count as rest: a bar that is lifted rattles. */
const REST_FACTOR = 2;
/** Something moves when its level strays from a straight line by more than this. */
const MOVED = { load: 15, loadRight: 15, distance: 10 } as const;

export function figuresOf(track: readonly TrackPoint[], options: FiguresOptions): SensorFigures {
  const { role, kind, configuredRateHz, countsPerN } = options;
  const usable = track.filter(isUsable);
  const steps = track.flatMap(({ step }) => step ?? []);
  const noise = noiseAtRest(track);
  const drift = driftPerMin(track, MOVED[role]);
  const isLoad = role !== 'distance';
  return {
    role,
    kind,
    readings: track.length,
    configuredRateHz,
    measuredRateHz: rateHz(track),
    jitterMs: jitterMs(track),
    noiseCounts: isLoad && noise !== null ? noise * Math.abs(countsPerN) : null,
    noiseN: isLoad ? noise : null,
    noiseMm: isLoad ? null : noise,
    uniqueValues: new Set(usable.map(({ raw }) => raw)).size,
    longestRunS: longestRunS(usable),
    // A converter's first reading after power-up is garbage (five of six recordings of fault/dual_standing_*).
    saturatedReadings: track.filter((point) => point.flags & SAMPLE_FLAGS.saturated && point.step !== null).length,
    outOfRangeReadings: track.filter(({ flags }) => flags & SAMPLE_FLAGS.outOfRange).length,
    failedReadings: track.filter(isFailed).length,
    lostReadings: steps.reduce((sum, step) => sum + step - 1, 0),
    gaps: steps.filter((step) => step > 1).length,
    longestGapS: longestGapS(track),
    driftNPerMin: isLoad ? drift : null,
    driftMmPerMin: isLoad ? null : drift,
  };
}

/** Conversions a second, from the numbering, so lost readings don't matter. */
function rateHz(track: readonly TrackPoint[]): number | null {
  let conversions = 0;
  let durationUs = 0;
  for (let i = 1; i < track.length; i++) {
    const { step, atUs } = track[i]!;
    if (step === null) continue;
    conversions += step;
    durationUs += atUs - track[i - 1]!.atUs;
  }
  return durationUs > 0 ? (conversions * 1e6) / durationUs : null;
}

function jitterMs(track: readonly TrackPoint[]): number | null {
  const periodsMs: number[] = [];
  for (let i = 1; i < track.length; i++) {
    if (track[i]!.step === 1) periodsMs.push((track[i]!.atUs - track[i - 1]!.atUs) / 1000);
  }
  return standardDeviation(periodsMs);
}

function noiseAtRest(track: readonly TrackPoint[]): number | null {
  const noises = windowsOf(track, WINDOW_S, LEAST_IN_WINDOW).flatMap(
    (window) => readingNoise(window.map(({ value }) => value)) ?? [],
  );
  const quiet = quantile(noises, 0.25);
  return quiet === null ? null : rms(noises.filter((noise) => noise <= REST_FACTOR * quiet));
}

/** Null while something moves, and below three windows. */
function driftPerMin(track: readonly TrackPoint[], movedBeyond: number): number | null {
  const windows = windowsOf(track, WINDOW_S, LEAST_IN_WINDOW);
  const first = windows[0]?.[0]?.atUs ?? 0;
  const levels = windows.map((window) => ({
    atMin: (window.reduce((sum, { atUs }) => sum + atUs - first, 0) / window.length) * (1e-6 / 60),
    level: quantile(window.map(({ value }) => value))!,
  }));
  const line = fitLine(
    levels.map(({ atMin }) => atMin),
    levels.map(({ level }) => level),
  );
  if (!line || line.worstResidual > movedBeyond) return null;
  return line.slope;
}

function longestRunS(usable: readonly TrackPoint[]): number {
  let longestUs = 0;
  let sinceUs = usable[0]?.atUs ?? 0;
  for (let i = 1; i < usable.length; i++) {
    if (usable[i]!.raw !== usable[i - 1]!.raw) sinceUs = usable[i]!.atUs;
    else longestUs = Math.max(longestUs, usable[i]!.atUs - sinceUs);
  }
  return longestUs / 1e6;
}

function longestGapS(track: readonly TrackPoint[]): number {
  let longestUs = 0;
  for (let i = 1; i < track.length; i++) longestUs = Math.max(longestUs, track[i]!.atUs - track[i - 1]!.atUs);
  return longestUs / 1e6;
}
