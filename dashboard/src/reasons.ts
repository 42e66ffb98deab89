/** What a reason of the core is about; the texts of each language have a word for each. */
export type ReasonKind =
  | 'short'
  | 'movedOnly'
  | 'tooFar'
  | 'tooLittle'
  | 'turnedBack'
  | 'samplesMissing'
  | 'heightUnreliable'
  | 'forceUnreliable'
  | 'forceAlone'
  | 'racked';

/** The sentences in which `src/core` gives its reasons; `tests/unit/dashboard-reasons.test.ts` fails when one is missing here. */
const SENTENCES: readonly [RegExp, ReasonKind][] = [
  [/^(\d+) mm short of (?:the usual )?lockout$/, 'short'],
  [/^moved (?:only )?(\d+) mm of about (\d+) mm$/, 'movedOnly'],
  [/^moved (\d+) mm, the set's other reps (\d+) mm$/, 'movedOnly'],
  [/^moved (\d+) mm, more than \d+ mm is plausible/, 'tooFar'],
  [/^moved (\d+) mm, less than any rep/, 'tooLittle'],
  [/^turned back after (\d+) mm/, 'turnedBack'],
  [/^samples are missing/, 'samplesMissing'],
  [/^the height is unreliable/, 'heightUnreliable'],
  [/^the force is unreliable/, 'forceUnreliable'],
  [/force alone/, 'forceAlone'],
  [/put on its hooks$/, 'racked'],
];

/** The kind of a reason and its numbers, in millimetres; null when the sentence isn't known. */
export function parseReason(reason: string): { kind: ReasonKind; numbers: number[] } | null {
  for (const [pattern, kind] of SENTENCES) {
    const found = pattern.exec(reason);
    if (found) return { kind, numbers: found.slice(1).map(Number) };
  }
  return null;
}
