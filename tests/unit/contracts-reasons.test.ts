import { Compile } from 'typebox/compile';
import { describe, expect, test } from 'vitest';
import {
  CHANNEL_REASONS,
  ChannelReason,
  type ChannelReasonCode,
  channelReason,
} from '../../src/contracts/channel-reasons.ts';
import { REASONS, Reason, type ReasonCode, withText } from '../../src/contracts/reasons.ts';
import type {
  ChannelReason as CoreChannelReason,
  ReasonKind as CoreKind,
  Reason as CoreReason,
} from '../../src/core/index.ts';

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

/** The same for channels, where all kinds are the core's. */
const ofChannel = (reason: CoreChannelReason) => reason satisfies ChannelReasonCode;
const ofCore = (reason: ChannelReasonCode) => reason satisfies { kind: CoreChannelReason['kind'] };

describe('what is said of a channel', () => {
  test.each(Object.keys(CHANNEL_REASONS) as (keyof typeof CHANNEL_REASONS)[])('%s is valid, and has a text', (kind) => {
    const params = Object.fromEntries(Object.keys(CHANNEL_REASONS[kind].params.properties).map((name) => [name, 7]));
    const reason = channelReason(ofCore({ kind, params } as ChannelReasonCode) as ChannelReasonCode);
    expect(Compile(ChannelReason).Errors(reason)).toEqual([]);
    for (const value of Object.values(params)) expect(reason.text).toContain(String(value));
  });

  test('comes from the core as it is', () => {
    expect(channelReason(ofChannel({ kind: 'silent', params: { silentS: 1 } })).text).toBe('no reading for 1 s');
  });
});

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
