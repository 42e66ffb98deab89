import type { ChannelStatus } from '../types.ts';
import type { Reading } from './order.ts';

/** Health of the load cell: what it says about itself, single readings that nothing around them explains, silence. */
export interface ForceChannel {
  readonly status: ChannelStatus;
  readonly reason: string;
  readonly lastUs: number;
  readonly lastN: number;
  readonly periodUs: number;
  readonly badScore: number;
  /** The level before a step that may turn out to be garbage; null when none is under suspicion. */
  readonly beforeStepN: number | null;
  readonly stepUs: number;
  readonly readings: number;
  readonly cleanSinceUs: number;
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

export const absentForce: ForceChannel = {
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
};

export function judgeForce(channel: ForceChannel, reading: Reading): { channel: ForceChannel; use: boolean } {
  const { atUs, value: forceN } = reading;
  if (channel.status === 'absent') {
    if (reading.doubted) return { channel, use: false };
    const fresh = {
      ...absentForce,
      status: 'ok' as const,
      reason: '',
      lastUs: atUs,
      lastN: forceN,
      periodUs: channel.periodUs,
      cleanSinceUs: atUs,
      readings: 1,
    };
    return { channel: fresh, use: true };
  }
  const sinceUs = Math.max(1, atUs - channel.lastUs);
  let badScore = channel.badScore < 1e-3 ? 0 : channel.badScore * Math.exp(-sinceUs / BAD_FORGET_US);
  let { beforeStepN, stepUs, cleanSinceUs } = channel;
  let undone = false;
  if (reading.doubted) {
    badScore += DOUBT_WEIGHT_HZ * (channel.periodUs / 1e6);
    cleanSinceUs = atUs;
  } else if (channel.periodUs > SLOW_PERIOD_US) {
    const stepN = forceN - channel.lastN;
    if (beforeStepN !== null && atUs - stepUs > UNDONE_US) beforeStepN = null;
    if (beforeStepN !== null && Math.abs(stepN) > STEP_N) {
      undone = Math.abs(forceN - beforeStepN) < 0.3 * Math.abs(channel.lastN - beforeStepN);
      if (undone) beforeStepN = null;
    } else if (Math.abs(stepN) > STEP_N) {
      // The very first reading has nothing before it; a cell that starts with garbage falls back to no load.
      undone = channel.readings === 1 && Math.abs(forceN) < 0.1 * Math.abs(channel.lastN);
      if (!undone) {
        beforeStepN = channel.lastN;
        stepUs = atUs;
      }
    }
    if (undone) {
      badScore += 1;
      cleanSinceUs = atUs;
    }
  }
  const next: ForceChannel = {
    status: channel.status,
    reason: channel.reason,
    lastUs: atUs,
    lastN: forceN,
    periodUs: sinceUs < 500_000 ? channel.periodUs + 0.05 * (sinceUs - channel.periodUs) : channel.periodUs,
    badScore,
    beforeStepN,
    stepUs,
    readings: Math.min(channel.readings + 1, 1000),
    cleanSinceUs,
  };
  return { channel: settle(next, atUs, reading.doubted), use: !reading.doubted };
}

export function checkForceSilence(channel: ForceChannel, nowUs: number): ForceChannel {
  if (channel.status === 'absent' || nowUs - channel.lastUs <= SILENT_US) return channel;
  return { ...channel, status: 'absent', reason: 'no reading for 1 s' };
}

function settle(channel: ForceChannel, atUs: number, doubted: boolean): ForceChannel {
  if (channel.badScore >= BAD_LIMIT) {
    if (channel.status === 'unreliable') return channel;
    const reason = doubted
      ? 'the load cell itself doubts its readings'
      : 'the force jumps and comes back within a few readings: check the cable of the load cell';
    return { ...channel, status: 'unreliable', reason };
  }
  if (channel.status === 'unreliable' && atUs - channel.cleanSinceUs > RECOVER_US) {
    return { ...channel, status: 'ok', reason: '' };
  }
  return channel;
}
