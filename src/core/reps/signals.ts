import type { Trace } from '../metrics/trace.ts';

/** What a rep machine reports to the set machine; the same from height and from force alone. */
export type RepSignal =
  /** The bar has moved further than noise or a wiggle could. */
  | { readonly kind: 'rise'; readonly atUs: number }
  | { readonly kind: 'lockout'; readonly atUs: number; readonly facts: RepFacts }
  | { readonly kind: 'hold-ended'; readonly atUs: number; readonly facts: RepFacts }
  /** On force alone: the load has been put down. */
  | { readonly kind: 'put-down'; readonly atUs: number }
  /** The movement is over: down again, or given up. */
  | { readonly kind: 'done'; readonly atUs: number; readonly facts: RepFacts };

/** What is known of the movement so far. */
export interface RepFacts {
  readonly startUs: number;
  readonly lockoutUs: number | null;
  readonly holdEndUs: number | null;
  readonly endUs: number | null;
  readonly lowMm: number | null;
  readonly highMm: number | null;
  /** Size of the movement as its machine sees it, for comparing the movements of a set; on height the range of motion. */
  readonly sizeMm: number | null;
  readonly peakVelocityMps: number;
  readonly stalled: boolean;
  readonly rocking: boolean;
  readonly gap: boolean;
}

/** What the rep machine knows of this lifter; brought up to date in place. */
export interface RepContext {
  readonly romMinMm: number;
  /** Usual range and top, of this set and of what was learned before; null while nothing is known. */
  romRefMm: number | null;
  topRefMm: number | null;
  /** How far below `topRefMm` still is lockout. */
  topToleranceMm: number;
  /** No rep of this set has confirmed them yet. */
  learnedOnly: boolean;
  noiseMm: number;
  /** The readings behind it. */
  readonly trace: Trace;
}
