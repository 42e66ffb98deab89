/** Whether the analysis of a case says what was right. Pure. */
import type { AnalysisDocument } from '../../contracts/analysis.ts';
import type { CaseRight } from '../../contracts/cases.ts';

/** On the clock of the recording. missed: a rep that isn't counted; phantom: a count where there was no rep. */
interface CaseFault {
  readonly kind: 'missed' | 'phantom';
  readonly atS: number;
}

export interface CaseJudgement {
  readonly isRight: boolean;
  readonly countedReps: number;
  /** Empty where only the number is known. */
  readonly faults: readonly CaseFault[];
}

/** Another version may see a movement begin or end later by so much. */
const MARGIN_S = 0.5;

interface Span {
  readonly fromS: number;
  readonly toS: number;
}

export function judgeCase({ countedReps, movements }: AnalysisDocument, right: CaseRight): CaseJudgement {
  const isNumberAlone = right.movements.length === 0 && right.missing.length === 0;
  if (isNumberAlone) return { isRight: countedReps === right.countedReps, countedReps, faults: [] };
  const lockouts = movements
    .filter(({ verdict }) => verdict === 'counted')
    .map(({ lockoutS, endS, startS }) => lockoutS ?? endS ?? startS)
    .sort((a, b) => a - b);
  const open: Span[] = [...right.movements.filter(({ isRep }) => isRep), ...right.missing];
  const phantoms: CaseFault[] = [];
  // Points in order, each to the interval that ends first of those that hold it: no other way matches more of them.
  for (const atS of lockouts) {
    const fitting = open.filter(({ fromS, toS }) => fromS - MARGIN_S <= atS && atS <= toS + MARGIN_S);
    const first = fitting.reduce<Span | null>(
      (best, span) => (best === null || span.toS < best.toS ? span : best),
      null,
    );
    if (first === null) phantoms.push({ kind: 'phantom', atS });
    else open.splice(open.indexOf(first), 1);
  }
  const missed = open.map(({ fromS, toS }): CaseFault => ({ kind: 'missed', atS: (fromS + toS) / 2 }));
  const faults = [...missed, ...phantoms].sort((a, b) => a.atS - b.atS);
  return { isRight: faults.length === 0, countedReps, faults };
}
