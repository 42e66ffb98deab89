/** The numbers of a set follow from its reps alone. Each is worked out by hand here. */
import { expect, test } from 'vitest';
import type { Rep } from '../../src/contracts/events.ts';
import { tally } from '../../src/members/set-tally.ts';
import { makeRep } from '../support/messages.ts';

const at = (seconds: number) => new Date(Date.parse('2026-11-22T18:00:00.000Z') + 1000 * seconds).toISOString();
const rep = (startS: number, endS: number | null, change: Partial<Rep> = {}): Rep =>
  makeRep('bay-1', {
    startedAt: at(startS),
    endedAt: endS === null ? null : at(endS),
    verdict: 'counted',
    correction: null,
    concentricS: 1,
    holdS: 1,
    eccentricS: 2,
    meanVelocityMps: 0.5,
    meanPowerW: 300,
    peakPowerW: 500,
    workJ: 250,
    leftSharePercent: 50,
    ...change,
  });

test('counts by verdict; what a person took out is rejected', () => {
  const reps = [
    rep(0, 4),
    rep(5, 9),
    rep(10, 14, { verdict: 'partial' }),
    rep(15, 19, { verdict: 'doubtful' }),
    rep(20, 24, { verdict: 'rejected', correction: 'excluded' }),
    rep(25, 29, { verdict: 'partial' }),
  ];
  expect(tally(reps)).toMatchObject({ countedReps: 2, partialReps: 2, doubtfulReps: 1, rejectedReps: 1 });
});

test('means, sums and the largest, of counted reps alone', () => {
  const reps = [
    rep(0, 4, {
      holdS: 1,
      meanVelocityMps: 0.6,
      meanPowerW: 300,
      peakPowerW: 520,
      workJ: 250.04,
      leftSharePercent: 48,
    }),
    rep(5, 9, {
      holdS: 2,
      meanVelocityMps: 0.5,
      meanPowerW: 261,
      peakPowerW: 540,
      workJ: 240.03,
      leftSharePercent: 50,
    }),
    rep(11, 15, {
      holdS: 3,
      meanVelocityMps: 0.45,
      meanPowerW: 250,
      peakPowerW: 510,
      workJ: 230,
      leftSharePercent: 53,
    }),
    rep(20, 24, { verdict: 'partial', holdS: 9, meanVelocityMps: 2, meanPowerW: 999, peakPowerW: 999, workJ: 999 }),
  ];
  expect(tally(reps)).toMatchObject({
    meanHoldS: 2,
    bestMeanVelocityMps: 0.6,
    velocityLossPercent: 25,
    timeUnderTensionS: 15,
    tempo: { concentricS: 1, holdS: 2, eccentricS: 2, pauseS: 1.5 },
    meanPowerW: 270.3,
    peakPowerW: 540,
    workJ: 720.1,
    leftSharePercent: 50.3,
  });
});

test('what nobody measured is null, not zero', () => {
  const none = tally([rep(0, 4, { verdict: 'partial' })]);
  expect(none).toMatchObject({
    countedReps: 0,
    tempo: null,
    meanHoldS: null,
    bestMeanVelocityMps: null,
    velocityLossPercent: null,
  });
  const one = tally([rep(0, 4)]);
  expect(one).toMatchObject({ velocityLossPercent: null, tempo: { pauseS: null } });
  expect(tally([rep(0, 4, { meanVelocityMps: 0 }), rep(5, 9, { meanVelocityMps: 0 })]).velocityLossPercent).toBeNull();
  expect(tally([rep(0, 4, { meanVelocityMps: 0.4 }), rep(5, 9, { meanVelocityMps: 0.3 })]).velocityLossPercent).toBe(
    25,
  );
});

test('a pause ends at the next counted rep, is never negative, and of a rep without an end unknown', () => {
  const pauseOf = (...reps: Rep[]) => tally(reps).tempo!.pauseS;
  expect(pauseOf(rep(0, 4), rep(7, 9))).toBe(3);
  expect(pauseOf(rep(0, 4), rep(3.5, 9))).toBe(0);
  expect(pauseOf(rep(0, null), rep(7, 9))).toBeNull();
  expect(pauseOf(rep(0, null), rep(7, 9), rep(10, 12))).toBe(1);
});
