import { expect, it } from 'vitest';
import type { Measures } from '../../src/core/metrics/measure.ts';
import { emptyTrace, pushTrace, stretchFrom, type Trace } from '../../src/core/metrics/trace.ts';
import type { RepFacts } from '../../src/core/reps/signals.ts';
import { measuredBefore, measuredOf } from '../../src/core/survey/measured.ts';

const facts: RepFacts = {
  startUs: 10e6,
  lockoutUs: 11e6,
  holdEndUs: 12e6,
  endUs: 13e6,
  lowMm: 200,
  highMm: 500,
  sizeMm: 300,
  peakVelocityMps: 0.6,
  stalled: false,
  rocking: false,
  gap: false,
};
const measures = { romMm: 300 } as Measures;
/** Fifty heights a second, from 5 s to 20 s, one of which is doubted. */
function heightsBut(doubtedAtUs: number, untilUs = 20e6): Trace {
  const trace = emptyTrace();
  for (let atUs = 5e6; atUs < untilUs; atUs += 20_000) {
    const reading = { channel: 'height' as const, atUs, value: 300, leftN: Number.NaN, doubted: false };
    pushTrace(trace, reading, atUs === doubtedAtUs ? 0 : 1, Number.NEGATIVE_INFINITY);
  }
  return trace;
}
const isMeasured = (other: Partial<RepFacts>, noiseMm = 2, trace = heightsBut(Number.NaN)): boolean =>
  measuredBefore([{ facts, measures, noiseMm: 2 }], { ...facts, ...other }, stretchFrom(trace, 0), noiseMm) ===
  measures;

it.each<[string, Partial<RepFacts>, Partial<RepFacts>]>([
  ['its start', { startUs: 10e6 - 100e3 }, { startUs: 10e6 - 200e3 }],
  ['its lockout', { lockoutUs: 11e6 + 120e3 }, { lockoutUs: 11e6 + 250e3 }],
  ['the end of its hold', { holdEndUs: 12e6 + 100e3 }, { holdEndUs: 12e6 + 200e3 }],
  ['its end', { endUs: 13e6 - 120e3 }, { endUs: 13e6 - 250e3 }],
  ['its bottom', { lowMm: 203 }, { lowMm: 207 }],
  ['its top', { highMm: 498.5 }, { highMm: 503 }],
])('a movement is measured once as long as %s is seen at about the same place', (_, near, far) => {
  expect([isMeasured(near), isMeasured(far)]).toEqual([true, false]);
});

it('is measured again with other noise, over a gap, and where its end was not seen', () => {
  expect([isMeasured({}, 2.5), isMeasured({}, 3.5), isMeasured({}, 1.2)]).toEqual([true, false, false]);
  expect([isMeasured({ gap: true }), isMeasured({ endUs: null })]).toEqual([false, false]);
});

it('is measured again where one of its heights was doubted', () => {
  const kept = (doubtedAtUs: number): boolean => measuredOf(heightsBut(doubtedAtUs, 13e6), facts, measures, 2) !== null;
  expect([kept(8e6), kept(11e6)]).toEqual([true, false]);
});

it('is measured again where the whole set puts one of its heights in doubt, or one beside it, and no other', () => {
  const measured = (doubtedAtUs: number): boolean => isMeasured({}, 2, heightsBut(doubtedAtUs));
  expect([9e6, 9.7e6, 11e6, 13.3e6, 13.5e6].map(measured)).toEqual([true, false, false, false, true]);
});
