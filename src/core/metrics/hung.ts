import { indexFrom, type Trace } from './trace.ts';

/** A bar that hangs in its hooks weighs more than this on their cell (20 kg on two hooks one of which has a cell: 98 N). */
const LEAST_HUNG_N = 80;
/** Its weight stays within this share: nothing is accelerated, and no one takes it up or puts it down. */
const STEADY_SHARE = 0.15;
/** Of the most that the hooks carried of late; less is a zero that is off. */
const LEAST_SHARE = 0.5;
/** A force may be stamped late: what comes off the hooks for the concentric phase shows by then. */
const AFTER_US = 300_000;
const LEAST_READINGS = 4;
/** A cell that has died repeats one number. */
const MOST_REPEATED_SHARE = 0.8;

/** Did the bar hang in its hooks, on whose cell it weighs, all through a concentric phase? Then that was something else in the beam. */
export function isHungThroughout(trace: Trace, fromUs: number, toUs: number): boolean {
  const { count, isHeight, atUs, value } = trace;
  let readings = 0;
  let repeated = 0;
  let sumN = 0;
  let lowN = Number.POSITIVE_INFINITY;
  let highN = Number.NEGATIVE_INFINITY;
  let beforeN = Number.NaN;
  for (let index = indexFrom(trace, 0, count, fromUs); index < count && atUs[index]! <= toUs + AFTER_US; index++) {
    if (isHeight[index] === 1) continue;
    const forceN = value[index]!;
    readings += 1;
    if (forceN === beforeN) repeated += 1;
    sumN += forceN;
    lowN = Math.min(lowN, forceN);
    highN = Math.max(highN, forceN);
    beforeN = forceN;
  }
  const meanN = sumN / readings;
  if (readings < LEAST_READINGS || meanN < LEAST_HUNG_N || repeated > MOST_REPEATED_SHARE * readings) return false;
  if (lowN < (1 - STEADY_SHARE) * meanN || highN > (1 + STEADY_SHARE) * meanN) return false;
  let mostN = 0;
  for (let index = 0; index < count; index++) if (isHeight[index] === 0) mostN = Math.max(mostN, value[index]!);
  return meanN > LEAST_SHARE * mostN;
}
