import { expect, test } from 'vitest';
import { CLAIM_CODE_MS, issueClaimCode, NO_CLAIM_CODES, useClaimCode } from '../../src/members/claim-code.ts';

test('a code is good once, at its bay', () => {
  let codes = issueClaimCode(NO_CLAIM_CODES, 'one', 'aaa', 0);
  codes = issueClaimCode(codes, 'two', 'bbb', 0);
  const used = useClaimCode(codes, 'aaa', 1000);
  expect(used?.bay).toBe('one');
  expect(useClaimCode(used!.codes, 'aaa', 1000)).toBeNull();
  expect(useClaimCode(used!.codes, 'bbb', 1000)?.bay).toBe('two');
});

test('a code is over after a minute; the one before a renewal is still good until then', () => {
  let codes = issueClaimCode(NO_CLAIM_CODES, 'one', 'old', 0);
  codes = issueClaimCode(codes, 'one', 'new', 50_000);
  expect(useClaimCode(codes, 'old', CLAIM_CODE_MS - 1)?.bay).toBe('one');
  expect(useClaimCode(codes, 'old', CLAIM_CODE_MS)).toBeNull();
  expect(useClaimCode(codes, 'new', CLAIM_CODE_MS)?.bay).toBe('one');
  expect(useClaimCode(codes, 'made up', 0)).toBeNull();
  expect(CLAIM_CODE_MS).toBe(60_000);
  // Who is over is forgotten when the next one comes, in the very millisecond.
  expect(issueClaimCode(codes, 'one', 'newest', CLAIM_CODE_MS).issued.map(({ code }) => code)).toEqual([
    'new',
    'newest',
  ]);
});

test('a screen that asks again and again keeps the last few codes only', () => {
  let codes = issueClaimCode(NO_CLAIM_CODES, 'two', 'other', 0);
  for (let n = 0; n < 1000; n++) codes = issueClaimCode(codes, 'one', `code-${n}`, n);
  expect(codes.issued).toHaveLength(5);
  expect(useClaimCode(codes, 'code-999', 1000)?.bay).toBe('one');
  expect(useClaimCode(codes, 'other', 1000)?.bay).toBe('two');
});
