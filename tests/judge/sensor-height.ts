/**
 * Distance sensors, as calibrated heights (mm, up). Figures from the data sheets and from published recordings of sensors at rest:
 * VL53L1X timing budget 20 to 33 ms, sigma 1.4 mm at 0.5 m and 3.2 to 3.7 mm at 0.95 m on white; a second unit 5.4 to 7.1 mm; black
 * rubber 13 to 26 mm. HC-SR04: 60 ms between pings. A linear encoder: 1 mm steps, no noise.
 */
import type { Random } from './random.ts';
import type { HeightReading } from './scenario.ts';

export interface HeightSensor {
  rateHz: number;
  jitter: number;
  /** One reading is the mean over this time; it is stamped in the middle of it, plus the lag. */
  averageS: number;
  sigmaMm: (distanceMm: number) => number;
  stepMm: number;
  /** `toward`: looks up from below, distance grows with height. `away`: hangs above and looks down. */
  looks: 'toward' | 'away';
  /** Distance at height 0 (toward) or height of the sensor (away). */
  originMm: number;
  scale: number;
  /** Slow wander of the mean, mm. */
  wanderMm: number;
  lagS: number;
}

/** Something in the beam: the sensor sees this height instead of the bar. `edgeS` mixes both while it enters and leaves. */
export interface Intruder {
  fromS: number;
  toS: number;
  edgeS: number;
  heightMm: (t: number) => number;
}

const byDistance = (sigmaAtHalfMetre: number, power: number) => (distanceMm: number) =>
  sigmaAtHalfMetre * (Math.max(100, distanceMm) / 500) ** power;

export function vl53l1x(random: Random, own: Partial<HeightSensor> = {}): HeightSensor {
  const rateHz = own.rateHz ?? random.pick([33, 50, 50]);
  return {
    rateHz,
    jitter: 0.02,
    averageS: 0.8 / rateHz,
    sigmaMm: byDistance(random.range(1.2, 1.8), 1.35),
    stepMm: 1,
    looks: 'toward',
    originMm: random.range(0, 250),
    scale: 1,
    wanderMm: random.range(0, 1.5),
    lagS: 0,
    ...own,
  };
}

export const vl53l0x = (random: Random, own: Partial<HeightSensor> = {}): HeightSensor =>
  vl53l1x(random, { rateHz: random.pick([20, 30, 33]), sigmaMm: byDistance(random.range(3, 4.5), 1.3), ...own });

export const hcsr04 = (random: Random, own: Partial<HeightSensor> = {}): HeightSensor =>
  vl53l1x(random, { rateHz: 16, averageS: 0.003, sigmaMm: () => 1.6, wanderMm: 3, ...own });

export const encoder = (random: Random, own: Partial<HeightSensor> = {}): HeightSensor =>
  vl53l1x(random, { rateHz: 100, averageS: 0.002, sigmaMm: () => 0.15, wanderMm: 0, jitter: 0.005, ...own });

export const noisy = (random: Random, sigmaMm: number, own: Partial<HeightSensor> = {}): HeightSensor =>
  vl53l1x(random, { rateHz: 50, sigmaMm: () => sigmaMm, ...own });

export function anyHeightSensor(random: Random): HeightSensor {
  const looks = random.chance(0.35) ? ({ looks: 'away', originMm: random.range(1000, 1500) } as const) : {};
  return random.pick([vl53l1x, vl53l1x, vl53l1x, encoder])(random, looks);
}

const smooth = (u: number): number => (u <= 0 ? 0 : u >= 1 ? 1 : u * u * (3 - 2 * u));

function seenMm(barMm: number, t: number, intruders: readonly Intruder[]): number {
  let heightMm = barMm;
  for (const each of intruders) {
    if (t < each.fromS || t > each.toS) continue;
    const share = each.edgeS <= 0 ? 1 : smooth((t - each.fromS) / each.edgeS) * smooth((each.toS - t) / each.edgeS);
    heightMm += (each.heightMm(t) - heightMm) * share;
  }
  return heightMm;
}

export function heightReadings(
  random: Random,
  sensor: HeightSensor,
  heightMm: Float32Array,
  stepS: number,
  intruders: readonly Intruder[] = [],
): HeightReading[] {
  const readings: HeightReading[] = [];
  const endS = (heightMm.length - 1) * stepS;
  const period = 1 / sensor.rateHz;
  const phase = random.range(0, 6.28);
  const wave = random.range(20, 90);
  for (let t = random.range(0, period); t < endS; ) {
    let sum = 0;
    for (let part = 0; part < 5; part += 1) {
      const at = t + ((part - 2) / 5) * sensor.averageS;
      const i = Math.min(heightMm.length - 1, Math.max(0, Math.round(at / stepS)));
      sum += seenMm(heightMm[i]!, at, intruders);
    }
    const trueMm = sum / 5;
    const distanceMm = sensor.looks === 'toward' ? sensor.originMm + trueMm : sensor.originMm - trueMm;
    const wander = sensor.wanderMm * Math.sin(phase + (2 * Math.PI * t) / wave);
    const raw = trueMm * sensor.scale + wander + random.normal(sensor.sigmaMm(Math.abs(distanceMm)));
    const atS = t + sensor.lagS + Math.abs(random.normal(0.0003));
    readings.push({ atS, heightMm: Math.round(raw / sensor.stepMm) * sensor.stepMm, flags: 0 });
    t += period * Math.max(0.3, 1 + random.normal(sensor.jitter));
  }
  return readings;
}
