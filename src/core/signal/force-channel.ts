import type { ChannelStatus } from '../types.ts';
import type { Reading } from './order.ts';

/** Health of the load cell: what it says about itself, single readings that nothing around them explains, silence. Changed in place. */
export interface ForceChannel {
  status: ChannelStatus;
  reason: string;
  lastUs: number;
  lastN: number;
  periodUs: number;
  badScore: number;
  /** The level before a step that may turn out to be garbage; null when none is under suspicion. */
  beforeStepN: number | null;
  stepUs: number;
  readings: number;
  cleanSinceUs: number;
}

/**
 * A step of this size that is undone within 250 ms while the cell gives only 10 to 20 readings a second is no load: an HX711
 * settles over four conversions. fault/dual_standing_*: 6,970 N for one reading, 0 N for two.
 */
const STEP_N = 300;
const UNDONE_US = 260_000;
/** Faster cells see floor impacts as real peaks of a few readings (accel/20260619-DL-7: 24 kN), so only slow ones are judged by their steps. */
const SLOW_PERIOD_US = 45_000;
const BAD_LIMIT = 0.9;
/** Doubted readings make it unreliable when they are 30 % of all: 0.9 = weight x 0.3 x rate x 2 s. */
const DOUBT_WEIGHT_HZ = 1.5;
const BAD_FORGET_US = 2e6;
const RECOVER_US = 10e6;
const SILENT_US = 1e6;

export const absentForce = (): ForceChannel => ({
  status: 'absent',
  reason: 'no usable reading yet',
  lastUs: Number.NEGATIVE_INFINITY,
  lastN: 0,
  periodUs: 100_000,
  badScore: 0,
  beforeStepN: null,
  stepUs: 0,
  readings: 0,
  cleanSinceUs: Number.NEGATIVE_INFINITY,
});

/** Judges one reading; tells whether it may be used. */
export function judgeForce(channel: ForceChannel, { atUs, value: forceN, doubted }: Reading): boolean {
  if (channel.status === 'absent') {
    if (doubted) return false;
    const { periodUs } = channel;
    const first = { status: 'ok', reason: '', lastUs: atUs, lastN: forceN, periodUs, cleanSinceUs: atUs, readings: 1 };
    Object.assign(channel, absentForce(), first);
    return true;
  }
  const sinceUs = Math.max(1, atUs - channel.lastUs);
  channel.badScore = channel.badScore < 1e-3 ? 0 : channel.badScore * Math.exp(-sinceUs / BAD_FORGET_US);
  if (doubted) {
    channel.badScore += DOUBT_WEIGHT_HZ * (channel.periodUs / 1e6);
    channel.cleanSinceUs = atUs;
  } else if (channel.periodUs > SLOW_PERIOD_US && isUndone(channel, atUs, forceN)) {
    channel.badScore += 1;
    channel.cleanSinceUs = atUs;
  }
  channel.lastUs = atUs;
  channel.lastN = forceN;
  if (sinceUs < 500_000) channel.periodUs += 0.05 * (sinceUs - channel.periodUs);
  channel.readings = Math.min(channel.readings + 1, 1000);
  settle(channel, atUs, doubted);
  return !doubted;
}

/** Does this reading take back a step of the last ones? */
function isUndone(channel: ForceChannel, atUs: number, forceN: number): boolean {
  const { lastN, readings } = channel;
  if (channel.beforeStepN !== null && atUs - channel.stepUs > UNDONE_US) channel.beforeStepN = null;
  if (Math.abs(forceN - lastN) <= STEP_N) return false;
  const beforeN = channel.beforeStepN;
  if (beforeN !== null) {
    const undone = Math.abs(forceN - beforeN) < 0.3 * Math.abs(lastN - beforeN);
    if (undone) channel.beforeStepN = null;
    return undone;
  }
  // The very first reading has nothing before it; a cell that starts with garbage falls back to no load.
  if (readings === 1 && Math.abs(forceN) < 0.1 * Math.abs(lastN)) return true;
  channel.beforeStepN = lastN;
  channel.stepUs = atUs;
  return false;
}

export const isForceSilent = ({ status, lastUs }: ForceChannel, nowUs: number): boolean =>
  status !== 'absent' && nowUs - lastUs > SILENT_US;

function settle(channel: ForceChannel, atUs: number, doubted: boolean): void {
  if (channel.badScore >= BAD_LIMIT) {
    if (channel.status === 'unreliable') return;
    channel.status = 'unreliable';
    channel.reason = doubted
      ? 'the load cell itself doubts its readings'
      : 'the force jumps and comes back within a few readings: check the cable of the load cell';
  } else if (channel.status === 'unreliable' && atUs - channel.cleanSinceUs > RECOVER_US) {
    channel.status = 'ok';
    channel.reason = '';
  }
}
