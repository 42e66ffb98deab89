/** What the wizard has measured so far, as the parts of a calibration, and as a page or a terminal shows it. */
import {
  CALIBRATION_STEPS,
  type Calibration,
  type CalibrationPoint,
  type CalibrationStep,
  type CalibrationWizard,
} from '../../contracts/calibration.ts';
import type { BayConfig } from '../../contracts/config.ts';
import { isFarOff } from '../../contracts/height-scale.ts';
import { problemText } from '../../contracts/problems.ts';
import { rounded } from '../../contracts/rounded.ts';
import { fitSpan, judgeTravel, type Lag, type MassPoint, type Span } from '../../core/index.ts';
import type { Wizard } from './wizard-state.ts';
import { impossible, instruction } from './words.ts';

export type Draft = Pick<Calibration, 'force' | 'distance' | 'lag'>;

/**
 * @param bay the configuration with the values in force: they stand in for what is not measured.
 * @param active the calibration in force, whose masses stay behind a new tare.
 */
export function draftOf(wizard: Wizard, bay: BayConfig, active: Calibration | null): Draft {
  return {
    force: forceDraft(wizard, bay, active),
    distance: distanceDraft(wizard, bay, active),
    lag: lagDraft(wizard, bay),
  };
}

function forceDraft(wizard: Wizard, bay: BayConfig, active: Calibration | null): Draft['force'] {
  const { tare, masses } = wizard;
  const { load } = bay;
  if (!tare) return null;
  const fit = masses ? fitSpan(tare.value, masses.value) : null;
  const common = { tareSdCounts: rounded(tare.value.sd, 1), sensor: load.sensor, gain: load.gain };
  if (fit?.ok && masses) {
    const { zeroCounts, countsPerN } = fit.span;
    const points = masses.value.map((point) => pointOf(point, fit.span));
    return { ...common, ...cellsOf(wizard, bay, zeroCounts, countsPerN), at: masses.at, spanAt: masses.at, points };
  }
  const spanAt = active?.force?.spanAt ?? null;
  const points = active?.force?.points ?? [];
  return { ...common, ...cellsOf(wizard, bay, tare.value.mean, load.countsPerN), at: tare.at, spanAt, points };
}

/** The line of the two cells together, taken apart again: both spans change by the same factor. */
function cellsOf({ rightZeroCounts }: Wizard, { load, loadRight }: BayConfig, zeroCounts: number, countsPerN: number) {
  if (!loadRight || rightZeroCounts === null)
    return { zeroCounts: rounded(zeroCounts, 1), countsPerN: rounded(countsPerN, 4), right: null };
  const ratio = load.countsPerN / loadRight.countsPerN;
  return {
    zeroCounts: rounded(zeroCounts - ratio * rightZeroCounts, 1),
    countsPerN: rounded(countsPerN, 4),
    right: { zeroCounts: rounded(rightZeroCounts, 1), countsPerN: rounded(countsPerN / ratio, 4) },
  };
}

function pointOf({ massKg, still }: MassPoint, span: Span): CalibrationPoint {
  const residual = span.residuals.find((one) => one.massKg === massKg)!;
  return {
    massKg,
    meanCounts: rounded(still.mean, 1),
    sdCounts: rounded(still.sd, 1),
    residualN: rounded(residual.residualN, 3),
    residualPercent: rounded(residual.residualPercent, 3),
  };
}

function distanceDraft(
  { racked, scale, top }: Wizard,
  { distance }: BayConfig,
  active: Calibration | null,
): Draft['distance'] {
  if (!racked) return null;
  const before = active?.distance?.sensor === distance.sensor ? active.distance : null;
  const factor = scale?.value.scale ?? distance.scale;
  const travel = top ? judgeTravel(racked.value.mean, top.value.mean, distance.railAngleDeg, factor) : null;
  return {
    at: top?.at ?? scale?.at ?? racked.at,
    zeroMm: rounded(racked.value.mean, 1),
    looks: travel?.ok ? travel.travel.looks : distance.looks,
    railAngleDeg: distance.railAngleDeg,
    scale: factor,
    knownMm: scale?.value.knownMm ?? before?.knownMm ?? null,
    topMm: travel?.ok ? rounded(travel.travel.topMm, 1) : null,
    sensor: distance.sensor,
  };
}

/**
 * Only the difference of the two lags is measured. That of the load cell follows from its amplifier's rate, so it stays as it is
 * configured and the distance sensor takes the difference; neither can be negative.
 */
function lagDraft({ lag }: Wizard, { load, distance }: BayConfig): Draft['lag'] {
  if (!lag) return null;
  const { forceBehindHeightMs, errorMs, fit } = lag.value;
  const heightLagMs = Math.max(0, load.lagMs - forceBehindHeightMs);
  return {
    at: lag.at,
    heightLagMs: rounded(heightLagMs, 1),
    forceLagMs: rounded(heightLagMs + forceBehindHeightMs, 1),
    errorMs: rounded(errorMs, 1),
    fit: rounded(fit, 4),
    loadRateHz: load.rateHz,
    distanceRateHz: distance.rateHz,
  };
}

export function describeWizard(wizard: Wizard, open: boolean, bay: BayConfig, draft: Draft): CalibrationWizard {
  const steps = CALIBRATION_STEPS.map((step) => ({
    step,
    status: statusOf(wizard, step, bay),
    instruction: instruction(step, bay),
    result: resultWords(step, wizard, bay, draft),
  }));
  const next = steps.find(({ status }) => status === 'open')?.step ?? 'save';
  return { open, measuring: wizard.capture?.step ?? null, steps, next, draft };
}

function resultWords(step: CalibrationStep, wizard: Wizard, bay: BayConfig, draft: Draft): string {
  const hindrance = impossible(step, bay);
  return hindrance ? problemText(hindrance) : resultOf(wizard, step, draft);
}

function statusOf(wizard: Wizard, step: CalibrationStep, bay: BayConfig): CalibrationWizard['steps'][number]['status'] {
  if (impossible(step, bay)) return 'impossible';
  if (wizard[FIELDS[step]] !== null) return 'done';
  return wizard.skipped.includes(step) ? 'skipped' : 'open';
}

const FIELDS = { tare: 'tare', mass: 'masses', racked: 'racked', scale: 'scale', top: 'top', lag: 'lag' } as const;

function resultOf(wizard: Wizard, step: CalibrationStep, { force, distance, lag }: Draft): string {
  switch (step) {
    case 'tare':
      return wizard.tare
        ? `Zero at ${wizard.tare.value.mean.toFixed(0)} counts, noise ${wizard.tare.value.sd.toFixed(0)} counts.`
        : '';
    case 'mass':
      return wizard.masses && force ? spanWords(force) : '';
    case 'racked':
      return wizard.racked && distance ? `Height 0 at ${distance.zeroMm.toFixed(0)} mm.` : '';
    case 'scale':
      return wizard.scale ? scaleWords(wizard.scale.value) : '';
    case 'top':
      return wizard.top && distance
        ? `Top ${distance.topMm?.toFixed(0)} mm above it; the sensor looks ${distance.looks}.`
        : '';
    case 'lag':
      return wizard.lag && lag ? lagWords(wizard.lag.value, lag) : '';
  }
}

function scaleWords({ knownMm, measuredMm, scale }: NonNullable<Wizard['scale']>['value']): string {
  const warning = isFarOff(scale)
    ? ' That is more than 3 %: check that the sensor is parallel to the path, that no glass covers it, and the known height.'
    : '';
  return `Scale ${scale.toFixed(4)}: the sensor measured ${measuredMm.toFixed(0)} mm for ${knownMm} mm.${warning}`;
}

function spanWords({ countsPerN, points }: NonNullable<Draft['force']>): string {
  const each = points.map(
    ({ massKg, residualN, residualPercent }) =>
      `${massKg} kg is off by ${residualN.toFixed(2)} N (${residualPercent.toFixed(2)} %)`,
  );
  const remark =
    points.length === 1 ? 'one mass lies on the line by itself; a second one would check it' : each.join(', ');
  return `${countsPerN.toFixed(2)} counts/N; ${remark}.`;
}

function lagWords(
  { forceBehindHeightMs, movingMassKg }: Lag,
  { heightLagMs, forceLagMs, errorMs, fit }: NonNullable<Draft['lag']>,
) {
  const order = forceBehindHeightMs >= 0 ? 'later' : 'earlier';
  return `Force ${Math.abs(forceBehindHeightMs).toFixed(1)} ms ${order} than height, known to ${errorMs.toFixed(1)} ms: height lags ${heightLagMs} ms, force ${forceLagMs} ms (${(100 * fit).toFixed(0)} % explained, ${movingMassKg.toFixed(0)} kg in motion).`;
}
