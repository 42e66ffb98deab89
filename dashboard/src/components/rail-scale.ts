import type { LiveFrame } from '../../../src/contracts/live.ts';

/** Room above the lockout line and below the lowest height, as parts of the range between them. */
const ABOVE = 0.22;
const BELOW = 0.06;
/** Until a set shows the range, this much is drawn at least. */
const MIN_RANGE_MM = 250;

/** Where bar and lockout line are on a rail, from 0 at its foot to 1 at its head; null: not known. */
interface Places {
  readonly bar: number | null;
  readonly line: number | null;
}

/** The scale of one rail: the range of the set, or what was seen so far. */
export class RailScale {
  #lowMm = Number.POSITIVE_INFINITY;
  #highMm = Number.NEGATIVE_INFINITY;

  places(frame: LiveFrame | null): Places {
    if (frame === null || frame.heightMm === null) return { bar: null, line: null };
    const { heightMm, topMm, bottomMm } = frame;
    this.#lowMm = Math.min(this.#lowMm, heightMm);
    this.#highMm = Math.max(this.#highMm, heightMm, this.#lowMm + MIN_RANGE_MM);
    const lowMm = bottomMm ?? this.#lowMm;
    const spanMm = Math.max((topMm ?? this.#highMm) - lowMm, 1);
    const place = (mm: number) =>
      Math.min(1, Math.max(0, (mm - lowMm + BELOW * spanMm) / ((1 + ABOVE + BELOW) * spanMm)));
    return { bar: place(heightMm), line: topMm === null ? null : place(topMm) };
  }
}

/** What the bar does: its colour says it. */
export function barState(frame: LiveFrame | null, targetHoldS: number): string {
  if (frame === null || frame.heightMm === null) return 'unknown';
  return frame.phase === 'lockout' && frame.holdS >= targetHoldS ? 'met' : frame.phase;
}
