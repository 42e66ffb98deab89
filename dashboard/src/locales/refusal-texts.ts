import type { CalibrationRefusalReason } from '../../../src/contracts/calibration.ts';

/** Why a calibration did not go on, and what to do. English is the station's own, with the numbers. */
export type RefusalTexts = Record<CalibrationRefusalReason, string>;
