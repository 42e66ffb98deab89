/** The configuration is the default; the active calibration of the bay takes its place where it fits the sensors. */
import type { Calibration, CalibrationInForce } from '../../contracts/calibration.ts';
import type { BayConfig } from '../../contracts/config.ts';

type Parts = Pick<Calibration, 'force' | 'distance' | 'lag'>;

interface CalibratedBay {
  /** The bay's configuration with the calibrated values in it. */
  readonly config: BayConfig;
  /** Parts that were made with other sensors than the bay has now, in words that say what to do. */
  readonly notUsed: readonly string[];
}

export function calibratedBay(configured: BayConfig, calibration: Parts | null): CalibratedBay {
  const { load, distance } = configured;
  const notUsed: string[] = [];
  let config = configured;
  if (calibration?.force) {
    const { sensor, gain, zeroCounts, countsPerN, right } = calibration.force;
    const { loadRight } = configured;
    if (!loadRight !== !right)
      notUsed.push(
        `The load was calibrated with ${right ? 'two cells' : 'one cell'}; now there ${right ? 'is one' : 'are two'}. Calibrate it again.`,
      );
    else if (sensor === load.sensor && gain === load.gain)
      config = {
        ...config,
        load: { ...config.load, zeroCounts, countsPerN },
        ...(loadRight && right ? { loadRight: { ...loadRight, ...right } } : {}),
      };
    else
      notUsed.push(
        `The load cell was calibrated with ${sensor} at gain ${gain}; now it is ${load.sensor} at gain ${load.gain}. Calibrate it again.`,
      );
  }
  if (calibration?.distance) {
    const { sensor, zeroMm, looks, railAngleDeg, scale = distance.scale } = calibration.distance;
    if (sensor === distance.sensor)
      config = { ...config, distance: { ...config.distance, zeroMm, looks, railAngleDeg, scale } };
    else
      notUsed.push(
        `The distance was calibrated with ${sensor}; now the sensor is ${distance.sensor}. Calibrate it again.`,
      );
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
      notUsed.push(
        `The lag was measured at ${loadRateHz} and ${distanceRateHz} Hz; now the sensors run at ${load.rateHz} and ${distance.rateHz} Hz. Measure it again.`,
      );
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
