/** The configuration is the default; the active calibration of the bay takes its place where it fits the sensors. */
import type { Calibration, CalibrationInForce } from '../../contracts/calibration.ts';
import type { CalibrationMismatchCode } from '../../contracts/calibration-mismatches.ts';
import type { BayConfig } from '../../contracts/config.ts';

type Parts = Pick<Calibration, 'force' | 'distance' | 'lag'>;

interface CalibratedBay {
  /** The bay's configuration with the calibrated values in it. */
  readonly config: BayConfig;
  /** Parts that were made with other sensors than the bay has now. */
  readonly notUsed: readonly CalibrationMismatchCode[];
}

export function calibratedBay(configured: BayConfig, calibration: Parts | null): CalibratedBay {
  const { load, distance } = configured;
  const notUsed: CalibrationMismatchCode[] = [];
  let config = configured;
  if (calibration?.force) {
    const { sensor, gain, zeroCounts, countsPerN, right } = calibration.force;
    const { loadRight } = configured;
    if (!loadRight !== !right)
      notUsed.push({ kind: right ? 'calibrated-two-cells' : 'calibrated-one-cell', params: {} });
    else if (sensor === load.sensor && gain === load.gain)
      config = {
        ...config,
        load: { ...config.load, zeroCounts, countsPerN },
        ...(loadRight && right ? { loadRight: { ...loadRight, ...right } } : {}),
      };
    else
      notUsed.push({
        kind: 'calibrated-other-cell',
        params: { calibrated: sensor, calibratedGain: gain, configured: load.sensor, configuredGain: load.gain },
      });
  }
  if (calibration?.distance) {
    const { sensor, zeroMm, looks, railAngleDeg, scale = distance.scale } = calibration.distance;
    if (sensor === distance.sensor)
      config = { ...config, distance: { ...config.distance, zeroMm, looks, railAngleDeg, scale } };
    else
      notUsed.push({
        kind: 'calibrated-other-distance',
        params: { calibrated: sensor, configured: distance.sensor },
      });
  }
  if (calibration?.lag) {
    const { loadRateHz, distanceRateHz, heightLagMs, forceLagMs } = calibration.lag;
    if (loadRateHz === load.rateHz && distanceRateHz === distance.rateHz)
      config = {
        ...config,
        load: { ...config.load, lagMs: forceLagMs },
        distance: { ...config.distance, lagMs: heightLagMs },
      };
    else
      notUsed.push({
        kind: 'calibrated-other-rates',
        params: {
          calibratedLoadHz: loadRateHz,
          calibratedDistanceHz: distanceRateHz,
          loadHz: load.rateHz,
          distanceHz: distance.rateHz,
        },
      });
  }
  return { config, notUsed };
}

export function inForce({ load, distance }: BayConfig): CalibrationInForce {
  return {
    zeroCounts: load.zeroCounts,
    countsPerN: load.countsPerN,
    zeroMm: distance.zeroMm,
    looks: distance.looks,
    railAngleDeg: distance.railAngleDeg,
    scale: distance.scale,
    heightLagMs: distance.lagMs,
    forceLagMs: load.lagMs,
  };
}

/** What the calibration puts in the place of the configuration's values, for the log. */
export function overrides(configured: BayConfig, calibrated: BayConfig): string[] {
  const before = inForce(configured);
  return Object.entries(inForce(calibrated))
    .filter(([name, value]) => before[name as keyof CalibrationInForce] !== value)
    .map(([name, value]) => `${name} ${value} (configured: ${before[name as keyof CalibrationInForce]})`);
}
