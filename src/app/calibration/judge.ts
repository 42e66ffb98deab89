/** What the rows of a finished step give: the wizard with its result, or a refusal that says what to do. */
import { SAMPLE_FLAGS } from '../../../firmware-bridge/protocol.ts';
import type { BayConfig } from '../../contracts/config.ts';
import type { CalibrationProblem } from '../../contracts/problems.ts';
import type { RecordingRow } from '../../contracts/recording.ts';
import {
  estimateLag,
  fitSpan,
  judgeScale,
  judgeStill,
  judgeTravel,
  type MassPoint,
  type Still,
  type StillLimits,
} from '../../core/index.ts';
import { createCalibrate } from '../board/ingest.ts';
import type { Capture, Wizard } from './wizard-state.ts';
import { bare, refuseLag, refuseScale, refuseSpan, refuseStill, refuseTravel } from './words.ts';

type Judged = { readonly wizard: Wizard } | { readonly refusal: CalibrationProblem };

/** An HX711 at 10 SPS gives 30 readings in the window of a step. */
const MIN_LOAD_READINGS = 25;
/** 0.005 % of full scale is the noise of a cell that shakes, or whose cable is broken: 30 times that of a good one. */
const MAX_LOAD_SD_COUNTS = 4000;
const LOAD_DRIFT_COUNTS = 100;
/** While a mass is on it, 0.1 % of what it adds is slow creep, no movement. */
const MASS_DRIFT_SHARE = 0.001;
/** An HC-SR04 gives 48 readings in the window; a held bar sways by some millimetres, a black mat makes 13 to 26 mm of noise. */
const DISTANCE: StillLimits = { minReadings: 30, maxSd: 10, driftFloor: 12 };
const FAILED = SAMPLE_FLAGS.timeout | SAMPLE_FLAGS.desync | SAMPLE_FLAGS.i2cError | SAMPLE_FLAGS.outOfRange;
const MAX_FAILED_SHARE = 0.1;

export function judgeCapture(wizard: Wizard, capture: Capture, bay: BayConfig): Judged {
  switch (capture.step) {
    case 'tare':
      return judgeTare(wizard, capture, bay);
    case 'mass':
      return judgeMass(wizard, capture, bay);
    case 'racked':
      return judgeRacked(wizard, capture);
    case 'scale':
      return judgeKnown(wizard, capture, bay);
    case 'top':
      return judgeTop(wizard, capture, bay);
    case 'lag':
      return judgeLag(wizard, capture, bay);
  }
}

function judgeTare(wizard: Wizard, { rows, at }: Capture, bay: BayConfig): Judged {
  const still = loadStill(rows, LOAD_DRIFT_COUNTS, countsOf(bay));
  if ('kind' in still) return { refusal: still };
  const right = bay.loadRight ? loadStill(rows, LOAD_DRIFT_COUNTS, (row) => row.rawLoadRight ?? null) : null;
  if (right && 'kind' in right) return { refusal: right };
  // Masses were measured against the tare before.
  return {
    wizard: { ...wizard, tare: { at, value: still }, rightZeroCounts: right?.mean ?? null, masses: null },
  };
}

function judgeMass(wizard: Wizard, { rows, massKg, at }: Capture, bay: BayConfig): Judged {
  const tare = wizard.tare!.value;
  const counts = countsOf(bay);
  const changeCounts = Math.abs((counts(rows.at(-1)!) ?? tare.mean) - tare.mean);
  const still = loadStill(rows, Math.max(LOAD_DRIFT_COUNTS, MASS_DRIFT_SHARE * changeCounts), counts);
  if ('kind' in still) return { refusal: still };
  const others = (wizard.masses?.value ?? []).filter((point) => Math.abs(point.massKg - massKg) > 0.001);
  const points: MassPoint[] = [...others, { massKg, still }].toSorted((a, b) => a.massKg - b.massKg);
  const fit = fitSpan(tare, points);
  return fit.ok ? { wizard: { ...wizard, masses: { at, value: points } } } : { refusal: refuseSpan(fit) };
}

/** Two cells are one whose counts are those of the left: the configured ratio of their spans turns the right ones into left ones. */
function countsOf({ load, loadRight }: BayConfig): (row: RecordingRow) => number | null {
  if (!loadRight) return (row) => row.rawLoad;
  const ratio = load.countsPerN / loadRight.countsPerN;
  return ({ rawLoad, rawLoadRight }) =>
    rawLoad === null || rawLoadRight === undefined ? null : rawLoad + ratio * rawLoadRight;
}

function judgeRacked(wizard: Wizard, { rows, at }: Capture): Judged {
  const still = distanceStill(rows);
  return 'kind' in still
    ? { refusal: still }
    : { wizard: { ...wizard, racked: { at, value: still }, scale: null, top: null } };
}

function judgeKnown(wizard: Wizard, { rows, knownMm, at }: Capture, { distance }: BayConfig): Judged {
  const still = distanceStill(rows);
  if ('kind' in still) return { refusal: still };
  const result = judgeScale(wizard.racked!.value.mean, still.mean, knownMm, distance.railAngleDeg);
  if (!result.ok) return { refusal: refuseScale(result, knownMm) };
  const { scale } = result;
  return { wizard: { ...wizard, scale: { at, value: { knownMm, measuredMm: knownMm / scale, scale } } } };
}

function judgeTop(wizard: Wizard, { rows, at }: Capture, bay: BayConfig): Judged {
  const still = distanceStill(rows);
  if ('kind' in still) return { refusal: still };
  const travel = judgeTravel(wizard.racked!.value.mean, still.mean, bay.distance.railAngleDeg);
  return travel.ok ? { wizard: { ...wizard, top: { at, value: still } } } : { refusal: refuseTravel(travel) };
}

function judgeLag(wizard: Wizard, { rows, swings, at }: Capture, bay: BayConfig): Judged {
  const reps = Math.ceil((swings?.ways ?? 0) / 2);
  if (reps < 3) return { refusal: { kind: 'calibration-too-few-reps', params: { reps } } };
  const calibrate = createCalibrate(bay);
  const usable = rows.filter(({ flags }) => (flags & (FAILED | SAMPLE_FLAGS.saturated)) === 0);
  const heights = usable.flatMap(({ atUs, rawDistanceMm }) =>
    rawDistanceMm === null ? [] : [{ atUs, value: calibrate.heightMm(rawDistanceMm) }],
  );
  const forces = usable.flatMap(({ atUs, rawLoad, rawLoadRight }) =>
    rawLoad === null ? [] : [{ atUs, value: calibrate.forceN(rawLoad, rawLoadRight) }],
  );
  const result = estimateLag(heights, forces);
  return result.ok ? { wizard: { ...wizard, lag: { at, value: result.lag } } } : { refusal: refuseLag(result) };
}

function loadStill(
  rows: readonly RecordingRow[],
  driftFloor: number,
  counts: (row: RecordingRow) => number | null,
): Still | CalibrationProblem {
  const saturated = rows.filter(({ flags }) => (flags & SAMPLE_FLAGS.saturated) !== 0).length;
  if (saturated > MAX_FAILED_SHARE * rows.length) return bare('calibration-saturated');
  const limits = { minReadings: MIN_LOAD_READINGS, maxSd: MAX_LOAD_SD_COUNTS, driftFloor };
  return stillOf(rows, 'load', limits, counts);
}

const distanceStill = (rows: readonly RecordingRow[]): Still | CalibrationProblem =>
  stillOf(rows, 'distance', DISTANCE, (row) => row.rawDistanceMm);

function stillOf(
  rows: readonly RecordingRow[],
  sensor: 'load' | 'distance',
  limits: StillLimits,
  rawOf: (row: RecordingRow) => number | null,
): Still | CalibrationProblem {
  const good = rows.filter(({ flags }) => (flags & (FAILED | SAMPLE_FLAGS.saturated)) === 0);
  const failed = rows.length - good.length;
  if (failed > MAX_FAILED_SHARE * rows.length)
    return { kind: 'calibration-failing', params: { sensor, failed, readings: rows.length } };
  const readings = good.flatMap((row) => {
    const raw = rawOf(row);
    return raw === null ? [] : [{ atUs: row.atUs, raw }];
  });
  const result = judgeStill(readings, limits);
  return result.ok ? result.still : refuseStill(sensor, result);
}
