/** What the wizard says to a person: what to do before each step, and why a step was refused. */
import type { CalibrationStep } from '../../contracts/calibration.ts';
import type { BayConfig } from '../../contracts/config.ts';
import { KNOWN_MM } from '../../contracts/height-scale.ts';
import type { CalibrationProblem } from '../../contracts/problems.ts';
import { rounded } from '../../contracts/rounded.ts';
import type { LagResult, ScaleResult, SpanResult, StillResult, TravelResult } from '../../core/index.ts';

type Refusal<T> = Extract<T, { ok: false }>;
type Sensor = 'load' | 'distance';

const UNLOAD: Record<BayConfig['load']['mount'], string> = {
  bar: 'Rack the bar, so that nothing presses on the load cell',
  platform: 'Leave bench and rig on the platform as usual, without bar, plates and people',
  hooks: 'Take the bar off the hooks',
  none: '',
};

export function instruction(step: CalibrationStep, bay: BayConfig): string {
  switch (step) {
    case 'tare':
      return `${UNLOAD[bay.load.mount]}. Touch nothing for three seconds.`;
    case 'mass':
      return 'Put a known mass on the load cell, at least 10 kg and best near your heaviest load, and let go of it. Do it again with another mass to see how straight the cell measures.';
    case 'racked':
      return 'Rack the bar where it waits before a set, and step out of the beam of the distance sensor.';
    case 'scale':
      return `Rest the bar at another height whose vertical distance from the racked one is known to 2 mm: other hooks, or blocks under it. The further the better, at least ${KNOWN_MM.least} mm. Skip this without such a height.`;
    case 'top':
      return 'Raise the bar to lockout and hold it there for three seconds.';
    case 'lag':
      return 'Lift the bar off, then do three quick reps in one go (a second each), and rest with it for two seconds.';
  }
}

/** Why this bay can't do the step at all; null when it can. */
export function impossible(step: CalibrationStep, { load, distance }: BayConfig): CalibrationProblem | null {
  const needsLoad = step === 'tare' || step === 'mass' || step === 'lag';
  const needsDistance = step === 'racked' || step === 'scale' || step === 'top' || step === 'lag';
  if (needsLoad && load.sensor === 'none') return bare('calibration-no-load-cell');
  if (needsDistance && distance.sensor === 'none') return bare('calibration-no-distance-sensor');
  if (step === 'lag' && (load.mount === 'hooks' || load.mount === 'none')) return bare('calibration-cell-in-hooks');
  return null;
}

/** A problem without numbers. */
export const bare = <Kind extends CalibrationProblem['kind']>(kind: Kind) =>
  ({ kind, params: {} }) as Extract<CalibrationProblem, { kind: Kind }>;

export function refuseStill(sensor: Sensor, result: Refusal<StillResult>): CalibrationProblem {
  switch (result.why) {
    case 'too-few':
      return { kind: 'calibration-too-few-readings', params: { sensor, readings: result.readings } };
    case 'erratic':
      return {
        kind: 'calibration-erratic',
        params: { sensor, outliers: result.outliers, readings: result.readings },
      };
    case 'moving':
      return sensor === 'load'
        ? { kind: 'calibration-load-moved', params: { driftCounts: rounded(result.drift, 0) } }
        : { kind: 'calibration-bar-moved', params: { driftMm: rounded(result.drift, 0) } };
    case 'noisy':
      return sensor === 'load'
        ? { kind: 'calibration-shaking', params: { sdCounts: rounded(result.sd, 0) } }
        : { kind: 'calibration-distance-noisy', params: { sdMm: rounded(result.sd, 0) } };
  }
}

export function refuseSpan(result: Refusal<SpanResult>): CalibrationProblem {
  switch (result.why) {
    case 'no-difference':
      return {
        kind: 'calibration-no-difference',
        params: { massKg: rounded(result.massKg, 2), changeCounts: rounded(result.changeCounts, 0) },
      };
    case 'not-monotonic':
      return {
        kind: 'calibration-not-monotonic',
        params: { massKg: rounded(result.massKg, 2), lighterKg: rounded(result.lighterKg, 2) },
      };
    case 'not-linear': {
      const { massKg, residualN, residualPercent } = result.worst;
      return {
        kind: 'calibration-not-linear',
        params: {
          massKg: rounded(massKg, 2),
          residualN: rounded(residualN, 1),
          residualPercent: rounded(residualPercent, 1),
        },
      };
    }
  }
}

export const refuseScale = ({ measuredMm }: Refusal<ScaleResult>, knownMm: number): CalibrationProblem => ({
  kind: 'calibration-scale-out-of-range',
  params: { measuredMm: rounded(measuredMm, 0), knownMm },
});

export const refuseTravel = ({ why, travelMm }: Refusal<TravelResult>): CalibrationProblem => ({
  kind: why === 'too-short' ? 'calibration-travel-too-short' : 'calibration-travel-too-far',
  params: { travelMm: rounded(travelMm, 0) },
});

export function refuseLag(result: Refusal<LagResult>): CalibrationProblem {
  switch (result.why) {
    case 'too-short':
      return bare('calibration-reps-too-short');
    case 'gaps':
      return bare('calibration-gaps');
    case 'backwards':
      return bare('calibration-backwards');
    case 'at-limit':
      return bare('calibration-too-far-apart');
    case 'poor-fit':
      return {
        kind: 'calibration-poor-fit',
        params: { explainedPercent: rounded(100 * result.fit, 0), errorMs: rounded(result.errorMs, 0) },
      };
  }
}
