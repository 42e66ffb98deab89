import { Compile } from 'typebox/compile';
import { describe, expect, test } from 'vitest';
import { REASONS, Reason, type ReasonCode, withText } from '../../src/contracts/reasons.ts';
import type { ReasonKind as CoreKind, Reason as CoreReason } from '../../src/core/index.ts';

/** Kinds that the core doesn't know: they come from settling a set and from people. Compiles only while nothing is left over. */
type OwnKind = Exclude<keyof typeof REASONS, CoreKind>;
const OWN = ['counted-live', 'part-of-rep', 'no-movement', 'excluded-by', 'counted-by'] as const satisfies OwnKind[];
const nothingElse: Exclude<OwnKind, (typeof OWN)[number]> extends never ? true : never = true;
/** Whatever the core gives is a code of the contract, with the same numbers. */
const ofContract = (reason: CoreReason) => reason satisfies ReasonCode;

const kinds = Object.keys(REASONS) as (keyof typeof REASONS)[];
const numbered = (kind: keyof typeof REASONS) =>
  ({
    kind,
    params: Object.fromEntries(
      Object.entries(REASONS[kind].params.properties).map(([name, schema]) => [
        name,
        (schema as { type: string }).type === 'string' ? 'trainer' : 7,
      ]),
    ),
  }) as ReasonCode;

describe('reasons', () => {
  test('the kinds of the core and our own are all there are', () => {
    expect(nothingElse).toBe(true);
    expect(kinds).toEqual(expect.arrayContaining([...OWN]));
    expect(withText(ofContract({ kind: 'short-of-lockout', params: { shortMm: 21 } }))).toEqual({
      kind: 'short-of-lockout',
      params: { shortMm: 21 },
      text: '21 mm short of lockout',
    });
  });

  test.each(kinds)('%s is valid with its own numbers only, and its text says each of them', (kind) => {
    const check = Compile(Reason);
    const reason = withText(numbered(kind));
    expect(check.Errors(reason)).toEqual([]);
    expect(check.Check({ ...reason, params: { ...reason.params, surprise: 1 } })).toBe(false);
    expect(reason.text).toMatch(/^\p{L}|^\d/u);
    for (const value of Object.values(reason.params)) expect(reason.text).toContain(String(value));
  });

  test('a kind that nobody knows is refused; a sentence of an older station is not', () => {
    const check = Compile(Reason);
    expect(check.Check({ kind: 'because', params: {}, text: 'because' })).toBe(false);
    expect(check.Check({ kind: 'text', params: {}, text: 'samples are missing' })).toBe(true);
  });
});
