export interface HeightCalibration {
  /** Sensor's reading when the bar is at height 0. */
  readonly zeroMm: number;
  /**
   * Where the bar goes as it rises. `toward`: the sensor looks down on the bar, so readings fall as it rises;
   * `away`: the sensor looks up at the bar, so they grow.
   */
  readonly direction: 'toward' | 'away';
  /** Angle between the sensor's beam and the vertical (the rails of some Smith machines lean by 7 degrees). */
  readonly beamAngleDeg: number;
  /** True millimetres for one of the sensor's; 1 when omitted. */
  readonly scale?: number;
}

export interface ForceCalibration {
  readonly tareCounts: number;
  /** Signed: negative when the cell is mounted the other way round. */
  readonly countsPerN: number;
}

/** Three decimals, so that a recording in text holds exactly the values that the core saw live. */
const round3 = (value: number): number => Math.round(value * 1000) / 1000;

/** Millimetres up from the calibrated zero, along the vertical. */
export function calibrateHeight(calibration: HeightCalibration, rawMm: number): number {
  const alongBeamMm = calibration.direction === 'toward' ? calibration.zeroMm - rawMm : rawMm - calibration.zeroMm;
  const { scale = 1, beamAngleDeg } = calibration;
  return round3(scale * alongBeamMm * Math.cos((beamAngleDeg * Math.PI) / 180));
}

/** Newtons on the cell. Throws on a calibration without a scale, which would turn every reading into infinity. */
export function calibrateForce(calibration: ForceCalibration, rawCounts: number): number {
  if (!Number.isFinite(calibration.countsPerN) || calibration.countsPerN === 0) {
    throw new RangeError('countsPerN must not be 0: calibrate the load cell with a known mass');
  }
  return round3((rawCounts - calibration.tareCounts) / calibration.countsPerN);
}
