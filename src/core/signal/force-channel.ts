import { bare, type ChannelReason } from '../reasons.ts';
import type { ChannelStatus } from '../types.ts';
import { type FloatWatch, noFloatWatch, watchFloat } from './float-watch.ts';
import { SILENT_US } from './height-channel.ts';
import { type LeftOut, leaveOut, remarkOn } from './left-out.ts';
import type { Reading } from './order.ts';
import { noStuckWatch, type StuckWatch, watchStuck } from './stuck-watch.ts';

/** Health of the load cell: what it says about itself, single readings that nothing around them explains, silence. Changed in place. */
export interface ForceChannel extends LeftOut {
  status: ChannelStatus;
  reason: ChannelReason | null;
  lastUs: number;
  lastN: number;
  periodUs: number;
  badScore: number;
  /** The level before a step that may turn out to be garbage; null when none is under suspicion. */
  beforeStepN: number | null;
  stepUs: number;
  /** Readings since then. */
  sinceStep: number;
  readings: number;
  cleanSinceUs: number;
  stuck: StuckWatch;
  float: FloatWatch;
  /** It wanders about zero: nothing that came of late shows a load. */
  isFloating: boolean;
}

/**
 * A step of this size that is undone within 250 ms while the cell gives only 10 to 20 readings a second is no load: an HX711
 * settles over four conversions. fault/dual_standing_*: 6,970 N for one reading, 0 N for two.
 */
const STEP_N = 300;
const UNDONE_US = 260_000;
const UNDONE_SHARE = 0.3;
/**
 * Faster cells see floor impacts as real peaks of a few readings (accel/20260619-DL-7: 24 kN). While a height shows that nothing hit
 * anything, one to three readings that are off and back again are garbage there too; two such within 4 s make the cell unreliable.
 */
const SLOW_PERIOD_US = 45_000;
const FAST_UNDONE_US = 60_000;
const FAST_UNDONE_SHARE = 0.1;
const FAST_WEIGHT = 0.8;
const BAD_LIMIT = 0.9;
/** Doubted readings make it unreliable when they are 30 % of all: 0.9 = weight x 0.3 x rate x 2 s. */
const DOUBT_WEIGHT_HZ = 1.5;
const BAD_FORGET_US = 2e6;
const RECOVER_US = 10e6;
/** Longer than this between two readings is a hole, not the sensor's rate. */
const HOLE_US = 500_000;
const PERIOD_FOLLOW = 0.05;
/** Steps below this are noise and rattle of a load that isn't moved. */
const NOISE_STEP_N = 20;
const LEAST_STUCK_N = 30;
const DOUBTED = bare('force-doubted');
const STUCK = bare('force-stuck');
const JUMPS = bare('force-jumps');
const WANDERS = bare('force-wanders');

export const absentForce = (): ForceChannel => ({
  leftOut: 0,
  leftOutUs: Number.NEGATIVE_INFINITY,
  status: 'absent',
  reason: bare('no-reading-yet'),
  lastUs: Number.NEGATIVE_INFINITY,
  lastN: 0,
  periodUs: 100_000,
  badScore: 0,
  beforeStepN: null,
  stepUs: 0,
  sinceStep: 0,
  readings: 0,
  cleanSinceUs: Number.NEGATIVE_INFINITY,
  stuck: noStuckWatch(),
  float: noFloatWatch(),
  isFloating: false,
});

/** Judges one reading; returns whether it may be used. `seen`: the height shows where the bar is. */
export function judgeForce(channel: ForceChannel, { atUs, value: forceN, doubted }: Reading, seen: boolean): boolean {
  if (channel.status === 'absent') return !doubted && begin(channel, atUs, forceN);
  const sinceUs = Math.max(1, atUs - channel.lastUs);
  channel.badScore = channel.badScore < 1e-3 ? 0 : channel.badScore * Math.exp(-sinceUs / BAD_FORGET_US);
  if (doubted) {
    channel.badScore += DOUBT_WEIGHT_HZ * (channel.periodUs / 1e6);
    channel.cleanSinceUs = atUs;
  } else if (channel.periodUs > SLOW_PERIOD_US) {
    if (isUndone(channel, atUs, forceN, UNDONE_US, UNDONE_SHARE)) blameStep(channel, atUs, 1);
  } else if (seen && isUndone(channel, atUs, forceN, FAST_UNDONE_US, FAST_UNDONE_SHARE)) {
    blameStep(channel, atUs, FAST_WEIGHT);
  }
  // A cell that is cut off at no load repeats that rightly.
  const stuck = watchStuck(channel.stuck, atUs, forceN, NOISE_STEP_N) && Math.abs(forceN) > LEAST_STUCK_N;
  if (stuck) blame(channel, atUs, BAD_LIMIT);
  if (!doubted) channel.isFloating = watchFloat(channel.float, sinceUs, forceN);
  if (channel.isFloating) blame(channel, atUs, BAD_LIMIT);
  channel.lastUs = atUs;
  channel.lastN = forceN;
  if (sinceUs < HOLE_US) channel.periodUs += PERIOD_FOLLOW * (sinceUs - channel.periodUs);
  channel.readings = Math.min(channel.readings + 1, 1000);
  settle(channel, atUs, doubted ? DOUBTED : stuck ? STUCK : channel.isFloating ? WANDERS : JUMPS);
  return !doubted && !stuck && !channel.isFloating;
}

function begin(channel: ForceChannel, atUs: number, forceN: number): boolean {
  const { periodUs, stuck, float, isFloating, leftOut, leftOutUs } = channel;
  const first = { status: 'ok', reason: null, lastUs: atUs, lastN: forceN, cleanSinceUs: atUs, readings: 1 };
  Object.assign(channel, absentForce(), { periodUs, stuck, float, isFloating, leftOut, leftOutUs }, first);
  return true;
}

function blame(channel: ForceChannel, atUs: number, weight: number): void {
  channel.badScore += weight;
  channel.cleanSinceUs = atUs;
}

function blameStep(channel: ForceChannel, atUs: number, weight: number): void {
  blame(channel, atUs, weight);
  leaveOut(channel, atUs, channel.sinceStep, true);
}

/** Does this reading take back a step of the last ones? */
function isUndone(channel: ForceChannel, atUs: number, forceN: number, withinUs: number, share: number): boolean {
  const { lastN, readings } = channel;
  channel.sinceStep += 1;
  if (channel.beforeStepN !== null && atUs - channel.stepUs > withinUs) channel.beforeStepN = null;
  if (Math.abs(forceN - lastN) <= STEP_N) return false;
  const beforeN = channel.beforeStepN;
  if (beforeN !== null) {
    const undone = Math.abs(forceN - beforeN) < share * Math.abs(lastN - beforeN);
    if (undone) channel.beforeStepN = null;
    return undone;
  }
  // The very first reading has nothing before it; a cell that starts with garbage falls back to no load.
  if (readings === 1 && Math.abs(forceN) < 0.1 * Math.abs(lastN)) return true;
  channel.beforeStepN = lastN;
  channel.stepUs = atUs;
  channel.sinceStep = 0;
  return false;
}

export const isForceSilent = ({ status, lastUs }: ForceChannel, nowUs: number): boolean =>
  status !== 'absent' && nowUs - lastUs > SILENT_US;

function settle(channel: ForceChannel, atUs: number, fault: ChannelReason): void {
  if (channel.badScore >= BAD_LIMIT) {
    if (channel.status === 'unreliable') return;
    channel.status = 'unreliable';
    channel.reason = fault;
  } else if (channel.status === 'unreliable' && atUs - channel.cleanSinceUs > RECOVER_US) {
    channel.status = 'ok';
  }
  if (channel.status === 'ok') channel.reason = remarkOn(channel, atUs);
}
