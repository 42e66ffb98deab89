import { describe, expect, it } from 'vitest';
import type { Measures } from '../../src/core/metrics/measure.ts';
import type { Reason } from '../../src/core/reasons.ts';
import type { RepContext, RepFacts } from '../../src/core/reps/signals.ts';
import type { SetInputs } from '../../src/core/sets/set-machine.ts';
import { doubts, missed, shortOfLearnedMm } from '../../src/core/sets/verdict.ts';
import { options } from '../support/compact-lifts.ts';

const DISTRUST: Reason = { kind: 'turned-back', params: { romMm: 1 } };
const contextOf = (context: Partial<RepContext>): RepContext =>
  ({ romRefMm: null, romMinMm: 150, topRefMm: null, topToleranceMm: 20, learnedOnly: false, ...context }) as RepContext;
const inputsOf = (context: Partial<RepContext> = {}, more: Partial<SetInputs> = {}): SetInputs =>
  ({ options, context: contextOf(context), distrust: null, forceOnly: false, ...more }) as SetInputs;
const factsOf = (facts: Partial<RepFacts>): RepFacts => facts as RepFacts;
const measuresOf = (measures: Partial<Measures>): Measures =>
  ({ carriedN: null, agreement: null, meanVelocityMps: null, concentricS: null, romMm: null, ...measures }) as Measures;

describe('a movement that never reached lockout', () => {
  const verdictOn = (romMm: number | null, highMm: number | null, inputs: SetInputs) => {
    const { verdict, reasons } = missed(factsOf({ highMm }), measuresOf({ romMm }), inputs);
    return [verdict, ...reasons.map(({ kind, params }) => ({ kind, ...params }))];
  };
  const known = { romRefMm: 400, topRefMm: 900 };

  it('is no attempt below half of the set’s range', () => {
    expect(verdictOn(199, 700, inputsOf(known))).toEqual([
      'rejected',
      { kind: 'shorter-than-set', romMm: 199, usualMm: 400 },
    ]);
    expect(verdictOn(200, 850, inputsOf(known))).toEqual(['partial', { kind: 'short-of-lockout', shortMm: 50 }]);
  });

  it('is none below the shortest rep of the exercise, while the lifter’s range isn’t known', () => {
    expect(verdictOn(149, 700, inputsOf())).toEqual([
      'rejected',
      { kind: 'less-than-any-rep', romMm: 149, leastMm: 150 },
    ]);
    expect(verdictOn(150, 700, inputsOf())).toEqual(['partial', { kind: 'turned-back', romMm: 150 }]);
    expect(verdictOn(null, null, inputsOf())[0]).toBe('rejected');
  });

  it('turned back where it did not stay below the top', () => {
    for (const highMm of [900, 920, null])
      expect(verdictOn(300, highMm, inputsOf(known))).toEqual(['partial', { kind: 'turned-back', romMm: 300 }]);
  });

  it('is doubtful while the readings can’t be trusted, but handling all the same', () => {
    const distrusted = inputsOf(known, { distrust: DISTRUST });
    expect(verdictOn(300, 850, distrusted)).toEqual(['doubtful', { kind: 'turned-back', romMm: 1 }]);
    expect(verdictOn(100, 850, distrusted)[0]).toBe('rejected');
  });
});

describe('how far a movement stays below the top that was learned before', () => {
  const learned = { learnedOnly: true, topRefMm: 900, romRefMm: 400, topToleranceMm: 20 };
  const shortMm = (lowMm: number | null, highMm: number | null, context: Partial<RepContext> = learned) =>
    shortOfLearnedMm(factsOf({ lowMm, highMm }), inputsOf(context));

  it('is nothing within the tolerance of that top, however short the way was', () => {
    expect(shortMm(700, 880)).toBe(0);
    expect(shortMm(700, 879)).toBe(400 - 179);
  });

  it('is nothing for a whole rep: the bar stands elsewhere today', () => {
    expect(shortMm(100, 452)).toBe(0);
    expect(shortMm(100, 451)).toBe(900 - 451);
  });

  it('is the larger of what lacks above and of what lacks of the range', () => {
    expect(shortMm(500, 800)).toBe(100);
    expect(shortMm(640, 860)).toBe(180);
  });

  it('is nothing once the set has reps of its own, and where nothing was learned or seen', () => {
    expect(shortMm(500, 800, { ...learned, learnedOnly: false })).toBe(0);
    expect(shortMm(500, 800, { ...learned, topRefMm: null })).toBe(0);
    expect(shortMm(500, 800, { ...learned, romRefMm: null })).toBe(0);
    expect(shortMm(null, 800)).toBe(0);
    expect(shortMm(500, null)).toBe(0);
  });
});

describe('what speaks against counting a movement at lockout', () => {
  const tooFar = measuresOf({ romMm: options.profile.romMaxMm + 1 });
  const facts = factsOf({ sizeMm: null });

  it('is first of all what was distrusted, and nothing else then', () => {
    expect(doubts(facts, tooFar, inputsOf({}, { distrust: DISTRUST }), null)).toEqual([DISTRUST]);
    expect(doubts(facts, tooFar, inputsOf({}, { distrust: DISTRUST, forceOnly: true }), null)).toEqual([DISTRUST]);
  });

  it('is what its readings say; on force alone they say nothing', () => {
    expect(doubts(facts, tooFar, inputsOf(), null).map(({ kind }) => kind)).toEqual(['more-than-plausible']);
    expect(doubts(facts, tooFar, inputsOf({}, { forceOnly: true }), null)).toEqual([]);
    expect(doubts(facts, measuresOf({ romMm: 400 }), inputsOf(), null)).toEqual([]);
  });
});
