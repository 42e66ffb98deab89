import type { ChannelStatus } from '../types.ts';
import type { Reading } from './order.ts';

/** Health of the distance sensor: what it says about itself, impossible speeds, noise, silence. */
export interface HeightChannel {
  readonly status: ChannelStatus;
  readonly reason: string;
  readonly lastUs: number;
  readonly lastMm: number;
  /** The three readings before the last, for the third difference. */
  readonly before1Mm: number;
  readonly before2Mm: number;
  readonly readings: number;
  /** Standard deviation of one reading, learned from third differences. */
  readonly noiseMm: number;
  readonly periodUs: number;
  /** Bad readings, forgotten with a time constant of 2 s. */
  readonly badScore: number;
  readonly suspects: number;
  readonly suspectMm: number;
  /** Since when nothing bad was seen; for the way back to ok. */
  readonly cleanSinceUs: number;
  readonly noisySinceUs: number;
}

/** A bar isn't lifted faster than this; Olympic snatches peak at 2.5 m/s. fault/L1 jumps at 8 m/s, fault/R1_pre_gap_idle at 5.6. */
const MAX_RISE_MMPS = 4000;
/** A bar in free fall from 1.3 m; lift/20260529-DL-1 is dropped from 0.6 m. */
const MAX_FALL_MMPS = 5000;
/** Bad readings within about 2 s that make the channel unreliable; one spike alone doesn't. */
const BAD_LIMIT = 2.5;
const BAD_FORGET_US = 2e6;
/** Doubted readings make it unreliable when they are 30 % of all: 2.5 = weight x 0.3 x rate x 2 s. */
const DOUBT_WEIGHT_HZ = 4.2;
/** After so many suspects in a row the place is believed again, and the jump counts as one more fault. */
const JUMP_AFTER = 3;
/** rest/calibrex_R2 (healthy) has 5.4 to 7.1 mm; rest/*_black_mat 13 to 26 mm. Enter above the one, leave below the other. */
const NOISY_MM = 11;
const QUIET_MM = 8.5;
const NOISY_DWELL_US = 1e6;
/** fault/L1 and R1 look healthy for seconds in between. */
const RECOVER_US = 10e6;
const SILENT_US = 1e6;
const THIRD_GAIN = Math.sqrt(20);
const NOISE_FORGET_US = 1e6;
/** Floor of the learned noise: quantised sensors at rest repeat one number (lift/20260527-SQ-1: 10 mm steps). */
const MIN_NOISE_MM = 1;
/** Doubtful at first: rest/calibrex_L1_rest_929mm_black_mat must not look like movement before its noise is known. */
const FIRST_NOISE_MM = 12;
const LEARNED_AFTER = 25;

export const absentHeight: HeightChannel = {
  status: 'absent',
  reason: 'no usable reading yet',
  lastUs: Number.NEGATIVE_INFINITY,
  lastMm: 0,
  before1Mm: 0,
  before2Mm: 0,
  readings: 0,
  noiseMm: FIRST_NOISE_MM,
  periodUs: 50_000,
  badScore: 0,
  suspects: 0,
  suspectMm: 0,
  cleanSinceUs: Number.NEGATIVE_INFINITY,
  noisySinceUs: Number.POSITIVE_INFINITY,
};

export type HeightUse = 'use' | 'restart' | 'skip';

/** Judges one reading. `restart`: the filter starts anew here, since there is nothing to continue from. */
export function judgeHeight(channel: HeightChannel, reading: Reading): { channel: HeightChannel; use: HeightUse } {
  const { atUs, value: heightMm } = reading;
  if (channel.status === 'absent') {
    if (reading.doubted) return { channel, use: 'skip' };
    return {
      channel: {
        ...absentHeight,
        status: 'ok',
        reason: '',
        lastUs: atUs,
        lastMm: heightMm,
        noiseMm: channel.noiseMm,
        periodUs: channel.periodUs,
        cleanSinceUs: atUs,
      },
      use: 'restart',
    };
  }
  const sinceUs = Math.max(1, atUs - channel.lastUs);
  const forgotten = channel.badScore < 1e-3 ? 0 : channel.badScore * Math.exp(-sinceUs / BAD_FORGET_US);
  if (reading.doubted) {
    return {
      channel: settle(
        { ...channel, badScore: forgotten + DOUBT_WEIGHT_HZ * (channel.periodUs / 1e6), cleanSinceUs: atUs },
        atUs,
        'the sensor itself doubts its readings',
      ),
      use: 'skip',
    };
  }
  const stepMm = heightMm - channel.lastMm;
  const marginMm = 20 + 6 * channel.noiseMm;
  const limitMm = ((stepMm > 0 ? MAX_RISE_MMPS : MAX_FALL_MMPS) * sinceUs) / 1e6 + marginMm;
  if (Math.abs(stepMm) > limitMm) {
    const suspects = channel.suspects + 1;
    const jumped = suspects >= JUMP_AFTER;
    const next = {
      ...channel,
      suspects: jumped ? 0 : suspects,
      suspectMm: heightMm,
      badScore: forgotten + (jumped ? 2 : 1),
      cleanSinceUs: atUs,
      ...(jumped ? { lastUs: atUs, lastMm: heightMm, readings: 1 } : {}),
    };
    return {
      channel: settle(next, atUs, 'the height jumps faster than a bar can move'),
      use: jumped ? 'restart' : 'skip',
    };
  }
  // Reached slowly enough only because time went by while it was elsewhere: the jump is confirmed, not a spike.
  const wasElsewhere = channel.suspects > 0 && Math.abs(heightMm - channel.suspectMm) < Math.abs(stepMm);
  const next = learn(channel, atUs, heightMm, wasElsewhere ? forgotten + 1 : forgotten, wasElsewhere);
  return {
    channel: settle(next, atUs, 'the height jumps faster than a bar can move'),
    use: wasElsewhere ? 'restart' : 'use',
  };
}

/** Marks a channel that has been silent for a second as absent. */
export function checkSilence(channel: HeightChannel, nowUs: number): HeightChannel {
  if (channel.status === 'absent' || nowUs - channel.lastUs <= SILENT_US) return channel;
  return { ...channel, status: 'absent', reason: 'no reading for 1 s' };
}

/** Third differences remove the movement (to third order) and multiply white noise by sqrt(20). */
function learn(
  channel: HeightChannel,
  atUs: number,
  heightMm: number,
  badScore: number,
  wasBad: boolean,
): HeightChannel {
  const sinceUs = atUs - channel.lastUs;
  const steady = sinceUs < 2 * channel.periodUs;
  const readings = steady ? Math.min(channel.readings + 1, LEARNED_AFTER) : 0;
  // Fast at first, then with a time constant of a second.
  const first = channel.readings < LEARNED_AFTER ? 1 / (readings + 1) : 0;
  const share = Math.min(1, Math.max(sinceUs / NOISE_FORGET_US, first));
  let noiseMm = channel.noiseMm;
  if (readings >= 3) {
    const thirdMm = heightMm - 3 * channel.lastMm + 3 * channel.before1Mm - channel.before2Mm;
    // An impact or a spike spoils three third differences; clipped, it can't fake a noisy sensor.
    const sampleMm = Math.min(Math.abs(thirdMm) / THIRD_GAIN, 3 * channel.noiseMm + 1);
    noiseMm = Math.max(MIN_NOISE_MM, Math.sqrt((1 - share) * noiseMm * noiseMm + share * sampleMm * sampleMm));
  }
  // Written out: a spread takes several times as long.
  return {
    status: channel.status,
    reason: channel.reason,
    lastUs: atUs,
    lastMm: heightMm,
    before1Mm: channel.lastMm,
    before2Mm: channel.before1Mm,
    readings,
    noiseMm,
    periodUs: sinceUs < 500_000 ? channel.periodUs + 0.05 * (sinceUs - channel.periodUs) : channel.periodUs,
    badScore,
    suspects: 0,
    suspectMm: channel.suspectMm,
    cleanSinceUs: wasBad || noiseMm > QUIET_MM ? atUs : channel.cleanSinceUs,
    noisySinceUs: noiseMm > NOISY_MM ? Math.min(channel.noisySinceUs, atUs) : Number.POSITIVE_INFINITY,
  };
}

function settle(channel: HeightChannel, atUs: number, fault: string): HeightChannel {
  if (channel.badScore >= BAD_LIMIT) {
    return channel.status === 'unreliable' ? channel : { ...channel, status: 'unreliable', reason: fault };
  }
  if (atUs - channel.noisySinceUs > NOISY_DWELL_US && channel.status === 'ok') {
    return {
      ...channel,
      status: 'unreliable',
      reason: `the height is noisy (more than ${NOISY_MM} mm): clean the sensor or change what it looks at`,
    };
  }
  if (channel.status === 'unreliable' && atUs - channel.cleanSinceUs > RECOVER_US) {
    return { ...channel, status: 'ok', reason: '' };
  }
  return channel;
}
