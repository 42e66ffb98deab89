/** The board and the link to it: what became of its bytes, and its clock against ours. Pure. */
import type { Finding } from '../../contracts/diagnosis.ts';
import { fault, fine, grade, NONE, percentOf, upTo } from './finding.ts';
import type { Observation } from './observation.ts';
import { fitLine } from './statistics.ts';
import type { TrackPoint } from './track.ts';

/** The rig calls a wire bad when one frame in fifty is damaged. */
const DAMAGED_SHARE = 0.02;
/** Some readings wait for a busy controller; one in a hundred is a habit. */
const LATE_SHARE = 0.01;
/** A ceramic resonator is within 5,000 ppm, so is twice that between two of them. */
const CLOCK_PPM = 10_000;
/** Shorter than this, the delays on the way hide the clock's error. */
const CLOCK_NEEDS_S = 5;

export function judgeBoard(observation: Observation): Finding[] {
  const { health, trouble, after, samples } = observation;
  if (health.state === 'lost') return [fault('board-lost', 'board', health.reasons)];
  const findings = [judgeState(observation)];
  const restarts = new Set(samples.map(({ epoch }) => epoch)).size - 1;
  if (restarts > 0) findings.push(fault('board-restarted', 'board', { kind: 'restarts', params: { restarts } }, NONE));
  if (!after) return findings;
  const { damaged, frames, late, received, dropped } = difference(observation);
  const damagedShare = damaged / Math.max(1, frames + damaged);
  const damage = { kind: 'damaged', params: { damaged, messages: frames + damaged } } as const;
  const link = grade(damagedShare, 0, DAMAGED_SHARE);
  if (link === 'fine') findings.push(fine('link', 'board', damage, NONE));
  else findings.push(fault(link === 'mild' ? 'link-noisy' : 'link-damaged', 'board', damage, NONE));
  const lateShare = late / Math.max(1, received);
  const lateText = { kind: 'late', params: { latePercent: percentOf(lateShare) } } as const;
  const lateLimit = upTo(percentOf(LATE_SHARE), '%');
  if (lateShare > LATE_SHARE) findings.push(fault('samples-late', 'board', lateText, lateLimit));
  else findings.push(fine('late', 'board', lateText, lateLimit));
  if (dropped > 0)
    findings.push(fault('queue-full', 'board', { kind: 'readings-dropped', params: { readings: dropped } }, NONE));
  else findings.push(fine('queue', 'board', 'never full'));
  return findings;

  function judgeState({ health: { state, reasons } }: Observation): Finding {
    if (state === 'ok' && trouble.length === 0) return fine('board', 'board', after?.firmware ?? 'answers');
    return fault('board-degraded', 'board', reasons.length > 0 ? reasons : trouble);
  }
}

function difference({ before, after }: Observation) {
  const link = (key: 'framesBadCrc' | 'framesBadLength' | 'parserFaults' | 'framesReceived') =>
    since(before?.link[key], after?.link[key]);
  const slots = (key: 'samplesLate' | 'samplesReceived') =>
    since(
      before?.slots.reduce((sum, slot) => sum + slot[key], 0),
      after?.slots.reduce((sum, slot) => sum + slot[key], 0),
    );
  return {
    damaged: link('framesBadCrc') + link('framesBadLength') + link('parserFaults'),
    frames: link('framesReceived'),
    late: slots('samplesLate'),
    received: slots('samplesReceived'),
    dropped: since(before?.device?.samplesDropped, after?.device?.samplesDropped),
  };
}

/** A counter that went back belongs to a process or a board that started again: then all of it is new. */
function since(before = 0, after = 0): number {
  return after >= before ? after - before : after;
}

/** How fast the board's clock runs against ours: from the reading of each second that took the shortest way. */
export function judgeBoardClock(track: readonly TrackPoint[]): Finding | null {
  const firstUs = track[0]?.atUs ?? 0;
  const fastest = new Map<number, TrackPoint>();
  const delayMs = (point: TrackPoint) => point.hostMs - point.atUs / 1000;
  for (const point of track) {
    const second = Math.floor((point.atUs - firstUs) / 1e6);
    const best = fastest.get(second);
    if (!best || delayMs(point) < delayMs(best)) fastest.set(second, point);
  }
  const points = [...fastest.values()];
  if (points.length < CLOCK_NEEDS_S) return null;
  const line = fitLine(
    points.map(({ atUs }) => (atUs - firstUs) / 1000),
    points.map(delayMs),
  );
  if (!line) return null;
  const ppm = -line.slope * 1e6;
  const texts = [
    { kind: ppm > 0 ? 'clock-fast' : 'clock-slow', params: { ppm: Math.round(Math.abs(ppm)) } } as const,
    upTo(CLOCK_PPM, 'ppm'),
  ] as const;
  return Math.abs(ppm) > CLOCK_PPM
    ? fault('board-clock-off', 'board', ...texts)
    : fine('board-clock', 'board', ...texts);
}
