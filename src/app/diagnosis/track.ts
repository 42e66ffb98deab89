/** The readings of one sensor in order, on one clock, with what is missing between them. Pure. */
import { SAMPLE_FLAGS } from '../../../firmware-bridge/protocol.ts';
import type { RawSample } from '../../rig/messages.ts';

export interface TrackPoint {
  /** Of the board, going forward across wraps and restarts. */
  atUs: number;
  hostMs: number;
  raw: number;
  /** Millimetres of height or newtons. */
  value: number;
  flags: number;
  /** How far the numbering went since the reading before: 1 when nothing is missing; null at a start. */
  step: number | null;
}

export interface RawPoint {
  sample: RawSample;
  atUs: number;
  value: number;
}

const FAILED = SAMPLE_FLAGS.timeout | SAMPLE_FLAGS.desync | SAMPLE_FLAGS.i2cError;

export const isFailed = (point: TrackPoint): boolean => (point.flags & FAILED) !== 0;
export const isUsable = (point: TrackPoint): boolean =>
  (point.flags & (FAILED | SAMPLE_FLAGS.saturated | SAMPLE_FLAGS.outOfRange)) === 0;

export function trackOf(points: readonly RawPoint[]): TrackPoint[] {
  let before: RawSample | null = null;
  return points.map(({ sample, atUs, value }) => {
    const ahead = before && before.epoch === sample.epoch ? (sample.seq - before.seq) & 0xffff : null;
    before = sample;
    // A slot that is configured anew numbers its readings from 0: that is a start, not 65,000 lost ones.
    const step = ahead === null || ahead === 0 || ahead >= 0x8000 ? null : ahead;
    return { atUs, hostMs: sample.hostMs, raw: sample.raw, value, flags: sample.flags, step };
  });
}

/** Stretches of usable readings without a hole, of about `windowS` each, none with fewer than `least` readings. */
export function windowsOf(track: readonly TrackPoint[], windowS: number, least: number): TrackPoint[][] {
  const windows: TrackPoint[][] = [];
  let current: TrackPoint[] = [];
  const close = () => {
    if (current.length >= least) windows.push(current);
    current = [];
  };
  for (const point of track) {
    if (!isUsable(point) || point.step !== 1) close();
    if (!isUsable(point)) continue;
    if (current.length >= least && point.atUs - current[0]!.atUs >= windowS * 1e6) close();
    current.push(point);
  }
  close();
  return windows;
}
