import { bare, type ChannelReason } from '../reasons.ts';
import type { ChannelStatus } from '../types.ts';
import { type LeftOut, remarkOn } from './left-out.ts';
import type { Reading } from './order.ts';
import { isRepeated, noRepeatWatch, type RepeatWatch } from './repeat-watch.ts';
import { noStuckWatch, type StuckWatch, watchStuck } from './stuck-watch.ts';

/** Health of the distance sensor: what it says about itself, impossible speeds, noise, silence. Changed in place. */
export interface HeightChannel extends LeftOut {
  status: ChannelStatus;
  reason: ChannelReason | null;
  /** The last reading that the device didn't doubt, whatever it showed. */
  heardUs: number;
  lastUs: number;
  lastMm: number;
  /** The three readings before the last, for the third difference. */
  before1Mm: number;
  before2Mm: number;
  readings: number;
  /** Standard deviation of one reading, learned from third differences. */
  noiseMm: number;
  /** The same by the lowest quarter of the third differences: rough, but half of them may be spoilt. */
  quarterMm: number;
  periodUs: number;
  /** Bad readings, forgotten with a time constant of 2 s. */
  badScore: number;
  suspects: number;
  suspectMm: number;
  /** Since when nothing bad was seen; for the way back to ok. */
  cleanSinceUs: number;
  noisySinceUs: number;
  stuck: StuckWatch;
  /** It repeats one number, so where the bar is isn't known. */
  isStuck: boolean;
  repeats: RepeatWatch;
}

/** A bar isn't lifted faster than this; Olympic snatches peak at 2.5 m/s. fault/L1 jumps at 8 m/s, fault/R1_pre_gap_idle at 5.6. */
const MAX_RISE_MMPS = 4000;
/** A bar in free fall from 1.3 m; lift/20260529-DL-1 is dropped from 0.6 m. */
const MAX_FALL_MMPS = 5000;
/** Two bad readings within 1.4 s make the channel unreliable; one spike alone doesn't. */
const BAD_LIMIT = 1.5;
const BAD_FORGET_US = 2e6;
/** Doubted readings make it unreliable when they are 30 % of all: 1.5 = weight x 0.3 x rate x 2 s. */
const DOUBT_WEIGHT_HZ = 2.5;
/** A jump that is confirmed by the next reading is the sensor looking at something else: with its suspect that is enough. */
const JUMP_WEIGHT = 0.8;
/** After so many suspects in a row the place is believed again, and the jump counts as one more fault. */
const JUMP_AFTER = 3;
/** rest/calibrex_R2 (healthy) has 5.4 to 7.1 mm; rest/*_black_mat 13 to 26 mm. Enter above the one, leave below the other. */
const NOISY_MM = 11;
const QUIET_MM = 8.5;
const NOISY_DWELL_US = 1e6;
/** fault/L1 and R1 look healthy for seconds in between. */
const RECOVER_US = 10e6;
export const SILENT_US = 1e6;
/** Longer than this between two readings is a hole, not the sensor's rate. */
const HOLE_US = 500_000;
const PERIOD_FOLLOW = 0.05;
const THIRD_GAIN = Math.sqrt(20);
const NOISE_FORGET_US = 1e6;
/** A quarter of white noise is below 0.32 sigma: three rises balance one fall. It follows within a second. */
const QUARTER_SIGMAS = 0.3186;
const QUARTER_RISES = Math.exp(0.05);
const QUARTER_FALLS = Math.exp(-0.15);
const CLIPPED = 3;
/** Floor of the learned noise: quantised sensors at rest repeat one number (lift/20260527-SQ-1: 10 mm steps). */
const MIN_NOISE_MM = 1;
/** Doubtful at first: rest/calibrex_L1_rest_929mm_black_mat must not look like movement before its noise is known. */
const FIRST_NOISE_MM = 12;
const LEARNED_AFTER = 25;

export const absentHeight = (): HeightChannel => ({
  leftOut: 0,
  leftOutUs: Number.NEGATIVE_INFINITY,
  status: 'absent',
  reason: bare('no-reading-yet'),
  heardUs: Number.NEGATIVE_INFINITY,
  lastUs: Number.NEGATIVE_INFINITY,
  lastMm: 0,
  before1Mm: 0,
  before2Mm: 0,
  readings: 0,
  noiseMm: FIRST_NOISE_MM,
  quarterMm: FIRST_NOISE_MM,
  periodUs: 50_000,
  badScore: 0,
  suspects: 0,
  suspectMm: 0,
  cleanSinceUs: Number.NEGATIVE_INFINITY,
  noisySinceUs: Number.POSITIVE_INFINITY,
  stuck: noStuckWatch(),
  isStuck: false,
  repeats: noRepeatWatch(),
});

/**
 * `restart`: the filter starts again here, since there is nothing to continue from; `repeated`: it is the one before once more; `lost`: nothing that came
 * of late shows where the bar is.
 */
export type HeightUse = 'use' | 'restart' | 'skip' | 'repeated' | 'lost';

const DOUBTED = bare('height-doubted');
const JUMPS = bare('height-jumps');
const STUCK = bare('height-stuck');
const NOISY: ChannelReason = { kind: 'height-noisy', params: { mostMm: NOISY_MM } };
/** Steps below this are noise of a bar at rest, not its movement. */
const NOISE_STEP_MM = 4;

/** Judges one reading; returns what it is good for. */
export function judgeHeight(channel: HeightChannel, { atUs, value: heightMm, doubted }: Reading): HeightUse {
  if (channel.status === 'absent') return doubted ? 'skip' : begin(channel, atUs, heightMm);
  const sinceUs = Math.max(1, atUs - channel.lastUs);
  channel.badScore = channel.badScore < 1e-3 ? 0 : channel.badScore * Math.exp(-sinceUs / BAD_FORGET_US);
  if (doubted) return doubt(channel, atUs);
  channel.heardUs = atUs;
  channel.isStuck = watchStuck(channel.stuck, atUs, heightMm, NOISE_STEP_MM);
  if (channel.isStuck) return lose(channel, atUs);
  if (isRepeated(channel.repeats, atUs, heightMm)) return 'repeated';
  const stepMm = heightMm - channel.lastMm;
  const marginMm = 20 + 6 * channel.noiseMm;
  const isStep = Math.abs(stepMm) > marginMm;
  if (isStep && Math.abs(stepMm) > mostMm(stepMm, sinceUs) + marginMm) return suspect(channel, atUs, heightMm);
  // Reached slowly enough only because time went by while it was elsewhere: the jump is confirmed, not a spike.
  const wasElsewhere = channel.suspects > 0 && Math.abs(heightMm - channel.suspectMm) < Math.abs(stepMm);
  if (wasElsewhere) channel.badScore += JUMP_WEIGHT;
  learn(channel, atUs, heightMm, wasElsewhere);
  settle(channel, atUs, JUMPS);
  return wasElsewhere ? 'restart' : 'use';
}

const mostMm = (stepMm: number, sinceUs: number): number =>
  ((stepMm > 0 ? MAX_RISE_MMPS : MAX_FALL_MMPS) * sinceUs) / 1e6;

function begin(channel: HeightChannel, atUs: number, heightMm: number): HeightUse {
  const { noiseMm, quarterMm, periodUs, stuck, repeats, leftOut, leftOutUs } = channel;
  const kept = { noiseMm, quarterMm, periodUs, stuck, repeats, leftOut, leftOutUs };
  const first = { status: 'ok', reason: null, heardUs: atUs, lastUs: atUs, lastMm: heightMm, cleanSinceUs: atUs };
  Object.assign(channel, absentHeight(), kept, first);
  return 'restart';
}

function doubt(channel: HeightChannel, atUs: number): HeightUse {
  channel.badScore += DOUBT_WEIGHT_HZ * (channel.periodUs / 1e6);
  channel.cleanSinceUs = atUs;
  settle(channel, atUs, DOUBTED);
  return 'skip';
}

function lose(channel: HeightChannel, atUs: number): HeightUse {
  channel.status = 'unreliable';
  channel.reason = STUCK;
  channel.lastUs = atUs;
  channel.cleanSinceUs = atUs;
  return 'lost';
}

/** A jump: a spike, unless enough of them in a row say that the bar is there. */
function suspect(channel: HeightChannel, atUs: number, heightMm: number): HeightUse {
  channel.suspects += 1;
  channel.suspectMm = heightMm;
  channel.badScore += 1;
  channel.cleanSinceUs = atUs;
  const jumped = channel.suspects >= JUMP_AFTER;
  if (jumped) {
    channel.badScore += 1;
    channel.suspects = 0;
    channel.lastUs = atUs;
    channel.lastMm = heightMm;
    channel.readings = 1;
  }
  settle(channel, atUs, JUMPS);
  return jumped ? 'restart' : 'skip';
}

export const isHeightSilent = ({ status, heardUs }: HeightChannel, nowUs: number): boolean =>
  status !== 'absent' && nowUs - heardUs > SILENT_US;

/** Third differences remove the movement (to third order) and multiply white noise by sqrt(20). */
function learn(channel: HeightChannel, atUs: number, heightMm: number, wasBad: boolean): void {
  const sinceUs = atUs - channel.lastUs;
  const steady = sinceUs < 2 * channel.periodUs;
  const readings = steady ? Math.min(channel.readings + 1, LEARNED_AFTER) : 0;
  // Fast at first, then with a time constant of a second.
  const first = channel.readings < LEARNED_AFTER ? 1 / (readings + 1) : 0;
  const share = Math.min(1, Math.max(sinceUs / NOISE_FORGET_US, first));
  const { noiseMm: beforeMm } = channel;
  if (readings >= 3) {
    const thirdMm = Math.abs(heightMm - 3 * channel.lastMm + 3 * channel.before1Mm - channel.before2Mm) / THIRD_GAIN;
    const isLow = thirdMm < QUARTER_SIGMAS * channel.quarterMm;
    channel.quarterMm = Math.max(MIN_NOISE_MM, channel.quarterMm * (isLow ? QUARTER_FALLS : QUARTER_RISES));
    // An impact or a spike spoils four third differences; clipped, it can't fake a noisy sensor, nor can a second reflection in a fifth of the readings.
    const sampleMm = Math.min(thirdMm, CLIPPED * Math.min(beforeMm, channel.quarterMm) + 1);
    channel.noiseMm = Math.max(
      MIN_NOISE_MM,
      Math.sqrt((1 - share) * beforeMm * beforeMm + share * sampleMm * sampleMm),
    );
  }
  channel.before2Mm = channel.before1Mm;
  channel.before1Mm = channel.lastMm;
  channel.lastMm = heightMm;
  channel.lastUs = atUs;
  channel.readings = readings;
  if (sinceUs < HOLE_US) channel.periodUs += PERIOD_FOLLOW * (sinceUs - channel.periodUs);
  channel.suspects = 0;
  if (wasBad || channel.noiseMm > QUIET_MM) channel.cleanSinceUs = atUs;
  channel.noisySinceUs = channel.noiseMm > NOISY_MM ? Math.min(channel.noisySinceUs, atUs) : Number.POSITIVE_INFINITY;
}

function settle(channel: HeightChannel, atUs: number, fault: ChannelReason): void {
  if (channel.badScore >= BAD_LIMIT) {
    if (channel.status === 'unreliable') return;
    channel.status = 'unreliable';
    channel.reason = fault;
  } else if (atUs - channel.noisySinceUs > NOISY_DWELL_US && channel.status === 'ok') {
    channel.status = 'unreliable';
    channel.reason = NOISY;
  } else if (channel.status === 'unreliable' && atUs - channel.cleanSinceUs > RECOVER_US) {
    channel.status = 'ok';
  }
  if (channel.status === 'ok') channel.reason = remarkOn(channel, atUs);
}
