/** All axes of the judge, in the order of the table. */
import type { Axis } from './axes-kit.ts';
import { HANDLING, LIFTS } from './axes-lifts.ts';
import { SENSORS } from './axes-sensors.ts';

export const AXES: readonly Axis[] = [...LIFTS, ...HANDLING, ...SENSORS];
