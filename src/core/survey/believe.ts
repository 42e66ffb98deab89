import { select } from '../metrics/select.ts';
import { indexFrom, type Stretch, type Trace } from '../metrics/trace.ts';
import { isReachable } from '../signal/reach.ts';
import { ghostOf, withoutGhost } from './ghost.ts';
import { periodOf, spacingOf } from './spacing.ts';

/**
 * Which heights show the bar. Something in the beam, a spike or garbage is another thing at another place: it can't be reached by a bar that is
 * lifted. So the readings fall into tracks within which a bar could have moved, and of all chains of tracks the one is taken that explains most
 * readings. What is rejected keeps the weight 0.
 */

/** At the first reading of a track nothing is known of its speed; a quick lift passes at this. */
const FIRST_SPEED_MMPS = 1000;
/** A track waits for its next reading through a spike or two. What comes later is judged for itself: half a hand lies within a bar's reach, too. */
const HOLE_PERIODS = 3.5;
/** So long must the readings stay elsewhere before the bar is believed to have come there by a jump: someone moved the sensor. */
const JUMP_COSTS_US = 3e6;
/** So many tracks back the chain may reach: at 5 % of spikes some seconds. */
const MOST_SKIPPED = 48;
/** Third differences multiply white noise by sqrt(20) and take out the movement; the median of their size is 0.674 sigma. */
const THIRD_GAIN = Math.sqrt(20);
const MEDIAN_SIGMAS = 0.6745;
const QUARTER_SIGMAS = 0.3186;
/** By chance, and by a movement, the lower quarter says as little as 0.7 of what the median says. */
const SPOILT_SHARE = 0.6;
const SPOILT_MM = 5;
/** Three steps without a missing reading. */
const MOST_SPAN = 3.6;
/** A sensor in whole millimetres, and what a bar itself trembles. */
const LEAST_NOISE_MM = 1;

/** Room that every call uses again: where the heights stand in the trace, which track each belongs to; numbers for medians. */
let at = new Int32Array(4096);
let trackOf = new Int32Array(4096);
let speedAt = new Float64Array(4096);
let room = new Float64Array(4096);

const LEAST_HEIGHTS = 8;

export interface Believed {
  /** Standard deviation of one reading. */
  readonly noiseMm: number;
  readonly periodUs: number;
  /** Time from one reading to the next in the mean: more than the usual step where many are lost. */
  readonly spacingUs: number;
  /** Share of the readings that show something else. */
  readonly outlierShare: number;
  /** When the bar, or the sensor, was moved to another place without a way between. */
  readonly jumpsUs: readonly number[];
}

/** Sets the weights of the heights of a stretch to 1 or 0. Null with too few of them. */
export function believeHeights(stretch: Stretch): Believed | null {
  const { trace } = stretch;
  const count = gather(stretch);
  if (count < LEAST_HEIGHTS) return null;
  const periodUs = periodOf(trace, at, count);
  const { noiseMm, isSpoilt } = noiseOf(trace, count, periodUs);
  const spacingUs = spacingOf(trace, at, count, periodUs);
  const { kept, jumpsUs } = believe(trace, count, noiseMm, spacingUs);
  const ghost = kept === count ? null : ghostOf(trace, at, count, noiseMm);
  if (!isSpoilt && ghost === null) return { noiseMm, periodUs, spacingUs, outlierShare: 1 - kept / count, jumpsUs };
  // Amid so much else the noise was that of both: now it is known which is which.
  const ownMm = noiseOf(trace, believedOf(trace, count), periodUs).noiseMm;
  const all = gather(stretch);
  const left = ghost === null ? all : withoutGhost(trace, at, all, ghost);
  const again = believe(trace, left, ownMm, spacingUs);
  return { noiseMm: ownMm, periodUs, spacingUs, outlierShare: 1 - again.kept / count, jumpsUs: again.jumpsUs };
}

/** Sets the weights of the first `count` heights; how many are believed, and where the bar jumped. */
function believe(
  trace: Trace,
  count: number,
  noiseMm: number,
  spacingUs: number,
): { kept: number; jumpsUs: readonly number[] } {
  const tracks = tracksOf(trace, count, noiseMm, HOLE_PERIODS * spacingUs);
  const jumpsUs = chain(trace, tracks, noiseMm, JUMP_COSTS_US / spacingUs);
  let kept = 0;
  for (let index = 0; index < count; index++) {
    const { isChosen } = tracks[trackOf[index]!]!;
    trace.weight[at[index]!] = isChosen ? 1 : 0;
    if (isChosen) kept += 1;
  }
  return { kept, jumpsUs };
}

/** Leaves only the believed ones of the first `count` heights; how many. */
function believedOf({ weight }: Trace, count: number): number {
  let kept = 0;
  for (let index = 0; index < count; index++) if (weight[at[index]!] === 1) at[kept++] = at[index]!;
  return kept;
}

function gather({ trace, first, end }: Stretch): number {
  if (at.length < end - first) {
    at = new Int32Array(2 * (end - first));
    trackOf = new Int32Array(2 * (end - first));
    speedAt = new Float64Array(2 * (end - first));
  }
  if (room.length < end - first) room = new Float64Array(2 * (end - first));
  let count = 0;
  for (let index = first; index < end; index++) if (trace.isHeight[index] === 1) at[count++] = index;
  return count;
}

/**
 * The median of the third differences, where no reading is missing: half of them may be spoilt by spikes before it moves. Beyond that, as with a second
 * reflection in a fifth of the readings, their lower quarter says so, and is taken instead: it is two to three times too large then.
 */
function noiseOf(
  { value, atUs }: Trace,
  count: number,
  periodUs: number,
): { readonly noiseMm: number; readonly isSpoilt: boolean } {
  let leastStepMm = Number.POSITIVE_INFINITY;
  let thirds = 0;
  let v1 = count < 3 ? 0 : value[at[2]!]!;
  let v2 = count < 3 ? 0 : value[at[1]!]!;
  let v3 = count < 3 ? 0 : value[at[0]!]!;
  const mostUs = MOST_SPAN * periodUs;
  for (let index = 3; index < count; index++) {
    const here = at[index]!;
    const v0 = value[here]!;
    const stepMm = Math.abs(v0 - v1);
    if (stepMm > 0 && stepMm < leastStepMm) leastStepMm = stepMm;
    if (atUs[here]! - atUs[at[index - 3]!]! <= mostUs) {
      room[thirds++] = Math.abs(v0 - 3 * v1 + 3 * v2 - v3) / THIRD_GAIN;
    }
    v3 = v2;
    v2 = v1;
    v1 = v0;
  }
  const medianMm = thirds === 0 ? 0 : select(room, 0, thirds, thirds >> 1) / MEDIAN_SIGMAS;
  // What lies below the median stands before it now. It says something only where the noise is large.
  const quarterMm = medianMm > SPOILT_MM ? select(room, 0, (thirds >> 1) + 1, thirds >> 2) / QUARTER_SIGMAS : medianMm;
  // Coarse steps (lift/20260527-SQ-1: 10 mm) repeat themselves at rest and are off by a third of a step in movement.
  const steppedMm = Number.isFinite(leastStepMm) ? leastStepMm / Math.sqrt(12) : 0;
  const isSpoilt = quarterMm < SPOILT_SHARE * medianMm;
  return { noiseMm: Math.max(LEAST_NOISE_MM, isSpoilt ? quarterMm : medianMm, steppedMm), isSpoilt };
}

/** The same of the heights from `fromUs` to `toUs` alone; 0 with too few of them. */
export function noiseWithin(stretch: Stretch, periodUs: number, fromUs: number, toUs: number): number {
  const { trace, first, end } = stretch;
  let count = 0;
  for (let index = indexFrom(trace, first, end, fromUs); index < end && trace.atUs[index]! <= toUs; index++) {
    if (trace.isHeight[index] === 1) at[count++] = index;
  }
  return count < LEAST_HEIGHTS ? 0 : noiseOf(trace, count, periodUs).noiseMm;
}

/** Readings through which a bar could have moved: where they begin and end among the heights, and what is known at the end. */
interface Track {
  readonly first: number;
  /** The one after the first. */
  second: number;
  last: number;
  size: number;
  /** Mean velocity over the last readings; of one alone what a quick lift has. */
  speedMmps: number;
  /** The reading before the last two, for the speed. */
  before: number;
  between: number;
  /** The one before that. */
  earlier: number;
  /** How old its speed is: half the time over which it is taken. */
  lateUs: number;
  /** It is part of the chain. */
  isChosen: boolean;
}

const LEAST_PACE = 6;
/** More things than this are not in a beam at once. */
const MOST_OPEN = 6;

/**
 * Each reading goes to the track that expects it best. A spike opens a track of its own, and the bar's goes on behind it.
 */
function tracksOf(trace: Trace, count: number, noiseMm: number, holeUs: number): Track[] {
  const { atUs, value } = trace;
  const tracks: Track[] = [];
  const open: number[] = [];
  for (let index = 0; index < count; index++) {
    const here = at[index]!;
    if (open.length === 1 && expects(trace, tracks[open[0]!]!, here, noiseMm, holeUs)) {
      extend(trace, tracks[open[0]!]!, index);
      trackOf[index] = open[0]!;
      continue;
    }
    let kept = 0;
    for (let slot = 0; slot < open.length; slot++) {
      const id = open[slot]!;
      if (atUs[here]! - atUs[at[tracks[id]!.last]!]! <= holeUs) open[kept++] = id;
    }
    open.length = kept;
    let best = -1;
    let bestMm = Number.POSITIVE_INFINITY;
    const alikeMm = ALIKE_MM + ALIKE_SIGMAS * noiseMm;
    for (let slot = 0; slot < open.length; slot++) {
      const id = open[slot]!;
      const track = tracks[id]!;
      const there = at[track.last]!;
      const lastsUs = atUs[here]! - atUs[there]!;
      const wayMm = value[here]! - value[there]!;
      if (!isReached(wayMm, track, lastsUs, noiseMm) || !keepsPace(trace, track, here, noiseMm)) continue;
      const offMm = Math.abs(wayMm - (track.size < 3 ? 0 : (track.speedMmps * lastsUs) / 1e6));
      // Of two that expect it alike, the one that has been seen for longer; the other was the same thing, or has left.
      const isBetter =
        best >= 0 && tracks[best]!.size > track.size ? offMm < bestMm - alikeMm : offMm < bestMm + alikeMm;
      if (best < 0 || isBetter) [best, bestMm] = [id, offMm];
    }
    if (best >= 0 && open.length > 1) {
      kept = 0;
      for (let slot = 0; slot < open.length; slot++) {
        const id = open[slot]!;
        if (id === best || !meets(tracks[id]!, trace, here, alikeMm)) open[kept++] = id;
      }
      open.length = kept;
    }
    if (best < 0) {
      if (open.length === MOST_OPEN) open.shift();
      best =
        tracks.push({
          first: index,
          second: index,
          last: index,
          size: 1,
          speedMmps: 0,
          before: index,
          between: index,
          earlier: index,
          lateUs: 0,
          isChosen: false,
        }) - 1;
      speedAt[index] = 0;
      open.push(best);
    } else extend(trace, tracks[best]!, index);
    trackOf[index] = best;
  }
  return tracks;
}

/** Most readings have but one track to go to. */
function expects(trace: Trace, track: Track, here: number, noiseMm: number, holeUs: number): boolean {
  const there = at[track.last]!;
  const lastsUs = trace.atUs[here]! - trace.atUs[there]!;
  if (lastsUs > holeUs) return false;
  const wayMm = trace.value[here]! - trace.value[there]!;
  return isReached(wayMm, track, lastsUs, noiseMm) && keepsPace(trace, track, here, noiseMm);
}

function extend({ atUs, value }: Trace, track: Track, index: number): void {
  const here = at[index]!;
  const from = at[track.before]!;
  track.speedMmps = (value[here]! - value[from]!) / Math.max(1e-3, (atUs[here]! - atUs[from]!) / 1e6);
  speedAt[index] = track.speedMmps;
  track.lateUs = (atUs[here]! - atUs[from]!) / 2;
  track.earlier = track.before;
  track.before = track.between;
  track.between = track.last;
  track.last = index;
  if (track.size === 1) track.second = index;
  track.size += 1;
}

const ALIKE_MM = 8;
const ALIKE_SIGMAS = 3;

/** Has this track come to where the reading is? */
const meets = ({ last }: Track, { value }: Trace, here: number, alikeMm: number): boolean =>
  Math.abs(value[here]! - value[at[last]!]!) < alikeMm;

/** Of a track that has just begun the velocity isn't known: either way, as a quick lift has it. */
const isReached = (wayMm: number, track: Track, lastsUs: number, noiseMm: number): boolean =>
  track.size < 3
    ? isReachable(wayMm, Math.sign(wayMm) * FIRST_SPEED_MMPS, lastsUs, 0, noiseMm)
    : isReachable(wayMm, track.speedMmps, lastsUs, track.lateUs, noiseMm);

/** A hand may start slowly enough from one reading to the next, but not over four of them. */
function keepsPace({ value, atUs }: Trace, { size, earlier, lateUs }: Track, here: number, noiseMm: number): boolean {
  if (size < LEAST_PACE) return true;
  const there = at[earlier]!;
  return isReachable(value[here]! - value[there]!, speedAt[earlier]!, atUs[here]! - atUs[there]!, lateUs, noiseMm);
}

/**
 * Could a bar have come from one track to the next? At the edge of what was in the beam a reading shows half of each, so that the last ones of a
 * track, and the first of the next, may be neither.
 */
function follows({ atUs, value }: Trace, track: Track, next: Track, noiseMm: number): boolean {
  for (const from of [track.last, track.between, track.before]) {
    for (const to of [next.first, next.second]) {
      const [there, here] = [at[from]!, at[to]!];
      const wayMm = value[here]! - value[there]!;
      const lastsUs = atUs[here]! - atUs[there]!;
      const isNear =
        from === track.last
          ? isReached(wayMm, track, lastsUs, noiseMm)
          : isReachable(
              wayMm,
              track.size < 3 ? Math.sign(wayMm) * FIRST_SPEED_MMPS : speedAt[from]!,
              lastsUs,
              track.lateUs,
              noiseMm,
            );
      if (isNear) return true;
    }
  }
  return false;
}

/** Chooses the chain of tracks, one after the other, with the most readings; a step that no bar can make costs so many. Says when it jumps. */
function chain(trace: Trace, tracks: readonly Track[], noiseMm: number, jumpCost: number): readonly number[] {
  const ordered = tracks.toSorted((a, b) => a.last - b.last);
  const scores = new Float64Array(ordered.length);
  const before = new Int32Array(ordered.length);
  const jumped = new Uint8Array(ordered.length);
  let best = -1;
  for (const [index, track] of ordered.entries()) {
    let score = 0;
    let from = -1;
    let isJump = 0;
    // A long track ends after many that began beside it: what it can follow ended before it began.
    let nearest = index - 1;
    while (nearest >= 0 && ordered[nearest]!.before >= track.first) nearest -= 1;
    for (let other = nearest; other >= Math.max(0, nearest - MOST_SKIPPED); other--) {
      const last = ordered[other]!;
      if (last.before >= track.first || scores[other]! <= score) continue;
      const isNear = follows(trace, last, track, noiseMm);
      const gained = scores[other]! - (isNear ? STEP_COST : jumpCost);
      if (gained <= score) continue;
      score = gained;
      from = other;
      isJump = isNear ? 0 : 1;
    }
    scores[index] = score + track.size;
    before[index] = from;
    jumped[index] = isJump;
    if (best < 0 || scores[index]! > scores[best]!) best = index;
  }
  const jumpsUs: number[] = [];
  for (let index = best; index >= 0; index = before[index]!) {
    ordered[index]!.isChosen = true;
    if (jumped[index] === 1) jumpsUs.push(trace.atUs[at[ordered[index]!.first]!]!);
  }
  return jumpsUs;
}

/** A few readings amid garbage aren't worth a step. */
const STEP_COST = 6;
