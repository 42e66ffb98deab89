import { describe, expect, it } from 'vitest';
import { createLifter, type Lifter } from '../../src/sim/lifter.ts';
import {
  createLoadCell,
  createRangefinder,
  READING_FLAGS,
  type Reading,
  type SensorFault,
  type SensorModel,
} from '../../src/sim/sensors.ts';

const FULL_SCALE_COUNTS = 8_388_607;

function atRest(heightMm: number): Lifter {
  return createLifter({ reps: 0, sets: 0, bottomMm: heightMm });
}

function take(sensor: SensorModel, lifter: Lifter, count: number): Reading[] {
  return Array.from({ length: count }, () => sensor.nextReading(lifter));
}

function sd(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}

/** Noise from reading to reading, free of any slow drift. */
function noiseSd(raws: readonly number[]): number {
  return sd(raws.slice(1).map((raw, i) => raw - raws[i]!)) / Math.SQRT2;
}

describe('noise at rest is that of the recordings', () => {
  const cases = [
    { file: 'calibrex_L2_rest_500mm', model: 'vl53l1x', heightMm: 501, noiseScale: 1, recordedMm: 1.37 },
    { file: 'calibrex_L2_rest_932mm', model: 'vl53l1x', heightMm: 932, noiseScale: 1, recordedMm: 3.56 },
    { file: 'calibrex_L2_rest_959mm', model: 'vl53l1x', heightMm: 959, noiseScale: 1, recordedMm: 3.17 },
    { file: 'calibrex_R2_rest_1002mm', model: 'vl53l1x', heightMm: 1002, noiseScale: 1.8, recordedMm: 6.37 },
    { file: 'vl53l0x_static_1h', model: 'vl53l0x', heightMm: 76, noiseScale: 1, recordedMm: 2.1 },
  ] as const;
  it.each(cases)('$file: $recordedMm mm', ({ model, heightMm, noiseScale, recordedMm }) => {
    const readings = take(createRangefinder({ model, noiseScale }, 3), atRest(heightMm), 4000);
    const noise = noiseSd(readings.map(({ raw }) => raw));
    expect(noise).toBeGreaterThan(recordedMm * 0.85);
    expect(noise).toBeLessThan(recordedMm * 1.15);
  });

  it('black mat: 12 to 26 mm, and spikes of hundreds of millimetres', () => {
    const sensor = createRangefinder({ model: 'vl53l1x' }, 5);
    sensor.setFault('blackMat', true);
    const offMm = take(sensor, atRest(950), 6000).map(({ raw }) => Math.abs(raw - 950));
    const usual = offMm.filter((mm) => mm < 80);
    const rms = Math.sqrt(usual.reduce((sum, mm) => sum + mm * mm, 0) / usual.length);
    expect(rms).toBeGreaterThan(12);
    expect(rms).toBeLessThan(26);
    const spikes = offMm.filter((mm) => mm > 100).length / offMm.length;
    expect(spikes).toBeGreaterThan(0.03);
    expect(spikes).toBeLessThan(0.2);
    expect(Math.max(...offMm)).toBeGreaterThan(300);
  });

  it('HX711: 19 counts at 10 SPS, 34 at 80', () => {
    for (const [rateHz, counts] of [
      [10, 19],
      [80, 34],
    ] as const) {
      const readings = take(createLoadCell({ model: 'hx711', rateHz, garbageFirst: false }, 2), atRest(250), 4000);
      const noise = noiseSd(readings.map(({ raw }) => raw));
      expect(noise).toBeGreaterThan(counts * 0.9);
      expect(noise).toBeLessThan(counts * 1.15);
    }
  });

  it('grows with the noise scale', () => {
    const noiseAt = (noiseScale: number) =>
      noiseSd(take(createRangefinder({ model: 'vl53l1x', noiseScale }, 1), atRest(900), 2000).map(({ raw }) => raw));
    expect(noiseAt(2) / noiseAt(1)).toBeGreaterThan(1.8);
    expect(noiseAt(2) / noiseAt(1)).toBeLessThan(2.2);
  });
});

describe('lag', () => {
  const quiet = { noiseScale: 0, stampJitterUs: 0 };
  const lift = { swayMm: 0, tremorMm: 0, reps: 3 };

  it('puts the distance where the bar was half a budget ago', () => {
    for (const model of ['vl53l1x', 'vl53l0x', 'hcsr04'] as const) {
      const sensor = createRangefinder({ model, ...quiet }, 1);
      const sensed = createLifter(lift);
      const truth = createLifter(lift);
      for (const { atUs, raw } of take(sensor, sensed, Math.floor(15 * sensor.rateHz))) {
        const trueMm = truth.motionAt(Math.max(0, atUs / 1e6 - sensor.lagMs / 1000)).heightMm;
        expect(Math.abs(sensor.calibrated(raw) - trueMm)).toBeLessThan(1.2);
      }
    }
  });

  it('puts the load two conversions behind its stamp, within what four taps blur', () => {
    const sensor = createLoadCell({ model: 'hx711', ...quiet, rattleShare: 0, creepShare: 0, garbageFirst: false }, 1);
    expect(sensor.lagMs).toBe(25);
    const sensed = createLifter(lift);
    const truth = createLifter(lift);
    let worstN = 0;
    let worstWithoutLagN = 0;
    for (const { atUs, raw } of take(sensor, sensed, 1200)) {
      const forceN = sensor.calibrated(raw);
      const tS = atUs / 1e6;
      worstN = Math.max(worstN, Math.abs(forceN - truth.forceAt(Math.max(0, tS - 0.025))));
      worstWithoutLagN = Math.max(worstWithoutLagN, Math.abs(forceN - truth.forceAt(tS)));
    }
    expect(worstN).toBeLessThan(15);
    expect(worstWithoutLagN).toBeGreaterThan(2 * worstN);
  });
});

describe('mounting and clock', () => {
  it('looks up from below or down from above, and the calibration undoes it', () => {
    for (const mounting of [
      { looks: 'up', mountHeightMm: -60 } as const,
      { looks: 'down', mountHeightMm: 900 } as const,
    ]) {
      const sensor = createRangefinder({ model: 'vl53l1x', noiseScale: 0, ...mounting }, 1);
      const { raw } = sensor.nextReading(atRest(400));
      expect(raw).toBe(mounting.looks === 'up' ? 460 : 500);
      expect(sensor.calibrated(raw)).toBe(400);
    }
  });

  it('stamps in ascending order at its rate, fast by the error of its clock', () => {
    const sensor = createLoadCell({ model: 'nau7802', clockPpm: 5000 }, 9);
    const lifter = atRest(250);
    let lastUs = 0;
    let wrong = 0;
    for (let i = 0; i < 32_000; i++) {
      const peekedUs = sensor.peekAtUs();
      const { atUs } = sensor.nextReading(lifter);
      if (atUs !== peekedUs || atUs <= lastUs) wrong += 1;
      lastUs = atUs;
    }
    expect(wrong).toBe(0);
    expect(lastUs / 1e6).toBeGreaterThan(100.4);
    expect(lastUs / 1e6).toBeLessThan(100.7);
  });

  it('gives the same readings for the same seed and others for another', () => {
    const raws = (seed: number) =>
      take(createLoadCell({ model: 'hx711' }, seed), createLifter({}), 2000).map(({ raw }) => raw);
    expect(raws(1)).toEqual(raws(1));
    expect(raws(1)).not.toEqual(raws(2));
  });
});

describe('faults', () => {
  const makers = {
    vl53l1x: () => createRangefinder({ model: 'vl53l1x' }, 4),
    hx711: () => createLoadCell({ model: 'hx711', garbageFirst: false }, 4),
    nau7802: () => createLoadCell({ model: 'nau7802', garbageFirst: false }, 4),
  };
  const worstOff = (sensor: SensorModel, readings: readonly Reading[], truth: number) =>
    Math.max(...readings.map(({ raw }) => Math.abs(sensor.calibrated(raw) - truth)));
  const allFlagged = (readings: readonly Reading[], flag: number) =>
    readings.every(({ flags }) => (flags & flag) !== 0);
  /** What 60 s of a resting bar at 250 mm without load must show for each fault, and not without it. */
  const shows: Record<SensorFault, (readings: readonly Reading[], sensor: SensorModel) => boolean> = {
    silent: (readings) => readings.every(({ missing }) => missing),
    dropouts: (readings) => readings.some(({ missing }, i) => missing && !readings[i + 1]?.missing),
    gaps: (readings) => readings.some((_, i) => readings.slice(i, i + 15).every(({ missing }) => missing)),
    frozen: (readings) => new Set(readings.map(({ raw }) => raw)).size === 1,
    drift: (readings, sensor) => {
      const last = readings.slice(-50).map(({ raw }) => sensor.calibrated(raw));
      const first = readings.slice(0, 50).map(({ raw }) => sensor.calibrated(raw));
      return Math.min(...last) > Math.max(...first);
    },
    spikes: (readings, sensor) => worstOff(sensor, readings, sensor.channel === 'height' ? 250 : 0) > 90,
    blackMat: (readings) => noiseSd(readings.map(({ raw }) => raw)) > 5,
    blocked: (readings, sensor) => readings.every(({ raw }) => sensor.calibrated(raw) < 90),
    outOfRange: (readings) => allFlagged(readings, READING_FLAGS.outOfRange),
    timeout: (readings) => allFlagged(readings, READING_FLAGS.timeout),
    i2cError: (readings) => allFlagged(readings, READING_FLAGS.i2cError),
    saturated: (readings) =>
      allFlagged(readings, READING_FLAGS.saturated) && readings.every(({ raw }) => raw === FULL_SCALE_COUNTS),
    garbage: (readings, sensor) => worstOff(sensor, readings, 0) > 1000 && readings.every(({ flags }) => flags === 0),
    desync: (readings) => allFlagged(readings, READING_FLAGS.desync),
  };

  for (const [part, make] of Object.entries(makers)) {
    it.each(make().faults)(`${part}: "%s" shows while it is on, and is gone when it is off`, (fault) => {
      const lifter = atRest(250);
      const sensor = make();
      const seconds = (s: number) => take(sensor, lifter, s * sensor.rateHz);
      expect(shows[fault](seconds(60), sensor)).toBe(false);
      sensor.setFault(fault, true);
      expect(shows[fault](seconds(60), sensor)).toBe(true);
      sensor.setFault(fault, false);
      seconds(1); // a gap that has begun still ends by itself
      expect(shows[fault](seconds(60), sensor)).toBe(false);
    });
  }

  it('refuses a fault that the part can’t have', () => {
    expect(() => makers.hx711().setFault('blackMat', true)).toThrow(/hx711 can't have the fault "blackMat"/);
  });

  it('saturates at full scale and says so', () => {
    const heavy = createLifter({ forceMount: 'hooks', massKg: 250, reps: 0, sets: 0 });
    const sensor = createLoadCell({ model: 'nau7802', countsPerN: 4000 }, 1);
    expect(take(sensor, heavy, 100).every(({ raw, flags }) => raw === FULL_SCALE_COUNTS && flags === 1)).toBe(true);
  });

  it('begins an HX711 with a full-scale reading', () => {
    const [first, second] = take(createLoadCell({ model: 'hx711' }, 1), atRest(250), 2);
    expect(first).toMatchObject({ raw: FULL_SCALE_COUNTS, flags: READING_FLAGS.saturated });
    expect(second!.flags).toBe(0);
  });

  it('flags what lies outside the range of the part', () => {
    const [reading] = take(createRangefinder({ model: 'vl53l1x' }, 1), atRest(1500), 1);
    expect(reading).toMatchObject({ raw: 1300, flags: READING_FLAGS.outOfRange });
  });
});
