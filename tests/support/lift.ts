import { gzipSync } from 'node:zlib';
import { v7 } from 'uuid';
import type { Rep, SetEvent } from '../../src/contracts/events.ts';
import type { SetDetail } from '../../src/contracts/http.ts';
import { withText } from '../../src/contracts/reasons.ts';
import { formatRecordingHeader, formatRecordingRow } from '../../src/contracts/recording-writer.ts';
import { makeRep, makeSet } from './messages.ts';

const UP_S = 1.1;
const HOLD_S = 1.05;
const DOWN_S = 1.3;
const REST_S = 0.7;
const REP_S = UP_S + HOLD_S + DOWN_S + REST_S;
const PRE_ROLL_S = 3;
const BOTTOM_MM = 120;
const GRAVITY = 9.81;

export interface Lift {
  detail: SetDetail;
  /** As the store keeps it. */
  recording: Buffer;
  csv: string;
}

/** A set whose reps and recording belong together: smooth lifts, one of them short of lockout. */
export function makeLift(bay: string, { reps = 8, loadKg = 80, startedAt = new Date(), topMm = 420 } = {}): Lift {
  const at = (atS: number) => new Date(startedAt.getTime() + atS * 1000).toISOString();
  const short = Math.floor(reps / 2);
  const topOf = (index: number) => (index === short ? topMm - 62 : topMm);
  const set: SetEvent = makeSet(bay, {
    startedAt: at(0),
    endedAt: at(reps * REP_S + 4),
    countedReps: reps - 1,
    partialReps: 1,
    loadKg,
  });
  let n = 0;
  const movements = Array.from({ length: reps }, (_, index): Rep => {
    const fromS = index * REP_S;
    const isShort = index === short;
    return makeRep(bay, {
      id: v7(),
      setId: set.id,
      n: isShort ? null : ++n,
      stage: 'settled',
      verdict: isShort ? 'partial' : 'counted',
      reasons: isShort ? [withText({ kind: 'short-of-lockout', params: { shortMm: 62 } })] : [],
      flags: isShort ? ['short-of-lockout'] : index === 2 ? ['hold-missed'] : [],
      startedAt: at(fromS),
      lockoutAt: isShort ? null : at(fromS + UP_S),
      endedAt: at(fromS + REP_S - REST_S),
      concentricS: UP_S,
      holdS: isShort ? null : HOLD_S,
      eccentricS: DOWN_S,
      romMm: topOf(index) - BOTTOM_MM,
      loadKg,
      meanVelocityMps: (topOf(index) - BOTTOM_MM) / 1000 / UP_S,
      peakVelocityMps: (Math.PI / 2) * ((topOf(index) - BOTTOM_MM) / 1000 / UP_S),
    });
  });

  const heightAt = (atS: number) => {
    const index = Math.floor(atS / REP_S);
    const inRepS = atS - index * REP_S;
    if (atS < 0 || index >= reps) return BOTTOM_MM;
    const spanMm = topOf(index) - BOTTOM_MM;
    if (inRepS < UP_S) return BOTTOM_MM + (spanMm * (1 - Math.cos((Math.PI * inRepS) / UP_S))) / 2;
    if (inRepS < UP_S + HOLD_S) return BOTTOM_MM + spanMm;
    const downS = inRepS - UP_S - HOLD_S;
    return downS < DOWN_S ? BOTTOM_MM + (spanMm * (1 + Math.cos((Math.PI * downS) / DOWN_S))) / 2 : BOTTOM_MM;
  };
  const accelerationAt = (atS: number) =>
    (heightAt(atS + 0.01) - 2 * heightAt(atS) + heightAt(atS - 0.01)) / 1000 / 1e-4;
  const header = formatRecordingHeader({
    title: bay,
    source: 'test',
    exercise: 'hip-thrust',
    forceMount: 'bar',
    further: { started_s: String(PRE_ROLL_S) },
  });
  const lines: string[] = [];
  for (let tS = 0; tS < PRE_ROLL_S + reps * REP_S + 4; tS += 0.02) {
    const atS = tS - PRE_ROLL_S;
    // Noise of a time-of-flight sensor, the same each time.
    const noiseMm = 2 * Math.sin(tS * 977);
    const raw = { rawLoad: null, rawDistanceMm: null, flags: 0, atUs: Math.round(tS * 1e6) };
    lines.push(formatRecordingRow({ ...raw, heightMm: heightAt(atS) + noiseMm, forceN: null }));
    lines.push(formatRecordingRow({ ...raw, heightMm: null, forceN: loadKg * (GRAVITY + accelerationAt(atS)) }));
  }
  const csv = header + lines.join('');
  return { detail: { set, reps: movements }, recording: gzipSync(csv), csv };
}
