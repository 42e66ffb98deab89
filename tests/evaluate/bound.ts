/**
 * `node dist/tests/evaluate/bound.js`: how well a hold can be timed at all, and how well the mean velocity can be told at the lockout's own event.
 * The smoother's own steady covariance, for the jerk of a minimum-jerk way up and for what the sensors give, says how well a height is
 * known; over the velocity 3 mm from the end that is a time. At the event the way's end is still to come: there the filter's covariance
 * says how well the velocity is known that tells it.
 */
const ROM_MM = 320;
const EDGE_MM = 3;
const HEIGHT_HZ = 50;
/** VL53L1X that looks up at 580 mm: 1.4 mm (d / 500 mm)^1.4, from rest/calibrex_*. */
const HEIGHT_NOISE_MM = 1.7;
const FORCE_HZ = 80;
/** Rattle of a bar in use and the error of its weight, as an acceleration. */
const FORCE_NOISE_MMPS2 = 200;
const STEADY_ROUNDS = 4000;

type Matrix = readonly (readonly number[])[];
const at = (a: Matrix, row: number, column: number): number => a[row]![column]!;
const make = (of: (row: number, column: number) => number): Matrix =>
  [0, 1, 2].map((row) => [0, 1, 2].map((column) => of(row, column)));
const times = (a: Matrix, b: Matrix): Matrix =>
  make((row, column) => [0, 1, 2].reduce((sum, k) => sum + at(a, row, k) * at(b, k, column), 0));
const turned = (a: Matrix): Matrix => make((row, column) => at(a, column, row));
const plus = (a: Matrix, b: Matrix, sign = 1): Matrix =>
  make((row, column) => at(a, row, column) + sign * at(b, row, column));

function inverse(a: Matrix): Matrix {
  const minor = (r: number, c: number) =>
    at(a, (r + 1) % 3, (c + 1) % 3) * at(a, (r + 2) % 3, (c + 2) % 3) -
    at(a, (r + 1) % 3, (c + 2) % 3) * at(a, (r + 2) % 3, (c + 1) % 3);
  const determinant = [0, 1, 2].reduce((sum, c) => sum + at(a, 0, c) * minor(0, c), 0);
  return make((row, column) => minor(column, row) / determinant);
}

/** A reading of state `index` with variance `r`. */
const measured = (p: Matrix, index: number, r: number): Matrix =>
  make((row, column) => at(p, row, column) - (at(p, row, index) * at(p, index, column)) / (at(p, index, index) + r));

/**
 * Standard deviations in a long movement whose jerk has this density: of the smoothed height in its middle, mm, and of the velocity at
 * its last reading, mm/s.
 */
function known(jerkDensity: number, withForce: boolean): { smoothedMm: number; lastMmps: number } {
  const t = 1 / HEIGHT_HZ;
  const q = jerkDensity;
  const f: Matrix = [
    [1, t, t ** 2 / 2],
    [0, 1, t],
    [0, 0, 1],
  ];
  const noise: Matrix = [
    [(q * t ** 5) / 20, (q * t ** 4) / 8, (q * t ** 3) / 6],
    [(q * t ** 4) / 8, (q * t ** 3) / 3, (q * t ** 2) / 2],
    [(q * t ** 3) / 6, (q * t ** 2) / 2, q * t],
  ];
  let predicted: Matrix = make((row, column) => (row === column ? 1e6 : 0));
  let filtered = predicted;
  for (let round = 0; round < STEADY_ROUNDS; round++) {
    filtered = measured(predicted, 0, HEIGHT_NOISE_MM ** 2);
    // Forces come more often than heights: as one of as much less variance.
    if (withForce) filtered = measured(filtered, 2, (FORCE_NOISE_MMPS2 ** 2 * HEIGHT_HZ) / FORCE_HZ);
    predicted = plus(times(times(f, filtered), turned(f)), noise);
  }
  const gain = times(times(filtered, turned(f)), inverse(predicted));
  let smoothed = filtered;
  for (let round = 0; round < STEADY_ROUNDS; round++) {
    smoothed = plus(filtered, times(times(gain, plus(smoothed, predicted, -1)), turned(gain)));
  }
  return { smoothedMm: Math.sqrt(at(smoothed, 0, 0)), lastMmps: Math.sqrt(at(filtered, 1, 1)) };
}

/** A minimum-jerk movement's velocity 3 mm from its end, whose last part is x = j t^3 / 6. */
function edgeVelocityMmps(durationS: number): number {
  const jerk = (60 * ROM_MM) / durationS ** 3;
  return (jerk * Math.cbrt((6 * EDGE_MM) / jerk) ** 2) / 2;
}

const jerkDensityOf = (upS: number): number => ((720 * ROM_MM ** 2) / upS ** 6) * (upS / 8);

const holdMs = (upS: number, withForce: boolean): number => {
  const { smoothedMm } = known(jerkDensityOf(upS), withForce);
  return 1000 * Math.hypot(smoothedMm / edgeVelocityMmps(upS), smoothedMm / edgeVelocityMmps(1.2 * upS));
};

/** The event comes when the velocity has been below this share of its peak, 1.875 D / T, on two readings. */
const SLOW_SHARE = 0.2;
const DWELL_S = 1 / HEIGHT_HZ;

/** Mean velocity over the way up when its last part follows from the velocity at the event: v = j t^2 / 2, x = j t^3 / 6, j = 60 D / T^3. */
function liveVelocityMps(upS: number, withForce: boolean): number {
  const { smoothedMm, lastMmps } = known(jerkDensityOf(upS), withForce);
  const jerk = (60 * ROM_MM) / upS ** 3;
  const slowMmps = (SLOW_SHARE * 1.875 * ROM_MM) / upS;
  const leftS = Math.max(0.2 * DWELL_S, Math.sqrt((2 * slowMmps) / jerk) - DWELL_S);
  const meanMps = (velocityMmps: number): number => {
    const restS = Math.sqrt((2 * velocityMmps) / jerk);
    const wayMm = ROM_MM - (jerk * leftS ** 3) / 6 + (velocityMmps * restS) / 3 - 2 * EDGE_MM;
    const edgeS = Math.cbrt((6 * EDGE_MM) / jerk);
    return wayMm / 1000 / (upS - leftS + restS - 2 * edgeS);
  };
  const velocityMmps = (jerk * leftS ** 2) / 2;
  const byEnd = ((meanMps(velocityMmps + 1) - meanMps(velocityMmps - 1)) / 2) * lastMmps;
  const byStart = (meanMps(velocityMmps) / upS) * (smoothedMm / edgeVelocityMmps(upS));
  return Math.hypot(byEnd, byStart);
}

const columns: readonly [head: string, of: (upS: number) => string][] = [
  ['s up', String],
  ['velocity 3 mm from the top, mm/s', (upS) => edgeVelocityMmps(upS).toFixed(0)],
  ['hold fused, ms', (upS) => holdMs(upS, true).toFixed(0)],
  ['distance only, ms', (upS) => holdMs(upS, false).toFixed(0)],
  ['mean velocity at the event fused, m/s', (upS) => liveVelocityMps(upS, true).toFixed(4)],
  ['distance only, m/s', (upS) => liveVelocityMps(upS, false).toFixed(4)],
];
const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
console.log(row(columns.map(([head]) => head)));
console.log(row(columns.map(() => '---')));
for (const upS of [0.4, 0.6, 0.9, 1.4, 2, 3]) console.log(row(columns.map(([, of]) => of(upS))));
