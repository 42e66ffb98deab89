import type { AnalysisDocument, MovementDocument } from '../../../src/contracts/analysis.ts';
import type { Phase, RepSpan, ShownRep } from '../set/curves.ts';

export type AnalysedRep = MovementDocument & ShownRep;

/** When each movement was, on the clock of the recording. */
export function movementSpans({ movements }: AnalysisDocument): RepSpan<AnalysedRep>[] {
  return movements.map((movement, index) => {
    const { startS, lockoutS, endS, concentricS, holdS } = movement;
    const upEndS = lockoutS ?? startS + (concentricS ?? 0);
    const holdEndS = upEndS + (holdS ?? 0);
    const toS = Math.max(endS ?? holdEndS, holdEndS);
    const phases: Phase[] = [
      { kind: 'up', fromS: startS, toS: upEndS },
      { kind: 'hold', fromS: upEndS, toS: holdEndS },
      { kind: 'down', fromS: holdEndS, toS },
    ];
    return {
      rep: {
        ...movement,
        flags: [...movement.flags],
        reasons: [...movement.reasons],
        id: String(index),
        stage: 'settled',
      },
      fromS: startS,
      toS,
      topS: (upEndS + holdEndS) / 2,
      phases: phases.filter((phase) => phase.toS > phase.fromS),
    };
  });
}
