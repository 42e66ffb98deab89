import type { Forces } from './forces.ts';
import { frictionSign } from './fusion.ts';
import type { Smoothed } from './smoothed.ts';

/**
 * The movement stands on an even grid of this step, and shifts are whole steps: whatever the shift, a force lies at the same place between two
 * points of the grid, and nothing is looked for.
 */
const STEP_MS = 10;
const STEP_US = STEP_MS * 1000;
/** An HX711 at 10 SPS lags 200 ms, at 80 SPS 25 ms: the largest mistake that a configuration makes. */
const MOST_STEPS = 25;
/** A rep lasts seconds, so its fit is smooth over the shift: steps of 50 ms find the hill, and steps of 10 from there its top. */
const COARSE_STEPS = 5;
/** As far as the search looks beyond the forces themselves. */
const MARGIN_STEPS = MOST_STEPS + 1;
/** Enough for the slope of a rep; a cell of 320 SPS gives ten times as many. */
const MOST_FORCES = 200;
const LEAST_FORCES = 30;
/** Share of the force's variance that height explains at the right lag. Below it force and height tell different things. */
const LEAST_FIT = 0.8;

/** The forces that take part, less their mean: at which point of the grid, how far towards the next one. Used again by each call. */
const chosen = {
  count: 0,
  atUs: new Float64Array(MOST_FORCES),
  forceN: new Float64Array(MOST_FORCES),
  point: new Int32Array(MOST_FORCES),
  share: new Float64Array(MOST_FORCES),
};

/** The movement at the points of the grid. Used again by each call. */
let grid = gridOf(1024);

function gridOf(length: number) {
  return { accelerationMmps2: new Float64Array(length), friction: new Float64Array(length) };
}

/**
 * How much later than the height the force of one movement is stamped, in ms: the shift at which F = W + m a + friction explains most of the
 * force. Friction has to be in it (see calibration/lag.ts). Null when no shift explains it.
 */
export function forceLateMs(forces: Forces, bar: Smoothed, fromUs: number, toUs: number): number | null {
  choose(forces, fromUs, toUs);
  if (chosen.count < LEAST_FORCES || bar.count < 3) return null;
  layOut(bar);
  let late = bestCoarse();
  let [before, top, after] = [fitAt(late - 1), fitAt(late), fitAt(late + 1)];
  while (after > top && late < MOST_STEPS) [before, top, after] = [top, after, fitAt(++late + 1)];
  while (before > top && late > -MOST_STEPS) [before, top, after] = [fitAt(--late - 1), before, top];
  if (top < LEAST_FIT || Math.abs(late) >= MOST_STEPS) return null;
  return STEP_MS * (late + (before - after) / (2 * (before - 2 * top + after)));
}

/** Takes the forces from `fromUs` to `toUs`, at most so many of them, evenly. */
function choose({ atUs, forceN, count }: Forces, fromUs: number, toUs: number): void {
  let within = 0;
  for (let index = 0; index < count; index++) if (atUs[index]! >= fromUs && atUs[index]! <= toUs) within += 1;
  const every = Math.max(1, Math.ceil(within / MOST_FORCES));
  let seen = 0;
  let sumN = 0;
  chosen.count = 0;
  for (let index = 0; index < count; index++) {
    if (atUs[index]! < fromUs || atUs[index]! > toUs || seen++ % every !== 0) continue;
    chosen.atUs[chosen.count] = atUs[index]!;
    chosen.forceN[chosen.count] = forceN[index]!;
    chosen.count += 1;
    sumN += forceN[index]!;
  }
  for (let index = 0; index < chosen.count; index++) chosen.forceN[index]! -= sumN / chosen.count;
}

/** Puts the movement on the grid, and the forces between its points. The bar stands outside of what is known. */
function layOut({ atUs, velocityMmps, accelerationMmps2, count }: Smoothed): void {
  const beginUs = chosen.atUs[0]! - MARGIN_STEPS * STEP_US;
  const points = Math.ceil((chosen.atUs[chosen.count - 1]! - beginUs) / STEP_US) + MARGIN_STEPS + 2;
  if (grid.friction.length < points) grid = gridOf(2 * points);
  let next = 0;
  for (let point = 0; point < points; point++) {
    const thenUs = beginUs + point * STEP_US;
    while (next < count && atUs[next]! < thenUs) next += 1;
    const isKnown = next > 0 && next < count;
    const before = isKnown ? next - 1 : 0;
    const share = isKnown ? (thenUs - atUs[before]!) / (atUs[next]! - atUs[before]!) : 0;
    grid.accelerationMmps2[point] = isKnown ? between(accelerationMmps2, before, share) : 0;
    grid.friction[point] = isKnown ? frictionSign(between(velocityMmps, before, share)) : 0;
  }
  for (let index = 0; index < chosen.count; index++) {
    const steps = (chosen.atUs[index]! - beginUs) / STEP_US;
    chosen.point[index] = Math.floor(steps);
    chosen.share[index] = steps - Math.floor(steps);
  }
}

const between = (values: Float64Array, before: number, share: number): number =>
  values[before]! + share * (values[before + 1]! - values[before]!);

/** The shift that explains most, to 50 ms. */
function bestCoarse(): number {
  let found = 0;
  let highest = -1;
  for (let late = -MOST_STEPS; late <= MOST_STEPS; late += COARSE_STEPS) {
    const share = fitAt(late);
    if (share <= highest) continue;
    highest = share;
    found = late;
  }
  return found;
}

/** Share of the force's variance that the movement explains when the force is taken to be so many steps late; 0 where its mass would be negative. */
function fitAt(late: number): number {
  const { count, forceN, point, share } = chosen;
  const { accelerationMmps2, friction } = grid;
  let a = 0;
  let s = 0;
  let aa = 0;
  let as = 0;
  let ss = 0;
  let ay = 0;
  let sy = 0;
  let yy = 0;
  for (let index = 0; index < count; index++) {
    const at = point[index]! - late;
    const x = accelerationMmps2[at]! + share[index]! * (accelerationMmps2[at + 1]! - accelerationMmps2[at]!);
    const sign = friction[at]! + share[index]! * (friction[at + 1]! - friction[at]!);
    const y = forceN[index]!;
    a += x;
    s += sign;
    aa += x * x;
    as += x * sign;
    ss += sign * sign;
    ay += x * y;
    sy += sign * y;
    yy += y * y;
  }
  // Covariances, so that the weight takes no part; the mean of y is 0.
  const caa = aa - (a * a) / count;
  const cas = as - (a * s) / count;
  const css = ss - (s * s) / count;
  const determinant = caa * css - cas * cas;
  if (!(determinant > 0) || !(yy > 0)) return 0;
  const mass = (ay * css - sy * cas) / determinant;
  const drag = (sy * caa - ay * cas) / determinant;
  return mass > 0 ? (mass * ay + drag * sy) / yy : 0;
}
