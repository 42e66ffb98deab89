/** The readings of one sensor in order, on one clock, with what is missing between them. Pure. */
import { SAMPLE_FLAGS } from '../../../firmware-bridge/protocol.ts';
import { type MicrosState, type UnwrappedMicros, unwrapMicros } from '../../core/index.ts';
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

const FAILED = SAMPLE_FLAGS.timeout | SAMPLE_FLAGS.desync | SAMPLE_FLAGS.i2cError;

export const isFailed = (point: TrackPoint): boolean => (point.flags & FAILED) !== 0;
export const isUsable = (point: TrackPoint): boolean =>
  (point.flags & (FAILED | SAMPLE_FLAGS.saturated | SAMPLE_FLAGS.outOfRange)) === 0;

/** One clock for all samples of a board: it goes forward across wraps, and across restarts by what the host saw pass. */
export function timesOf(samples: readonly RawSample[]): number[] {
  let state: MicrosState | null = null;
  let before: RawSample | null = null;
  let shiftUs = 0;
  let lastUs = 0;
  return samples.map((sample) => {
    const isNew = before !== null && before.epoch !== sample.epoch;
    const unwrapped: UnwrappedMicros = unwrapMicros(isNew ? null : state, sample.atUs);
    if (before && (isNew || unwrapped.restarted))
      shiftUs = lastUs + Math.max(0, (sample.hostMs - before.hostMs) * 1000) - unwrapped.atUs;
    state = unwrapped.state;
    before = sample;
    lastUs = unwrapped.atUs + shiftUs;
    return lastUs;
  });
}

/** The samples of one slot; `value` turns a raw one into millimetres or newtons. */
export function trackOf(
  samples: readonly RawSample[],
  slot: number,
  value: (raw: number) => number,
  times = timesOf(samples),
): TrackPoint[] {
  let before: RawSample | null = null;
  return samples.flatMap((sample, at) => {
    if (sample.slot !== slot) return [];
    const ahead = before && before.epoch === sample.epoch ? (sample.seq - before.seq) & 0xffff : null;
    before = sample;
    // A slot that is configured again numbers its readings from 0: that is a start, not 65,000 lost ones.
    const step = ahead === null || ahead === 0 || ahead >= 0x8000 ? null : ahead;
    const { hostMs, raw, flags } = sample;
    return [{ atUs: times[at]!, hostMs, raw, value: value(raw), flags, step }];
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
