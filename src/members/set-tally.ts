/** The numbers of a set that follow from its movements; the same while it lasts, at its end, and after a correction. */
import { isCounted, type Rep, type SetEvent } from '../contracts/events.ts';
import { rounded } from '../contracts/rounded.ts';
import { loadsOf } from './loads.ts';

type Tally = Pick<
  SetEvent,
  | 'countedReps'
  | 'partialReps'
  | 'doubtfulReps'
  | 'rejectedReps'
  | 'loads'
  | 'meanHoldS'
  | 'bestMeanVelocityMps'
  | 'velocityLossPercent'
  | 'timeUnderTensionS'
  | 'tempo'
  | 'meanPowerW'
  | 'peakPowerW'
  | 'workJ'
  | 'leftSharePercent'
>;

/** @param reps every movement of the set, in order of time */
export function tally(reps: readonly Rep[]): Tally {
  const counted = reps.filter(isCounted);
  const others = reps.filter((rep) => !isCounted(rep));
  const having = (...verdicts: Rep['verdict'][]) => others.filter(({ verdict }) => verdicts.includes(verdict)).length;
  const of = (field: NumberField) => counted.flatMap((rep) => rep[field] ?? []);
  const holdS = rounded(mean(of('holdS')), 3);
  return {
    countedReps: counted.length,
    partialReps: having('partial'),
    doubtfulReps: having('doubtful'),
    rejectedReps: having('rejected', 'counted'), // counted, until a person took it out
    loads: loadsOf(counted),
    meanHoldS: holdS,
    bestMeanVelocityMps: largest(of('meanVelocityMps')),
    velocityLossPercent: rounded(velocityLoss(of('meanVelocityMps')), 1),
    timeUnderTensionS: rounded(sum([...of('concentricS'), ...of('holdS'), ...of('eccentricS')]), 2),
    tempo:
      counted.length === 0
        ? null
        : {
            concentricS: rounded(mean(of('concentricS')), 3),
            holdS,
            eccentricS: rounded(mean(of('eccentricS')), 3),
            pauseS: rounded(mean(pausesS(counted)), 3),
          },
    meanPowerW: rounded(mean(of('meanPowerW')), 1),
    peakPowerW: largest(of('peakPowerW')),
    workJ: rounded(sum(of('workJ')), 1),
    leftSharePercent: rounded(mean(of('leftSharePercent')), 1),
  };
}

type NumberField =
  | 'concentricS'
  | 'holdS'
  | 'eccentricS'
  | 'meanVelocityMps'
  | 'meanPowerW'
  | 'peakPowerW'
  | 'workJ'
  | 'leftSharePercent';

function velocityLoss(velocities: readonly number[]): number | null {
  const fastest = largest(velocities);
  if (velocities.length < 2 || fastest === null || fastest <= 0) return null;
  return (100 * (fastest - velocities.at(-1)!)) / fastest;
}

/** From the end of each rep to the start of the next one that counts. */
const pausesS = (counted: readonly Rep[]): number[] =>
  counted.slice(1).flatMap((rep, index) => {
    const endedAt = counted[index]!.endedAt;
    return endedAt === null ? [] : [Math.max(0, Date.parse(rep.startedAt) - Date.parse(endedAt)) / 1000];
  });

const largest = (values: readonly number[]): number | null => (values.length === 0 ? null : Math.max(...values));
const sum = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]): number | null => (values.length === 0 ? null : sum(values)! / values.length);
