/** What a counter reports of one scenario, in the product's own terms. */
import type { Scenario } from './scenario.ts';

export type Verdict = 'counted' | 'partial' | 'doubtful' | 'rejected';

export interface Movement {
  n: number;
  verdict: Verdict;
  startS: number;
  lockoutS: number | null;
  endS: number | null;
  holdS: number | null;
  romMm: number | null;
  meanVelocityMps: number | null;
  loadKg?: number | null;
  flags: string[];
}

export interface ReportedSet {
  startS: number;
  endS: number;
  countedReps: number;
  loadKg: number | null;
  reps: Movement[];
}

export interface Result {
  sets: ReportedSet[];
  /** Every movement, also those of the sets. */
  movements: Movement[];
  /** "Rep counted" as it was told live: when, and which lockout was meant. */
  announced: { atS: number; lockoutS: number | null }[];
}

export type Counter = (scenario: Scenario) => Result;
