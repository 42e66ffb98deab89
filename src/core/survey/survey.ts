import { levelMm } from '../metrics/edges.ts';
import type { ForceModel } from '../metrics/fusion.ts';
import { type Measures, measureMovement } from '../metrics/measure.ts';
import { smooth } from '../metrics/smooth.ts';
import { emptySmoothed, type Smoothed } from '../metrics/smoothed.ts';
import type { Stretch } from '../metrics/trace.ts';
import { startOf } from '../metrics/way-up.ts';
import type { RepFacts } from '../reps/signals.ts';
import type { ForceMount } from '../types.ts';
import { believeHeights, noiseWithin, weighHeights } from './believe.ts';
import { bridgeHoles, type SetForce } from './bridge.ts';
import { type Leg, legsOf } from './legs.ts';
import { leaveOutUnfelt } from './unfelt.ts';

/** A movement of the set as the whole of its readings shows it. */
export interface Surveyed {
  readonly facts: RepFacts;
  readonly measures: Measures;
  /** Share of the heights between its start and its end that show something else, or are missing. */
  readonly unseenShare: number;
  /** Share of the heights on its way up that show something else. */
  readonly outlierShare: number;
  /** Noise of one height while it lasted. */
  readonly noiseMm: number;
  /** It holds a step that no bar can make. */
  readonly jumps: boolean;
}

export interface Survey {
  readonly movements: readonly Surveyed[];
  readonly noiseMm: number;
  readonly outlierShare: number;
}

/**
 * Of the quickest and of the slowest lifts alike: 90 D^2 / T^5 (see `follow`) is 1.4e9 for 400 mm in 0.4 s and 1.6e7 for 320 mm in 0.9 s. The edges
 * of each movement are measured with its own.
 */
const JERK_DENSITY = 3e8;
/** How far the smoothed path may be off, in units of the noise, while the outliers are still in it, and when they are out. */
const FIRST_SIGMAS = 2.5;
const SECOND_SIGMAS = 1.3;
const LEAST_TURN_MM = 25;
const TURN_SIGMAS = 4;
/** A turn of less than this share of the set's usual range is none. */
const TURN_SHARE = 0.18;
const MOST_TURN_MM = 150;
/** Heights missing for longer than both are a gap. */
const LEAST_GAP_US = 100_000;
const GAP_PERIODS = 3.5;

const path = emptySmoothed();

/** Looks once more at all the readings of a stretch. Null when the heights are too few to tell anything. */
export function survey(stretch: Stretch, romMinMm: number, mount: ForceMount): Survey | null {
  const believed = believeHeights(stretch);
  if (believed === null) return null;
  const { noiseMm, periodUs, jumpsUs } = believed;
  const model = { jerkDensity: JERK_DENSITY, force: null, carriedFromUs: 0, carriedToUs: 0 };
  smooth(stretch, { ...model, noiseMm: FIRST_SIGMAS * noiseMm }, path);
  weighHeights(stretch, path, noiseMm, FIRST_SIGMAS);
  smooth(stretch, { ...model, noiseMm }, path);
  weighHeights(stretch, path, noiseMm, SECOND_SIGMAS);
  takeSlopes(path);
  const leastMm = Math.max(LEAST_TURN_MM, TURN_SIGMAS * noiseMm);
  const usualMm = usualRangeMm(legsOf(path, leastMm), path, romMinMm);
  const turnMm = Math.max(leastMm, Math.min(MOST_TURN_MM, TURN_SHARE * usualMm));
  const gapUs = Math.max(LEAST_GAP_US, GAP_PERIODS * periodUs);
  const look = { romMinMm, mount, usualMm, turnMm, gapUs, noiseMm, periodUs, jumpsUs };
  let seen = movementsOf(stretch, stretch, look, []);
  const felt = mount === 'bar' ? setForce(seen, mount) : null;
  if (felt !== null && leaveOutUnfelt(stretch, path, felt.weightN, noiseMm)) {
    smooth(stretch, { ...model, noiseMm }, path);
    takeSlopes(path);
    seen = movementsOf(stretch, stretch, look, []);
  }
  const force =
    seen.some(({ facts }) => facts.gap) || hasGap(stretch, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, gapUs)
      ? setForce(seen, mount)
      : null;
  const whole = force === null ? null : bridgeHoles(stretch, path, force, noiseMm, gapUs);
  if (force === null || whole === null) return { movements: seen, noiseMm, outlierShare: believed.outlierShare };
  smooth(whole, { ...model, noiseMm }, path);
  takeSlopes(path);
  const models = seen.flatMap(({ facts, measures }) =>
    facts.gap || measures.force === null
      ? []
      : [{ atUs: measures.startUs, force: { weightN: measures.force.weightN, gain: force.gain, friction: 0 } }],
  );
  return { movements: movementsOf(stretch, whole, look, models), noiseMm, outlierShare: believed.outlierShare };
}

interface Look {
  readonly romMinMm: number;
  readonly mount: ForceMount;
  readonly usualMm: number;
  readonly turnMm: number;
  readonly gapUs: number;
  readonly noiseMm: number;
  readonly periodUs: number;
  readonly jumpsUs: readonly number[];
}

/** How the force followed a movement that was seen whole. */
interface Followed {
  readonly atUs: number;
  readonly force: ForceModel;
}

/** That of the movement nearest in time: of a drop set each has its own load. */
function nearest(models: readonly Followed[], atUs: number): ForceModel | null {
  let best: Followed | null = null;
  for (const model of models) {
    if (best === null || Math.abs(model.atUs - atUs) < Math.abs(best.atUs - atUs)) best = model;
  }
  return best?.force ?? null;
}

/** The movements of the path, measured on `stretch`, which may hold more than the sensor told; `told`: what it did. */
function movementsOf(
  told: Stretch,
  stretch: Stretch,
  { mount, usualMm, turnMm, gapUs, noiseMm, periodUs, jumpsUs }: Look,
  models: readonly Followed[],
): Surveyed[] {
  const { trace } = stretch;
  const nowUs = trace.atUs[stretch.end - 1]!;
  const movements: Surveyed[] = [];
  for (const leg of legsOf(path, turnMm, usualMm).flatMap((whole) => withoutHandling(whole, path, usualMm, noiseMm))) {
    const facts = factsOf(leg, path, stretch, gapUs);
    if (facts === null) continue;
    const known = nearest(models, facts.startUs);
    const measured = measureMovement(facts, trace, noiseMm, nowUs, mount, known);
    const measures = withoutHole(measured, stretch);
    const aroundUs = AROUND_US + (facts.endUs ?? nowUs);
    const localMm = noiseWithin(told, measures.startUs - AROUND_US, aroundUs);
    const upUs = measures.lockoutUs ?? facts.lockoutUs ?? nowUs;
    const jumps = jumpsUs.some((atUs) => atUs > measures.startUs && atUs <= upUs);
    movements.push({ facts, measures, ...seenOf(told, facts, periodUs), noiseMm: localMm, jumps });
  }
  return movements;
}

/** A movement is told from the noise around it, too. */
const AROUND_US = 300_000;

/**
 * Over so long a hole a bar may have been anywhere: a hold ends before it. What the force filled is none; where neither height nor force came, as from a
 * board that was unplugged, a shorter one is long enough.
 */
const LONGEST_HOLE_US = 1.5e6;
const SILENT_HOLE_US = 800_000;

function withoutHole(measures: Measures, { trace, first, end }: Stretch): Measures {
  const { lockoutUs, holdS } = measures;
  if (lockoutUs === null || holdS === null || holdS * 1e6 < SILENT_HOLE_US) return measures;
  let lastUs = lockoutUs;
  let heardUs = lockoutUs;
  for (let index = first; index < end; index++) {
    const atUs = trace.atUs[index]!;
    if (atUs < lockoutUs) continue;
    const isHole = atUs - lastUs > LONGEST_HOLE_US || atUs - heardUs > SILENT_HOLE_US;
    if (isHole) return { ...measures, holdS: (lastUs - lockoutUs) / 1e6, eccentricS: null };
    if (atUs > lockoutUs + holdS * 1e6) break;
    heardUs = atUs;
    if (trace.isHeight[index] === 1 && trace.weight[index]! > 0) lastUs = atUs;
  }
  return measures;
}

/** A force that has followed so many movements of the set tells of the others, too. */
const LEAST_FOLLOWED = 2;

/**
 * How the force followed the movements of the set: those that were seen whole, or, where none was, all with the plain gain of a cell on the bar.
 * Null when it followed too few.
 */
function setForce(movements: readonly Surveyed[], mount: ForceMount): SetForce | null {
  const followed = movements.filter(({ measures }) => measures.force !== null);
  if (followed.length < LEAST_FOLLOWED) return null;
  const whole = followed.filter(({ facts }) => !facts.gap);
  if (whole.length < LEAST_FOLLOWED && mount !== 'bar') return null;
  const middle = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1]!;
  return {
    weightN: middle(followed.map(({ measures }) => measures.force!.weightN)),
    gain: whole.length < LEAST_FOLLOWED ? 1 : middle(whole.map(({ measures }) => measures.force!.gain)),
    bottomMm: middle(followed.map(({ measures }) => measures.topMm! - measures.romMm!)),
  };
}

/** Half the time over which a velocity is taken: a smoother that follows the quickest lift knows it to 30 mm/s only, half of what a grinding one has. */
const SLOPE_US = 80_000;
let slopes = new Float64Array(4096);

/** The velocities of the path, as slopes over a moment. */
function takeSlopes({ atUs, heightMm, velocityMmps, count }: Smoothed): void {
  if (slopes.length < count) slopes = new Float64Array(2 * count);
  let [from, to] = [0, 0];
  for (let index = 0; index < count; index++) {
    while (atUs[index]! - atUs[from]! > SLOPE_US) from += 1;
    while (to + 1 < count && atUs[to + 1]! - atUs[index]! <= SLOPE_US) to += 1;
    const lastsUs = atUs[to]! - atUs[from]!;
    slopes[index] = lastsUs > 0 ? (1e6 * (heightMm[to]! - heightMm[from]!)) / lastsUs : velocityMmps[index]!;
  }
  velocityMmps.set(slopes.subarray(0, count));
}

const sizeMm = ({ low, high }: Leg, { heightMm }: Smoothed): number => heightMm[high]! - heightMm[low]!;

/** The median of the ranges that could be reps. */
function usualRangeMm(legs: readonly Leg[], bar: Smoothed, romMinMm: number): number {
  const sizes = legs.map((leg) => sizeMm(leg, bar)).filter((mm) => mm > 0.6 * romMinMm);
  sizes.sort((a, b) => a - b);
  return sizes[sizes.length >> 1] ?? romMinMm;
}

/** Much larger than the set's reps: something else lies before the way up, or after it. */
const LARGE_SHARE = 1.25;
const ALIKE_SHARE = 0.12;
const DWELL_US = 120_000;
const DWELL_MM = 8;
const DWELL_SIGMAS = 4;

/**
 * A hand that leaves the beam slowly, or the bar taken into the lap, looks like the beginning of the rep after it, with a rest amid the way up. Where what
 * lies above that rest, or below it, is as large as the set's reps, there are two movements.
 */
function withoutHandling(leg: Leg, bar: Smoothed, usualMm: number, noiseMm: number): readonly Leg[] {
  const { heightMm } = bar;
  if (sizeMm(leg, bar) < LARGE_SHARE * usualMm) return [leg];
  const isUsual = (mm: number): boolean => Math.abs(mm - usualMm) < ALIKE_SHARE * usualMm;
  const rests = restsOf(leg, bar, Math.max(DWELL_MM, DWELL_SIGMAS * noiseMm));
  const rest =
    rests.find(({ last }) => isUsual(heightMm[leg.high]! - heightMm[last]!)) ??
    rests.find(({ first }) => isUsual(heightMm[first]! - heightMm[leg.low]!));
  if (rest === undefined) return [leg];
  return [
    { low: leg.low, high: rest.first, next: rest.last },
    { low: rest.last, high: leg.high, next: leg.next },
  ];
}

/** Where the bar stood on its way up. */
function restsOf({ low, high }: Leg, { heightMm, atUs }: Smoothed, dwellMm: number): { first: number; last: number }[] {
  const rests: { first: number; last: number }[] = [];
  let first = low;
  for (let index = low + 1; index <= high; index++) {
    if (Math.abs(heightMm[index]! - heightMm[first]!) < dwellMm && index < high) continue;
    if (atUs[index - 1]! - atUs[first]! > DWELL_US) rests.push({ first, last: index - 1 });
    first = index;
  }
  return rests;
}

/** Near an end of the way: a quarter of it. */
const NEAR_SHARE = 0.25;
const ARRIVED_SHARE = 0.12;
const STILL_MMPS = 25;
const STILL_SHARE = 0.05;

/** About when what happened; the measures make it precise. Null when it is no way up. */
function factsOf({ low, high, next }: Leg, bar: Smoothed, stretch: Stretch, gapUs: number): RepFacts | null {
  const { atUs, heightMm, velocityMmps } = bar;
  const topMm = heightMm[high]!;
  const wayMm = topMm - heightMm[low]!;
  if (wayMm <= 0) return null;
  let half = low;
  while (half < high && heightMm[half]! <= heightMm[low]! + wayMm / 2) half += 1;
  let peakMmps = 0;
  for (let index = low; index <= high; index++) peakMmps = Math.max(peakMmps, velocityMmps[index]!);
  const stillMmps = Math.max(STILL_MMPS, STILL_SHARE * peakMmps);
  const start = startOf(bar, half, low, heightMm[low]!, stillMmps);
  let leave: number | null = null;
  let down: number | null = null;
  if (next !== null) {
    let halfDown = next;
    while (halfDown > high && heightMm[halfDown]! <= topMm - wayMm / 2) halfDown -= 1;
    leave = halfDown;
    // A bar that rings, or a hand above it, peaks far above where it stands.
    const standsMm = levelMm(bar, atUs[half]!, atUs[halfDown]!, topMm, Number.POSITIVE_INFINITY) ?? topMm;
    while (leave > high && heightMm[leave]! < standsMm - NEAR_SHARE * wayMm) leave -= 1;
    while (leave > half && velocityMmps[leave]! < -stillMmps) leave -= 1;
    down = halfDown;
    const downMm = topMm - heightMm[next]!;
    while (down < next && heightMm[down]! > heightMm[next]! + NEAR_SHARE * downMm) down += 1;
    while (down < next && velocityMmps[down]! < -stillMmps) down += 1;
  }
  let lockout = half;
  const arrivedMm = topMm - ARRIVED_SHARE * wayMm;
  while (lockout < high && (heightMm[lockout]! < arrivedMm || velocityMmps[lockout]! > stillMmps)) lockout += 1;
  // Rocked or pushed on at its top: the highest point isn't where it arrived.
  if (leave !== null && lockout > leave) lockout = Math.min(high, leave);
  const startUs = atUs[start]!;
  const endUs = down === null ? null : atUs[down]!;
  const lastUs = endUs ?? atUs[bar.count - 1]!;
  return {
    startUs,
    lockoutUs: atUs[lockout]!,
    holdEndUs: leave === null ? lastUs : atUs[leave]!,
    endUs,
    lowMm: heightMm[start]!,
    highMm: topMm,
    sizeMm: topMm - heightMm[start]!,
    peakVelocityMps: peakMmps / 1000,
    stalled: false,
    rocking: false,
    gap: hasGap(stretch, startUs, lastUs, gapUs),
  };
}

const LEAST_WEIGHT = 0.5;

function hasGap({ trace, first, end }: Stretch, fromUs: number, toUs: number, gapUs: number): boolean {
  let lastUs = Number.NEGATIVE_INFINITY;
  for (let index = first; index < end; index++) {
    if (trace.isHeight[index] === 0 || trace.weight[index]! < LEAST_WEIGHT) continue;
    const atUs = trace.atUs[index]!;
    if (atUs > fromUs && lastUs > Number.NEGATIVE_INFINITY && atUs - lastUs > gapUs) return true;
    lastUs = atUs;
    if (atUs > toUs) return false;
  }
  return false;
}

function seenOf(
  { trace, first, end }: Stretch,
  { startUs, lockoutUs, endUs }: RepFacts,
  periodUs: number,
): { unseenShare: number; outlierShare: number } {
  const toUs = endUs ?? trace.atUs[end - 1]!;
  let [seen, up, seenUp] = [0, 0, 0];
  for (let index = first; index < end; index++) {
    const atUs = trace.atUs[index]!;
    if (trace.isHeight[index] === 0 || atUs < startUs || atUs > toUs) continue;
    seen += trace.weight[index]!;
    if (atUs > (lockoutUs ?? toUs)) continue;
    seenUp += trace.weight[index]!;
    up += 1;
  }
  const lastsUs = Math.max(periodUs, toUs - startUs);
  return {
    unseenShare: Math.min(1, Math.max(0, 1 - (seen * periodUs) / lastsUs)),
    outlierShare: up === 0 ? 0 : 1 - seenUp / up,
  };
}
