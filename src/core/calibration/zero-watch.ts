/**
 * Watches an untouched bar: what the load cell says then is its zero, and where the bar is then is the racked height.
 * Only a cell between bar and lifter is unloaded by the racked bar; a platform always carries the bench, and hooks the bar.
 */
export interface ZeroWatch {
  readonly fromUs: number;
  readonly force: Window;
  readonly height: Window;
}

interface Window {
  readonly readings: number;
  readonly mean: number;
  readonly least: number;
  readonly most: number;
}

/** One reading, in calibrated units. `inSet`: a set is in progress. */
export interface WatchedReading {
  readonly atUs: number;
  readonly forceN: number | null;
  readonly heightMm: number | null;
  readonly doubted: boolean;
  readonly inSet: boolean;
}

/** What half a minute of standing still showed, given as offsets from what was calibrated. */
export type ZeroFinding =
  /** Provably unloaded, and near enough: the zero may follow. */
  | { readonly kind: 'unloaded'; readonly offsetN: number; readonly offsetMm: number }
  /** Racked and untouched, but the cell says that something lies on it. */
  | { readonly kind: 'load-shift'; readonly offsetN: number; readonly offsetMm: number }
  /** Unloaded, and the bar rests near the racked height, but not at it. */
  | { readonly kind: 'height-shift'; readonly offsetN: number; readonly offsetMm: number };

/** Someone lying under the bar breathes; a hand on it trembles. No one is that still for that long. */
const STILL_US = 30e6;
const STILL_FORCE_N = 3;
/** Ten standard deviations of a distance sensor on white plastic. */
const STILL_HEIGHT_MM = 40;
const MIN_READINGS = 100;
/** 1.5 kg: drift with temperature and creep. The lightest bar of a counterweighted Smith machine weighs five times as much. */
const ZERO_LIMIT_N = 15;
const HEIGHT_LIMIT_MM = 20;
/** Hooks are further apart than this: beyond it the bar rests somewhere else, which proves nothing. */
const ELSEWHERE_MM = 60;

const nothing: Window = { readings: 0, mean: 0, least: Number.POSITIVE_INFINITY, most: Number.NEGATIVE_INFINITY };
const startAt = (fromUs: number): ZeroWatch => ({ fromUs, force: nothing, height: nothing });
export const startZeroWatch: ZeroWatch = startAt(Number.NEGATIVE_INFINITY);

/** One reading, one new state; a finding at the end of each half minute that was still throughout. */
export function watchZero(
  watch: ZeroWatch,
  reading: WatchedReading,
): { readonly watch: ZeroWatch; readonly finding: ZeroFinding | null } {
  if (reading.inSet || reading.doubted) return { watch: startAt(reading.atUs), finding: null };
  const force = withValue(watch.force, reading.forceN);
  const height = withValue(watch.height, reading.heightMm);
  const isStill = range(force) <= STILL_FORCE_N && range(height) <= STILL_HEIGHT_MM;
  if (!isStill || watch.fromUs === Number.NEGATIVE_INFINITY) return { watch: startAt(reading.atUs), finding: null };
  const next = { fromUs: watch.fromUs, force, height };
  if (reading.atUs - watch.fromUs < STILL_US) return { watch: next, finding: null };
  return { watch: startAt(reading.atUs), finding: judge(force, height) };
}

function judge(force: Window, height: Window): ZeroFinding | null {
  // Without both channels nothing is proven.
  if (force.readings < MIN_READINGS || height.readings < MIN_READINGS) return null;
  const offsets = { offsetN: force.mean, offsetMm: height.mean };
  const apartMm = Math.abs(height.mean);
  if (apartMm > ELSEWHERE_MM) return null;
  if (Math.abs(force.mean) > ZERO_LIMIT_N)
    return apartMm <= HEIGHT_LIMIT_MM ? { kind: 'load-shift', ...offsets } : null;
  return { kind: apartMm <= HEIGHT_LIMIT_MM ? 'unloaded' : 'height-shift', ...offsets };
}

function withValue(window: Window, value: number | null): Window {
  if (value === null) return window;
  const readings = window.readings + 1;
  return {
    readings,
    mean: window.mean + (value - window.mean) / readings,
    least: Math.min(window.least, value),
    most: Math.max(window.most, value),
  };
}

const range = (window: Window): number => (window.readings === 0 ? 0 : window.most - window.least);
