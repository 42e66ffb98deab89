import { select } from '../metrics/select.ts';
import type { Trace } from '../metrics/trace.ts';

// How far apart in time the first `count` heights are; `at`: where they stand in the trace.
let room = new Float64Array(4096);

/** The usual step of time; several readings of one stamp are one step. */
export function periodOf({ atUs }: Trace, at: Int32Array, count: number): number {
  if (room.length < count) room = new Float64Array(2 * count);
  let steps = 0;
  for (let index = 1; index < count; index++) {
    const stepUs = atUs[at[index]!]! - atUs[at[index - 1]!]!;
    if (stepUs > 0) room[steps++] = stepUs;
  }
  return steps === 0 ? 1000 : Math.max(1000, select(room, 0, steps, steps >> 1));
}

/** Beyond this a step is a hole. Up to so many usual steps in the mean few readings are lost, and the usual one is what the sensor does. */
const MOST_STEP_US = 250_000;
const FEW_LOST = 1.2;

export function spacingOf({ atUs }: Trace, at: Int32Array, count: number, periodUs: number): number {
  let lastsUs = 0;
  let steps = 0;
  for (let index = 1; index < count; index++) {
    const stepUs = atUs[at[index]!]! - atUs[at[index - 1]!]!;
    if (stepUs <= 0 || stepUs > MOST_STEP_US) continue;
    lastsUs += stepUs;
    steps += 1;
  }
  const meanUs = lastsUs / Math.max(1, steps);
  return meanUs > FEW_LOST * periodUs ? meanUs : periodUs;
}
