/**
 * Load cells. HX711: a step is settled after four conversions (data sheet, output settling time: 50 ms at 80 SPS, 400 ms at 10),
 * modelled as three running means of one conversion each. NAU7802: the same at 320 SPS. Stamps are the middle of that
 * average, plus the lag. The cell reads only what the lifter carries (bar), what stands on it (platform) or what hangs (hooks).
 */
import { G } from './lifter-stage.ts';
import type { Random } from './random.ts';
import type { ForceMount, ForceReading } from './scenario.ts';

export interface ForceSensor {
  mount: Exclude<ForceMount, 'none'>;
  rateHz: number;
  noiseN: number;
  /** Share of the load that creeps in with a time constant of half a minute (data sheets: 0.02 to 0.1 %). */
  creep: number;
  driftNPerMin: number;
  saturatesN: number;
  lagS: number;
  /** Platform: the lifter's mass, and the share of the bar's acceleration that it takes part in. */
  bodyKg: number;
  bodyShare: number;
  /** Smith machine: friction of the bearings, and inertia against what is weighed (counterweights). */
  frictionN: number;
  inertia: number;
  /** Rubber bands: newtons for each millimetre above `bandFromMm`. */
  bandNPerMm: number;
  bandFromMm: number;
}

export function hx711(random: Random, own: Partial<ForceSensor> = {}): ForceSensor {
  return {
    mount: 'bar',
    rateHz: 80,
    noiseN: random.range(0.8, 3.5),
    creep: random.range(0, 0.0008),
    driftNPerMin: random.range(-0.5, 0.5),
    saturatesN: Number.POSITIVE_INFINITY,
    lagS: 0,
    bodyKg: random.range(55, 100),
    bodyShare: random.range(0.25, 0.5),
    frictionN: 0,
    inertia: 1,
    bandNPerMm: 0,
    bandFromMm: 0,
    ...own,
  };
}

export const hx711Slow = (random: Random, own: Partial<ForceSensor> = {}): ForceSensor =>
  hx711(random, { rateHz: 10.8, noiseN: 0.6, ...own });

export const nau7802 = (random: Random, own: Partial<ForceSensor> = {}): ForceSensor =>
  hx711(random, { rateHz: 320, noiseN: random.range(2, 5), ...own });

export interface Carried {
  heightMm: Float64Array;
  carry: Float64Array;
  own: readonly number[];
  massKg: Float64Array;
}

/** What presses on the cell, every step. */
export function pressOf(sensor: ForceSensor, bar: Carried, stepS: number): Float64Array {
  const count = bar.heightMm.length;
  const press = new Float64Array(count);
  const z = bar.heightMm;
  for (let i = 0; i < count; i += 1) {
    const before = z[Math.max(0, i - 1)]!;
    const after = z[Math.min(count - 1, i + 1)]!;
    const a = bar.own[i]! > 0 ? (after - 2 * z[i]! + before) / 1000 / stepS / stepS : 0;
    const m = bar.massKg[i]!;
    let force = m * (G * bar.carry[i]! + a * sensor.inertia);
    if (bar.own[i]! > 0) {
      const v = (after - before) / 2000 / stepS;
      force += sensor.frictionN * Math.tanh(v / 0.01) + sensor.bandNPerMm * Math.max(0, z[i]! - sensor.bandFromMm);
    }
    if (sensor.mount === 'platform') force += sensor.bodyKg * (G + sensor.bodyShare * a);
    if (sensor.mount === 'hooks') force = m * G * (1 - bar.carry[i]!);
    press[i] = Math.max(0, force);
  }
  return press;
}

function runningMean(values: Float64Array, width: number): Float64Array {
  const out = new Float64Array(values.length);
  const half = Math.floor(width / 2);
  let sum = 0;
  let count = 0;
  for (let i = 0; i < Math.min(half, values.length); i += 1) {
    sum += values[i]!;
    count += 1;
  }
  for (let i = 0; i < values.length; i += 1) {
    if (i + half < values.length) {
      sum += values[i + half]!;
      count += 1;
    }
    if (i - half - 1 >= 0) {
      sum -= values[i - half - 1]!;
      count -= 1;
    }
    out[i] = sum / count;
  }
  return out;
}

export function forceReadings(random: Random, sensor: ForceSensor, press: Float64Array, stepS: number): ForceReading[] {
  const width = Math.max(1, Math.round(1 / sensor.rateHz / stepS));
  let means = press;
  for (let pole = 0; pole < 3; pole += 1) means = runningMean(means, width);
  const readings: ForceReading[] = [];
  let crept = press[0]! * sensor.creep;
  const keep = Math.exp(-1 / sensor.rateHz / 30);
  const period = 1 / sensor.rateHz;
  for (let t = random.range(0, period); t < (press.length - 1) * stepS; ) {
    const force = means[Math.round(t / stepS)]!;
    crept = crept * keep + force * sensor.creep * (1 - keep);
    const raw = force + crept + (sensor.driftNPerMin * t) / 60 + random.normal(sensor.noiseN);
    const saturated = raw > sensor.saturatesN;
    const forceN = Math.round((saturated ? sensor.saturatesN : raw) * 10) / 10;
    readings.push({ atS: t + sensor.lagS, forceN, flags: saturated ? 1 : 0 });
    t += period * (1 + random.normal(0.002));
  }
  return readings;
}
