import type { Measures } from '../metrics/measure.ts';
import { indexFrom, type Stretch, type Trace } from '../metrics/trace.ts';
import type { RepFacts } from '../reps/signals.ts';

const LEAST_WEIGHT = 0.5;

/** Are heights missing, or of something else, for longer than `gapUs`, between these times? */
export function hasGap({ trace, first, end }: Stretch, fromUs: number, toUs: number, gapUs: number): boolean {
  let lastUs = Number.NEGATIVE_INFINITY;
  let from = indexFrom(trace, first, end, fromUs);
  while (from > first && (trace.isHeight[from - 1] === 0 || trace.weight[from - 1]! < LEAST_WEIGHT)) from -= 1;
  for (let index = Math.max(first, from - 1); index < end; index++) {
    if (trace.isHeight[index] === 0 || trace.weight[index]! < LEAST_WEIGHT) continue;
    const atUs = trace.atUs[index]!;
    if (atUs > fromUs && lastUs > Number.NEGATIVE_INFINITY && atUs - lastUs > gapUs) return true;
    lastUs = atUs;
    if (atUs > toUs) return false;
  }
  return false;
}

/** Is the bar in sight where the movement begins, and where it leaves its top? */
export function isInSight(stretch: Stretch, { startUs, lockoutUs, holdS }: Measures, gapUs: number): boolean {
  if (hasGap(stretch, startUs, startUs, gapUs)) return false;
  const leftUs = lockoutUs === null ? null : lockoutUs + 1e6 * (holdS ?? 0);
  return leftUs === null || !hasGap(stretch, leftUs, leftUs, gapUs);
}

/** What of a movement was seen. */
interface Seen {
  /** Share of it of which a height shows the bar: missing and something else count alike. */
  readonly unseenShare: number;
  /** Share of the heights in its concentric phase that show something else, and from its start to its end. */
  readonly upOutlierShare: number;
  readonly outlierShare: number;
}

export function seenOf(
  { trace, first, end }: Stretch,
  { startUs, lockoutUs, endUs }: RepFacts,
  periodUs: number,
): Seen {
  const toUs = endUs ?? trace.atUs[end - 1]!;
  let seen = 0;
  let all = 0;
  let up = 0;
  let seenUp = 0;
  for (let index = indexFrom(trace, first, end, startUs); index < end; index++) {
    const atUs = trace.atUs[index]!;
    if (atUs > toUs) break;
    if (trace.isHeight[index] === 0) continue;
    seen += trace.weight[index]!;
    all += 1;
    if (atUs > (lockoutUs ?? toUs)) continue;
    seenUp += trace.weight[index]!;
    up += 1;
  }
  const lastsUs = Math.max(periodUs, toUs - startUs);
  return {
    unseenShare: Math.min(1, Math.max(0, 1 - (seen * periodUs) / lastsUs)),
    upOutlierShare: up === 0 ? 0 : 1 - seenUp / up,
    outlierShare: all === 0 ? 0 : 1 - seen / all,
  };
}

/**
 * Over so long a hole a bar may have been anywhere: a hold ends before it. What the force filled is none, and while the cell carries the load the bar is
 * held; where neither height nor force came, as from a board that was unplugged, a shorter one is long enough.
 */
const LONGEST_HOLE_US = 1.5e6;
const SILENT_HOLE_US = 800_000;
const CARRIED_SHARE = 0.75;
const LET_GO_US = 300_000;
/** A hold may sink by so much. */
const BACK_MM = 30;

/** A hold is like the set's others. */
const LIKE_SHARE = 1.25;

/** After a hole of both, either may come first. */
const NEXT_US = 150_000;

/** The first height from a reading on; not a number where none comes soon. */
function nextMm({ isHeight, atUs, value }: Trace, index: number, end: number): number {
  for (let next = index; next < end && atUs[next]! - atUs[index]! < NEXT_US; next++) {
    if (isHeight[next] === 1) return value[next]!;
  }
  return Number.NaN;
}

/**
 * `longestS`: of the set's holds that were seen throughout. `lostUs`: since when readings are known to be lost, as when a board is unplugged: a hold ends
 * there. Where readings merely didn't come, it may go on.
 */
export function withoutHole(
  measures: Measures,
  { trace, first, end }: Stretch,
  longestS: number,
  lostUs: readonly number[],
): Measures {
  const { lockoutUs, holdS, weightN } = measures;
  if (lockoutUs === null || holdS === null || holdS * 1e6 < SILENT_HOLE_US) return measures;
  const leastN = CARRIED_SHARE * (weightN ?? Number.POSITIVE_INFINITY);
  let lastUs = lockoutUs;
  let lastMm = measures.topMm ?? Number.NaN;
  let heardUs = lockoutUs;
  let carriedUs = Number.NEGATIVE_INFINITY;
  for (let index = indexFrom(trace, first, end, lockoutUs); index < end; index++) {
    const atUs = trace.atUs[index]!;
    const isUnseen = atUs - lastUs > LONGEST_HOLE_US && atUs - carriedUs > LET_GO_US;
    const isSilent = atUs - heardUs > SILENT_HOLE_US;
    const isLost = isSilent && lostUs.some((sinceUs) => sinceUs > heardUs - LET_GO_US && sinceUs < atUs);
    // Where it stands again as it stood, after no longer than it was held in other reps, it was held. A rep in the hole would have had two short holds.
    const isHeld = (): boolean =>
      holdS < LIKE_SHARE * longestS && Math.abs(nextMm(trace, index, end) - lastMm) < BACK_MM;
    if (isLost || ((isUnseen || isSilent) && !isHeld())) {
      return { ...measures, holdS: (Math.max(lastUs, carriedUs) - lockoutUs) / 1e6, eccentricS: null };
    }
    if (atUs > lockoutUs + holdS * 1e6) break;
    heardUs = atUs;
    if (trace.isHeight[index] === 0 && trace.value[index]! > leastN) carriedUs = atUs;
    if (trace.isHeight[index] === 1 && trace.weight[index]! > 0) {
      lastUs = atUs;
      lastMm = trace.value[index]!;
    }
  }
  return measures;
}
