/** The right count of a set, as it is entered on the page. Pure; times are seconds of the set, as on its curves. */
import type { Case, NewCase } from '../../../src/contracts/cases.ts';
import { isCounted } from '../../../src/contracts/events/counted.ts';
import type { Correction } from '../../../src/contracts/members.ts';
import type { RepSpan } from '../set/curves.ts';

export interface Missing {
  readonly fromS: number;
  readonly toS: number;
}

export interface Said {
  /** number: nothing is known but how many there were. */
  readonly mode: 'reps' | 'number';
  /** By the id of the movement. */
  readonly isRep: ReadonlyMap<string, boolean>;
  readonly missing: readonly Missing[];
  readonly number: number;
}

/** A finger points so exactly at a curve. */
const TAP_S = 1;
/** Before the first movement, or after the last one. */
const BESIDE_S = 5;

/** As the set counts now; of a set that is a case already as was said before. */
export function firstSaid(spans: readonly RepSpan[], known: Case | null): Said {
  const now = new Map(spans.map(({ rep }) => [rep.id, isCounted(rep)]));
  const counted = [...now.values()].filter(Boolean).length;
  if (known === null) return { mode: 'reps', isRep: now, missing: [], number: counted };
  const { movements, missing, countedReps } = known.right;
  const first = movements[0];
  if (first === undefined || movements.length !== spans.length)
    return { mode: movements.length === 0 ? 'number' : 'reps', isRep: now, missing: [], number: countedReps };
  // The case has the clock of its recording; the first movement stands on both.
  const byS = first.fromS - spans[0]!.fromS;
  return {
    mode: 'reps',
    isRep: new Map(spans.map(({ rep }, index) => [rep.id, movements[index]!.isRep])),
    missing: missing.map(({ fromS, toS }) => ({ fromS: fromS - byS, toS: toS - byS })),
    number: countedReps,
  };
}

export const middleOf = ({ fromS, toS }: Missing): number => (fromS + toS) / 2;

/** A tap on the curve: a rep is missing there, or the one that is marked there isn't. */
export function tapped(said: Said, atS: number): Said {
  const marked = said.missing.find(({ fromS, toS }) => fromS <= atS && atS <= toS);
  return marked ? without(said, marked) : withMissing(said, { fromS: atS - TAP_S, toS: atS + TAP_S });
}

/** A rep is missing in front of the movement `index`; behind the last one when there is no such movement. */
export function missingBefore(said: Said, spans: readonly RepSpan[], index: number): Said {
  const [before, after] = [spans[index - 1], spans[index]];
  const fromS = before?.toS ?? (after?.fromS ?? BESIDE_S) - BESIDE_S;
  const toS = after?.fromS ?? fromS + BESIDE_S;
  return withMissing(said, { fromS: Math.min(fromS, toS), toS: Math.max(fromS, toS) });
}

const withMissing = (said: Said, one: Missing): Said => ({
  ...said,
  missing: [...said.missing, one].sort((a, b) => middleOf(a) - middleOf(b)),
});

export const without = (said: Said, one: Missing): Said => ({
  ...said,
  missing: said.missing.filter((other) => other !== one),
});

export const answered = (said: Said, repId: string, isRep: boolean): Said => ({
  ...said,
  isRep: new Map([...said.isRep, [repId, isRep]]),
});

export const countOf = ({ mode, isRep, missing, number }: Said): number =>
  mode === 'number' ? number : [...isRep.values()].filter(Boolean).length + missing.length;

export function newCaseOf(said: Said): NewCase {
  const { mode, isRep, missing } = said;
  const countedReps = countOf(said);
  if (mode === 'number') return { countedReps, movements: [], missing: [] };
  return { countedReps, movements: [...isRep].map(([repId, is]) => ({ repId, isRep: is })), missing: [...missing] };
}

/** What of the set has to change, movement by movement. */
export function correctionsOf({ mode, isRep }: Said, spans: readonly RepSpan[]): Correction[] {
  if (mode === 'number') return [];
  return spans.flatMap(({ rep }): Correction[] => {
    const is = isRep.get(rep.id) ?? false;
    return is === isCounted(rep) ? [] : [{ kind: is ? 'restore-rep' : 'exclude-rep', repId: rep.id }];
  });
}
