/** All axes of the judge, in the order of the table. */

import { ATTACKS } from './axes-attacks.ts';
import { FORCES } from './axes-force.ts';
import { FORMS } from './axes-forms.ts';
import { HABITS } from './axes-habits.ts';
import { HANDLING } from './axes-handling.ts';
import type { Axis } from './axes-kit.ts';
import { LIFTS } from './axes-lifts.ts';
import { MIXED } from './axes-mixed.ts';
import { READINGS } from './axes-readings.ts';
import { SENSORS } from './axes-sensors.ts';

export const AXES: readonly Axis[] = [
  ...LIFTS,
  ...HABITS,
  ...FORMS,
  ...HANDLING,
  ...SENSORS,
  ...READINGS,
  ...FORCES,
  ...MIXED,
  ...ATTACKS,
];
