import type { Rep, SetEvent } from '../../../src/contracts/events.ts';
import { createRecordingParser, type RecordingRow } from '../../../src/contracts/recording.ts';
import { setStartS } from '../../../src/contracts/recording-options.ts';
import type { JudgedRep } from '../words.ts';
import type { Curve } from './static-load.ts';

/** What a recording shows, on a clock that starts with the first rep of the set. */
export interface Curves {
  readonly heightCm: Curve;
  readonly velocityMps: Curve;
  /** Empty without a load cell. */
  readonly forceN: Curve;
}

/** Readings farther apart than this have a hole between them. */
const HOLE_S = 0.3;
/** Half the time over which the slope is taken: long enough for the sensor's noise, short against a lift. */
const SLOPE_HALF_S = 0.08;

/** Reads a recording (CSV). Throws RecordingError, whose message names the line. */
export function readCurves(csv: string): Curves {
  const parser = createRecordingParser();
  const reader = createCurveReader();
  for (const line of csv.split('\n')) {
    const row = parser.push(line);
    if (row) reader.take(row);
  }
  parser.finish();
  return reader.finish(setStartS(parser.header()));
}

/** The same for rows that come one by one. `startS`: what is second 0 of the curves, on the clock of the recording. */
export function createCurveReader(): { take(row: RecordingRow): void; finish(startS: number): Curves } {
  const height: Curve = { atS: [], values: [] };
  const forceN: Curve = { atS: [], values: [] };
  return {
    take({ atUs, heightMm, forceN: force }) {
      if (heightMm !== null) add(height, atUs / 1e6, heightMm / 10);
      if (force !== null) add(forceN, atUs / 1e6, force);
    },
    finish(startS) {
      const heightCm = shifted(height, startS);
      return { heightCm, velocityMps: slopeOf(heightCm), forceN: shifted(forceN, startS) };
    },
  };
}

function add(curve: Curve, atS: number, value: number): void {
  const lastS = curve.atS.at(-1);
  if (lastS !== undefined && atS - lastS > HOLE_S) {
    curve.atS.push((atS + lastS) / 2);
    curve.values.push(null);
  }
  curve.atS.push(atS);
  curve.values.push(value);
}

const shifted = (curve: Curve, byS: number): Curve => ({ ...curve, atS: curve.atS.map((atS) => atS - byS) });

/** The slope of a straight line fitted around each reading, as m/s. It is for the eye; the reps have their own figures. */
function slopeOf({ atS, values }: Curve): Curve {
  let from = 0;
  let to = 0;
  const slopes = atS.map((middleS, index) => {
    if (values[index] === null) return null;
    while (middleS - atS[from]! > SLOPE_HALF_S) from += 1;
    while (to < atS.length && atS[to]! - middleS <= SLOPE_HALF_S) to += 1;
    return fitSlope(atS, values, from, to, middleS);
  });
  return { atS, values: slopes };
}

function fitSlope(atS: readonly number[], values: Curve['values'], from: number, to: number, middleS: number) {
  let n = 0;
  let sumT = 0;
  let sumV = 0;
  let sumTT = 0;
  let sumTV = 0;
  for (let index = from; index < to; index++) {
    const value = values[index];
    // A slope over a hole would be made up.
    if (value === null || value === undefined) return null;
    const t = atS[index]! - middleS;
    n += 1;
    sumT += t;
    sumV += value;
    sumTT += t * t;
    sumTV += t * value;
  }
  const spread = n * sumTT - sumT * sumT;
  return n < 3 || spread === 0 ? null : (n * sumTV - sumT * sumV) / spread / 100;
}

export interface Phase {
  readonly kind: 'up' | 'hold' | 'down';
  readonly fromS: number;
  readonly toS: number;
}

/** What is shown of a movement, whether the station has it or a recording was analysed. */
export type ShownRep = JudgedRep & Pick<Rep, 'id' | 'loadKg'>;

export interface RepSpan<R extends ShownRep = Rep> {
  readonly rep: R;
  readonly fromS: number;
  readonly toS: number;
  readonly topS: number;
  readonly phases: readonly Phase[];
}

/** When each movement was, on the clock of the curves. */
export function spansOf(set: SetEvent, reps: readonly Rep[]): RepSpan[] {
  const zeroMs = Date.parse(set.startedAt);
  const at = (iso: string) => (Date.parse(iso) - zeroMs) / 1000;
  return reps.map((rep) => {
    const fromS = at(rep.startedAt);
    const lockoutS = rep.lockoutAt === null ? null : at(rep.lockoutAt);
    const upEndS = lockoutS ?? fromS + (rep.concentricS ?? 0);
    const holdEndS = upEndS + (rep.holdS ?? 0);
    const toS = Math.max(rep.endedAt === null ? holdEndS : at(rep.endedAt), holdEndS);
    const phases: Phase[] = [
      { kind: 'up', fromS, toS: upEndS },
      { kind: 'hold', fromS: upEndS, toS: holdEndS },
      { kind: 'down', fromS: holdEndS, toS },
    ];
    return {
      rep,
      fromS,
      toS,
      topS: (upEndS + holdEndS) / 2,
      phases: phases.filter((phase) => phase.toS > phase.fromS),
    };
  });
}
