/** From the figures of one sensor to findings. Pure. Every limit says where it comes from. */
import type { Finding, SensorFigures } from '../../contracts/diagnosis.ts';
import { rounded } from '../../contracts/rounded.ts';
import { bare, fault, fine, grade, NONE, percentOf, upTo, value } from './finding.ts';

/** HX711: its own oscillator; breakouts give 10 to 11 and 80 to 94. The others are paced by the board's timer or their own trimmed clock. */
const RATE_TOLERANCE = { hx711: 0.2, nau7802: 0.1, vl53l1x: 0.1, vl53l0x: 0.1, hcsr04: 0.1 } as const;
const HX711_SLOW_HZ = 20;
/** PROTOCOL.md: I²C parts are stamped within 0.7 ms in 95 of 100 cases, all within 2 ms. */
const JITTER_MS = 2;
/** 0.3 m/s² is the worst error that fusion is reckoned with: 20 N for 70 kg. A quarter of it is worth a word. */
const LOAD_NOISE_N = { good: 5, bad: 20 };
/** Healthy sensors have 1.4 to 7.1 mm in the recordings; beyond 11 mm the core calls the height unreliable. */
const DISTANCE_NOISE_MM = { good: 7.5, bad: 11 };
/** Longest repetition in healthy recordings: 3 readings of an HX711, 2.2 s of a distance sensor with 10 mm steps. */
const FROZEN_S = { load: 1, loadRight: 1, distance: 5 } as const;
/** The core doubts a channel at 30 % doubted readings, the rig's wire at 2 %. */
const SATURATED_SHARE = 0.01;
const OUT_OF_RANGE = { good: 0.01, bad: 0.25 };
const FAILED_SHARE = 0.05;
const LOST_SHARE = 0.02;
/** Recorded cells wander by 0.4 N in half an hour, sensors by 1 to 3 mm in hours. */
const LOAD_DRIFT = { limit: 3, unit: 'N/min' } as const;
const DISTANCE_DRIFT = { limit: 5, unit: 'mm/min' } as const;

const of = (readings: number) => ({ kind: 'readings', params: { readings } }) as const;

export function judgeSensor(figures: SensorFigures): Finding[] {
  const { role, readings } = figures;
  if (readings < 2)
    return [
      fault('sensor-silent', role, of(readings), {
        kind: 'per-second',
        params: { rateHz: figures.configuredRateHz },
      }),
    ];
  return [
    fine('delivery', role, of(readings)),
    judgeRate(figures),
    judgeJitter(figures),
    judgeNoise(figures),
    judgeValues(figures),
    role === 'distance' ? judgeRange(figures) : judgeSaturation(figures),
    judgeFailed(figures),
    judgeLost(figures),
    judgeDrift(figures),
  ].flatMap((finding) => finding ?? []);
}

function judgeRate({ role, kind, configuredRateHz, measuredRateHz }: SensorFigures): Finding | null {
  if (measuredRateHz === null) return null;
  const measured = value(measuredRateHz, 'Hz', 1);
  const expected = value(configuredRateHz, 'Hz', 1);
  if (kind === 'hx711' && measuredRateHz < HX711_SLOW_HZ && configuredRateHz > HX711_SLOW_HZ)
    return fault('hx711-slow', role, measured, expected);
  if (measuredRateHz < configuredRateHz / 2) return fault('rate-low', role, measured, expected);
  const isOff = Math.abs(measuredRateHz / configuredRateHz - 1) > RATE_TOLERANCE[kind];
  return isOff ? fault('rate-off', role, measured, expected) : fine('rate', role, measured, expected);
}

function judgeJitter({ role, jitterMs }: SensorFigures): Finding | null {
  if (jitterMs === null) return null;
  const texts = [value(jitterMs, 'ms', 2), upTo(JITTER_MS, 'ms')] as const;
  return jitterMs > JITTER_MS ? fault('jitter-high', role, ...texts) : fine('jitter', role, ...texts);
}

function judgeNoise({ role, noiseN, noiseCounts, noiseMm, driftNPerMin }: SensorFigures): Finding | null {
  if (role !== 'distance') {
    if (noiseN === null || noiseCounts === null) return null;
    const texts = [
      {
        kind: 'load-noise',
        params: { noiseN: rounded(noiseN, 2), noiseCounts: rounded(noiseCounts, 0) },
      } as const,
      upTo(LOAD_NOISE_N.good, 'N'),
    ] as const;
    const how = grade(noiseN, LOAD_NOISE_N.good, LOAD_NOISE_N.bad);
    if (how === 'fine') return fine('noise', role, ...texts);
    if (driftNPerMin === null) return fault('noise-unknown', role, ...texts);
    return fault(how === 'mild' ? 'load-noisy' : 'load-very-noisy', role, ...texts);
  }
  if (noiseMm === null) return null;
  const texts = [value(noiseMm, 'mm', 1), upTo(DISTANCE_NOISE_MM.good, 'mm')] as const;
  const how = grade(noiseMm, DISTANCE_NOISE_MM.good, DISTANCE_NOISE_MM.bad);
  if (how === 'fine') return fine('noise', role, ...texts);
  return fault(how === 'mild' ? 'distance-noisy' : 'distance-very-noisy', role, ...texts);
}

function judgeValues({ role, uniqueValues, longestRunS }: SensorFigures): Finding {
  if (longestRunS > FROZEN_S[role])
    return fault(
      'sensor-frozen',
      role,
      { kind: 'same-value', params: { values: uniqueValues, runS: rounded(longestRunS, 1) } },
      { kind: 'none-longer', params: { mostS: FROZEN_S[role] } },
    );
  return fine('values', role, String(uniqueValues));
}

function judgeSaturation({ role, saturatedReadings, readings }: SensorFigures): Finding {
  const how = grade(saturatedReadings / readings, 0, SATURATED_SHARE);
  const texts = [of(saturatedReadings), NONE] as const;
  if (how === 'fine') return fine('saturation', role, ...texts);
  return fault(how === 'mild' ? 'saturated-now-and-then' : 'saturated', role, ...texts);
}

function judgeRange({ role, outOfRangeReadings, readings }: SensorFigures): Finding {
  const share = outOfRangeReadings / readings;
  const texts = [{ kind: 'without-target', params: { sharePercent: percentOf(share) } } as const, NONE] as const;
  const how = grade(share, OUT_OF_RANGE.good, OUT_OF_RANGE.bad);
  if (how === 'fine') return fine('range', role, ...texts);
  return fault(how === 'mild' ? 'out-of-range-now-and-then' : 'out-of-range', role, ...texts);
}

function judgeFailed({ role, failedReadings, readings }: SensorFigures): Finding {
  const how = grade(failedReadings / readings, 0, FAILED_SHARE);
  const texts = [of(failedReadings), NONE] as const;
  if (how === 'fine') return fine('failed', role, ...texts);
  return fault(how === 'mild' ? 'readings-fail-now-and-then' : 'readings-fail', role, ...texts);
}

function judgeLost({ role, lostReadings, gaps, readings, longestGapS }: SensorFigures): Finding {
  const share = lostReadings / (lostReadings + readings);
  if (lostReadings === 0) return fine('lost', role, NONE, NONE);
  const measured = {
    kind: 'lost',
    params: { readings: lostReadings, sharePercent: percentOf(share), gaps, longestS: rounded(longestGapS, 2) },
  } as const;
  return fault(share > LOST_SHARE ? 'readings-lost' : 'readings-lost-now-and-then', role, measured, NONE);
}

function judgeDrift({ role, driftNPerMin, driftMmPerMin }: SensorFigures): Finding {
  const { limit, unit } = role === 'distance' ? DISTANCE_DRIFT : LOAD_DRIFT;
  const drift = role === 'distance' ? driftMmPerMin : driftNPerMin;
  const expected = upTo(limit, unit);
  if (drift === null) return fault('drift-unknown', role, bare('not-measured'), expected);
  const measured = value(drift, unit, 1);
  return Math.abs(drift) > limit
    ? fault('drifting', role, measured, expected)
    : fine('drift', role, measured, expected);
}
