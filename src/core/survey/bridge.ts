import { GRAVITY_MMPS2 } from '../gravity.ts';
import { firstFrom, type Smoothed } from '../metrics/smoothed.ts';
import { emptyTrace, type Stretch, type Trace } from '../metrics/trace.ts';
import { isReachable } from '../signal/reach.ts';

/** How the cell felt the movements of this set, and where the bar stood between them. */
export interface SetForce {
  readonly weightN: number;
  readonly gain: number;
  readonly bottomMm: number;
}

/** A longer hole is one in which anything may have happened. */
const LONGEST_US = 10e6;
/** A cell that gives less than this many readings a second shows no lift. */
const MOST_PERIOD_US = 60_000;
/** Below this share of the weight, for so long, the bar lies; it lies until the cell carries nearly all of it. */
const LYING_SHARE = 0.55;
const LYING_US = 120_000;
const CARRIED_SHARE = 0.93;
/** A weight that is wrong by more than this acceleration explains nothing. */
const MOST_CORRECTION_MMPS2 = 1500;
/** A bar that lands a little early or late, and what is too short to move much. */
const MOST_MISSED_MM = 80;
const SHORT_S = 0.12;
const STEP_US = 20_000;
/** What a height that is made of forces is good to, and the least weight that is used at all. */
const BRIDGED_MM = 15;
const LEAST_WEIGHT = 0.03;
const SEEN_WEIGHT = 0.5;

/** Where the bar was, and how fast, at one end of a stretch. */
interface Knot {
  readonly atUs: number;
  readonly heightMm: number;
  readonly velocityMmps: number;
  /** It comes to rest here on the floor, at whatever speed it came. */
  readonly lands: boolean;
}

let bridged: Trace = emptyTrace();

/**
 * Fills holes of the heights with what the force shows: its acceleration integrated twice between what is known at both ends of a hole, and where the
 * bar lies in it. Null when there is no hole, or no force in it. What comes back belongs to the next call.
 */
export function bridgeHoles(
  stretch: Stretch,
  bar: Smoothed,
  force: SetForce,
  noiseMm: number,
  holeUs: number,
): Stretch | null {
  const { trace, first, end } = stretch;
  const weight = Math.max(LEAST_WEIGHT, (noiseMm / BRIDGED_MM) ** 2);
  let into: Trace | null = null;
  let copied = first;
  let last = -1;
  for (let index = first; index < end; index++) {
    if (trace.isHeight[index] === 0 || trace.weight[index]! < SEEN_WEIGHT) continue;
    if (last >= 0 && trace.atUs[index]! - trace.atUs[last]! > holeUs) {
      const points = pointsOf(trace, last, index, bar, force);
      if (points.length > 0) {
        into ??= restart();
        copied = copy(trace, copied, last + 1, into);
        copied = merge(trace, copied, index, points, weight, into);
      }
    }
    last = index;
  }
  if (into === null) return null;
  copy(trace, copied, end, into);
  return { trace: into, first: 0, end: into.count };
}

function restart(): Trace {
  bridged.count = 0;
  return bridged;
}

function push(into: Trace, isHeight: number, atUs: number, value: number, leftN: number, weight: number): void {
  if (into.count === into.atUs.length) {
    const larger = emptyTrace(2 * into.count);
    for (const key of ['isHeight', 'atUs', 'value', 'leftN', 'weight'] as const) larger[key].set(into[key]);
    larger.count = into.count;
    Object.assign(into, larger);
    bridged = into;
  }
  const at = into.count++;
  into.isHeight[at] = isHeight;
  into.atUs[at] = atUs;
  into.value[at] = value;
  into.leftN[at] = leftN;
  into.weight[at] = weight;
}

function copy(trace: Trace, from: number, to: number, into: Trace): number {
  for (let index = from; index < to; index++) {
    push(
      into,
      trace.isHeight[index]!,
      trace.atUs[index]!,
      trace.value[index]!,
      trace.leftN[index]!,
      trace.weight[index]!,
    );
  }
  return to;
}

/** The readings from index `from` to before `to` with the points among them, in order of time. */
function merge(trace: Trace, from: number, to: number, points: readonly Knot[], weight: number, into: Trace): number {
  let point = 0;
  for (let index = from; index < to; index++) {
    for (; point < points.length && points[point]!.atUs <= trace.atUs[index]!; point++) {
      push(into, 1, points[point]!.atUs, points[point]!.heightMm, Number.NaN, weight);
    }
    copy(trace, index, index + 1, into);
  }
  return to;
}

const knotAt = (bar: Smoothed, atUs: number): Knot => {
  const index = Math.min(bar.count - 1, firstFrom(bar, atUs));
  return { atUs, heightMm: bar.heightMm[index]!, velocityMmps: bar.velocityMmps[index]!, lands: false };
};

/** Heights in the hole between the readings at `last` and `next`; none where the force doesn't show it. */
function pointsOf(trace: Trace, last: number, next: number, bar: Smoothed, force: SetForce): Knot[] {
  const [fromUs, toUs] = [trace.atUs[last]!, trace.atUs[next]!];
  if (toUs - fromUs > LONGEST_US) return [];
  const forces: number[] = [];
  for (let index = last + 1; index < next; index++) if (trace.isHeight[index] === 0) forces.push(index);
  if (forces.length < 3 || (toUs - fromUs) / forces.length > MOST_PERIOD_US) return [];
  const [begin, end] = [knotAt(bar, fromUs), knotAt(bar, toUs)];
  const lies = lyingKnots(trace, forces, force);
  const carried = through(trace, forces, [begin, end], force);
  if (lies.length === 0) return carried?.points ?? [];
  // A quick lift slows down by as much as the floor takes over: what needs less correction is what was.
  const laid = through(trace, forces, [begin, ...lies, end], force);
  if (carried === null || laid === null) return (carried ?? laid)?.points ?? [];
  return carried.correctionMmps2 < laid.correctionMmps2 ? carried.points : laid.points;
}

/** A path through a hole, and the largest error of the acceleration that it takes for granted. */
interface Filled {
  readonly points: Knot[];
  readonly correctionMmps2: number;
}

/** From knot to knot; null where the force doesn't fit them. */
function through(trace: Trace, forces: readonly number[], knots: readonly Knot[], force: SetForce): Filled | null {
  const points: Knot[] = [];
  let correctionMmps2 = 0;
  for (let index = 1; index < knots.length; index++) {
    const [from, to] = [knots[index - 1]!, knots[index]!];
    if (to.atUs <= from.atUs) continue;
    // Where it lay it starts from rest.
    const isFromFloor = index > 1 && !from.lands;
    if (isFromFloor && !isReachable(to.heightMm - from.heightMm, 0, to.atUs - from.atUs, 0, 0)) return null;
    const between = from.lands
      ? { points: lying(from, to), correctionMmps2: 0 }
      : integrate(trace, forces, from, to, force);
    if (between === null) return null;
    points.push(...between.points);
    correctionMmps2 = Math.max(correctionMmps2, between.correctionMmps2);
    if (index < knots.length - 1) points.push(to);
  }
  return { points, correctionMmps2 };
}

/** While it lies it is where it came down. */
function lying(from: Knot, to: Knot): Knot[] {
  const points: Knot[] = [];
  for (let atUs = from.atUs + STEP_US; atUs < to.atUs; atUs += STEP_US) points.push({ ...from, atUs, lands: false });
  return points;
}

/** Both ends of each stretch in which the bar lies. */
function lyingKnots({ atUs, value }: Trace, forces: readonly number[], { weightN, bottomMm }: SetForce): Knot[] {
  const knots: Knot[] = [];
  for (let at = 0; at < forces.length; at++) {
    if (value[forces[at]!]! >= LYING_SHARE * weightN) continue;
    let begin = at;
    let end = at;
    while (end + 1 < forces.length && value[forces[end + 1]!]! < LYING_SHARE * weightN) end += 1;
    const isLying = atUs[forces[end]!]! - atUs[forces[begin]!]! >= LYING_US;
    at = end;
    if (!isLying) continue;
    while (begin > 0 && value[forces[begin - 1]!]! < CARRIED_SHARE * weightN) begin -= 1;
    while (end + 1 < forces.length && value[forces[end + 1]!]! < CARRIED_SHARE * weightN) end += 1;
    for (const index of [begin, end]) {
      knots.push({ atUs: atUs[forces[index]!]!, heightMm: bottomMm, velocityMmps: 0, lands: index === begin });
    }
    at = end;
  }
  return knots;
}

/**
 * The acceleration integrated twice from one knot to the next. What it misses there, in height and in velocity, is taken back as an acceleration c0 + c1 t:
 * an error of the weight that drifts. Null when that would be more than an error.
 */
function integrate(
  { atUs, value }: Trace,
  forces: readonly number[],
  from: Knot,
  to: Knot,
  { weightN, gain }: SetForce,
): Filled | null {
  const points: Knot[] = [];
  let { heightMm, velocityMmps } = from;
  let thenUs = from.atUs;
  let keptUs = from.atUs;
  const go = (nowUs: number, acceleration: number): void => {
    const t = (nowUs - thenUs) / 1e6;
    heightMm += velocityMmps * t + 0.5 * acceleration * t * t;
    velocityMmps += acceleration * t;
    thenUs = nowUs;
  };
  let acceleration = 0;
  for (const index of forces) {
    if (atUs[index]! <= from.atUs) continue;
    if (atUs[index]! >= to.atUs) break;
    acceleration = (GRAVITY_MMPS2 * (value[index]! / weightN - 1)) / gain;
    go(atUs[index]!, acceleration);
    if (thenUs - keptUs < STEP_US) continue;
    points.push({ atUs: thenUs, heightMm, velocityMmps, lands: false });
    keptUs = thenUs;
  }
  go(to.atUs, acceleration);
  const lastsS = (to.atUs - from.atUs) / 1e6;
  const missedMm = heightMm - to.heightMm;
  const missedMmps = velocityMmps - to.velocityMmps;
  const c1 = to.lands ? 0 : (12 * ((missedMmps * lastsS) / 2 - missedMm)) / lastsS ** 3;
  const c0 = to.lands ? (2 * missedMm) / lastsS ** 2 : missedMmps / lastsS - (c1 * lastsS) / 2;
  const correctionMmps2 = Math.max(Math.abs(c0), Math.abs(c0 + c1 * lastsS));
  if (correctionMmps2 > MOST_CORRECTION_MMPS2 && (Math.abs(missedMm) > MOST_MISSED_MM || !to.lands))
    return lastsS < SHORT_S ? { points: [], correctionMmps2: 0 } : null;
  const corrected = points.map((point) => {
    const t = (point.atUs - from.atUs) / 1e6;
    return { ...point, heightMm: point.heightMm - (c0 * t * t) / 2 - (c1 * t ** 3) / 6 };
  });
  return { points: corrected, correctionMmps2 };
}
