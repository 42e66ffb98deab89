import { CELL, MIXED } from './axes-cell.ts';
import { DISTANCE } from './axes-distance.ts';
import { FLAGS_AND_OTHERS } from './axes-flags.ts';
import { LAST } from './axes-last.ts';
import { LIFTER } from './axes-lifter.ts';
import { MORE } from './axes-more.ts';
import { READINGS } from './axes-readings.ts';
import { SESSION } from './axes-session.ts';
import type { AttackAxis } from './stage.ts';

/** Every attack. */
export const ATTACKS: readonly AttackAxis[] = [
  ...LIFTER,
  ...DISTANCE,
  ...SESSION,
  ...CELL,
  ...MIXED,
  ...FLAGS_AND_OTHERS,
  ...READINGS,
  ...MORE,
  ...LAST,
];
