import { select } from '../metrics/select.ts';
import { heightAt, type Smoothed } from '../metrics/smoothed.ts';
import type { Stretch, Trace } from '../metrics/trace.ts';
import { reachMm } from '../signal/reach.ts';

/**
 * Which heights show the bar. Something in the beam, a spike or garbage is another thing at another place: it can't be reached by a bar that is
 * lifted. So the readings fall into tracks within which a bar could have moved, and of all chains of tracks the one is taken that explains most
 * readings. What is left out keeps the weight 0.
 */

/** At the first reading of a track nothing is known of its speed; a quick lift passes at this. */
const FIRST_SPEED_MMPS = 1000;
/** A hole longer than this ends a track, so that what lies behind it is judged for itself. */
const HOLE_US = 250_000;
/** So long must the readings stay elsewhere before the bar is believed to have come there by a jump: somebody moved the sensor. */
const JUMP_COSTS_US = 3e6;
/** So many tracks back the chain may reach: at 5 % of spikes some seconds. */
const MOST_SKIPPED = 48;
/** Third differences multiply white noise by sqrt(20) and take out the movement; the median of their size is 0.674 sigma. */
const THIRD_GAIN = Math.sqrt(20);
const MEDIAN_SIGMAS = 0.6745;
/** A sensor in whole millimetres, and what a bar itself trembles. */
const LEAST_NOISE_MM = 1;

/** Room that every call uses again: where the heights stand in the trace; numbers for medians. */
let at = new Int32Array(4096);
let room = new Float64Array(4096);

export interface Believed {
  /** Standard deviation of one reading. */
  readonly noiseMm: number;
  readonly periodUs: number;
  /** Share of the readings that show something else. */
  readonly outlierShare: number;
  /** When the bar, or the sensor, was moved to another place without a way between. */
  readonly jumpsUs: readonly number[];
}

/** Sets the weights of the heights of a stretch to 1 or 0. Null with too few of them. */
export function believeHeights(stretch: Stretch): Believed | null {
  const { trace } = stretch;
  const count = gather(stretch);
  if (count < 8) return null;
  const noiseMm = noiseOf(trace, count);
  const periodUs = periodOf(trace, count);
  const tracks = tracksOf(trace, count, noiseMm);
  const { chosen, jumpsUs } = chain(trace, tracks, noiseMm, JUMP_COSTS_US / periodUs);
  for (let index = 0; index < count; index++) trace.weight[at[index]!] = 0;
  let kept = 0;
  for (const { first, end } of chosen) {
    for (let index = first; index < end; index++) trace.weight[at[index]!] = 1;
    kept += end - first;
  }
  return { noiseMm, periodUs, outlierShare: 1 - kept / count, jumpsUs };
}

function gather({ trace, first, end }: Stretch): number {
  if (at.length < end - first) at = new Int32Array(2 * (end - first));
  if (room.length < end - first) room = new Float64Array(2 * (end - first));
  let count = 0;
  for (let index = first; index < end; index++) if (trace.isHeight[index] === 1) at[count++] = index;
  return count;
}

/** The median of the third differences: half of them may be spoilt by spikes before it moves. */
function noiseOf({ value }: Trace, count: number): number {
  let leastStepMm = Number.POSITIVE_INFINITY;
  for (let index = 3; index < count; index++) {
    const stepMm = Math.abs(value[at[index]!]! - value[at[index - 1]!]!);
    if (stepMm > 0 && stepMm < leastStepMm) leastStepMm = stepMm;
    const third = value[at[index]!]! - 3 * value[at[index - 1]!]! + 3 * value[at[index - 2]!]! - value[at[index - 3]!]!;
    room[index - 3] = Math.abs(third) / THIRD_GAIN;
  }
  const medianMm = select(room, 0, count - 3, (count - 3) >> 1) / MEDIAN_SIGMAS;
  // Coarse steps (lift/20260527-SQ-1: 10 mm) repeat themselves at rest and are off by a third of a step in movement.
  const steppedMm = Number.isFinite(leastStepMm) ? leastStepMm / Math.sqrt(12) : 0;
  return Math.max(LEAST_NOISE_MM, medianMm, steppedMm);
}

function periodOf({ atUs }: Trace, count: number): number {
  for (let index = 1; index < count; index++) room[index - 1] = atUs[at[index]!]! - atUs[at[index - 1]!]!;
  return Math.max(1000, select(room, 0, count - 1, (count - 1) >> 1));
}

/** Readings from `first` to before `end` among the heights, through which a bar could have moved. */
interface Track {
  readonly first: number;
  readonly end: number;
  /** Its speed at the end. */
  readonly speedMmps: number;
}

function tracksOf({ atUs, value }: Trace, count: number, noiseMm: number): Track[] {
  const tracks: Track[] = [];
  let first = 0;
  let speedMmps = FIRST_SPEED_MMPS;
  for (let index = 1; index <= count; index++) {
    if (index < count) {
      const [here, before] = [at[index]!, at[index - 1]!];
      const lastsUs = atUs[here]! - atUs[before]!;
      const wayMm = value[here]! - value[before]!;
      if (lastsUs <= HOLE_US && Math.abs(wayMm) <= reachMm(speedMmps, lastsUs, wayMm > 0, noiseMm)) {
        const from = at[Math.max(first, index - 3)]!;
        speedMmps = (value[here]! - value[from]!) / Math.max(1e-3, (atUs[here]! - atUs[from]!) / 1e6);
        continue;
      }
    }
    tracks.push({ first, end: index, speedMmps });
    first = index;
    speedMmps = FIRST_SPEED_MMPS;
  }
  return tracks;
}

/** The chain of tracks with the most readings; a step that no bar can make costs so many. */
function chain(
  { atUs, value }: Trace,
  tracks: readonly Track[],
  noiseMm: number,
  jumpCost: number,
): { chosen: readonly Track[]; jumpsUs: readonly number[] } {
  const scores = new Float64Array(tracks.length);
  const before = new Int32Array(tracks.length);
  /** The best of all chains so far: from there one may always go on by a jump. */
  let best = -1;
  for (const [index, { first, end }] of tracks.entries()) {
    const size = end - first;
    let score = 0;
    let from = -1;
    if (best >= 0 && scores[best]! - jumpCost > score) {
      score = scores[best]! - jumpCost;
      from = best;
    }
    const here = at[first]!;
    for (let other = index - 1; other >= Math.max(0, index - MOST_SKIPPED); other--) {
      if (scores[other]! <= score) continue;
      const last = tracks[other]!;
      const there = at[last.end - 1]!;
      const wayMm = value[here]! - value[there]!;
      const speedMmps = last.end - last.first > 2 ? last.speedMmps : FIRST_SPEED_MMPS;
      if (Math.abs(wayMm) > reachMm(speedMmps, atUs[here]! - atUs[there]!, wayMm > 0, noiseMm)) continue;
      score = scores[other]!;
      from = other;
    }
    scores[index] = score + size;
    before[index] = from;
    if (best < 0 || scores[index]! > scores[best]!) best = index;
  }
  const chosen: Track[] = [];
  const jumpsUs: number[] = [];
  for (let index = best; index >= 0; index = before[index]!) {
    const track = tracks[index]!;
    chosen.push(track);
    const from = before[index]!;
    if (from < 0) break;
    const [here, there] = [at[track.first]!, at[tracks[from]!.end - 1]!];
    const wayMm = value[here]! - value[there]!;
    const last = tracks[from]!;
    const speedMmps = last.end - last.first > 2 ? last.speedMmps : FIRST_SPEED_MMPS;
    if (Math.abs(wayMm) > reachMm(speedMmps, atUs[here]! - atUs[there]!, wayMm > 0, noiseMm)) jumpsUs.push(atUs[here]!);
  }
  return { chosen: chosen.reverse(), jumpsUs: jumpsUs.reverse() };
}

/** An outlier may lie anywhere in a sensor's range. */
const OUTLIER_RANGE_MM = 1500;
const FIRST_OUTLIER_SHARE = 0.02;

/**
 * Weighs each height by what the smoothed movement says of it, in the mixture (1 - e) Normal + e Uniform: the probability that it shows the bar.
 * `sigmas`: how far the smoothed movement itself may be off, in units of the noise.
 */
export function weighHeights({ trace, first, end }: Stretch, bar: Smoothed, noiseMm: number, sigmas: number): void {
  const spreadMm = noiseMm * sigmas;
  const odds =
    (FIRST_OUTLIER_SHARE / (1 - FIRST_OUTLIER_SHARE)) * ((spreadMm * Math.sqrt(2 * Math.PI)) / OUTLIER_RANGE_MM);
  let cursor = 0;
  for (let index = first; index < end; index++) {
    if (trace.isHeight[index] === 0 || trace.weight[index]! === 0) continue;
    while (cursor < bar.count - 1 && bar.atUs[cursor + 1]! <= trace.atUs[index]!) cursor += 1;
    const offMm = trace.value[index]! - heightAt(bar, cursor, trace.atUs[index]!);
    trace.weight[index] = 1 / (1 + odds * Math.exp((0.5 * offMm * offMm) / (spreadMm * spreadMm)));
  }
}
