import Type from 'typebox';
import { type CodedOf, type CodeOf, codedSchema, entry, textIn } from './codes.ts';
import { count, quantity } from './common.ts';

const part = (description: string) => Type.String({ description });

/** Why a part of the stored calibration is not used: it was made with other sensors than the bay has now. */
export const CALIBRATION_MISMATCHES = {
  'calibrated-two-cells': entry({}, () => 'The load was calibrated with two cells; now there is one.'),
  'calibrated-one-cell': entry({}, () => 'The load was calibrated with one cell; now there are two.'),
  'calibrated-other-cell': entry(
    {
      calibrated: part('the amplifier then, such as hx711'),
      calibratedGain: count('its gain'),
      configured: part('the amplifier now'),
      configuredGain: count('its gain'),
    },
    (it) =>
      `The load cell was calibrated with ${it.calibrated} at gain ${it.calibratedGain}; now it is ${it.configured} at gain ${it.configuredGain}.`,
  ),
  'calibrated-other-distance': entry(
    { calibrated: part('the sensor then'), configured: part('the sensor now') },
    (it) => `The distance was calibrated with ${it.calibrated}; now the sensor is ${it.configured}.`,
  ),
  'calibrated-other-rates': entry(
    {
      calibratedLoadHz: quantity('Hz', { description: 'rate of the load cell then' }),
      calibratedDistanceHz: quantity('Hz', { description: 'rate of the distance sensor then' }),
      loadHz: quantity('Hz', { description: 'rate of the load cell now' }),
      distanceHz: quantity('Hz', { description: 'rate of the distance sensor now' }),
    },
    (it) =>
      `The lag was measured at ${it.calibratedLoadHz} and ${it.calibratedDistanceHz} Hz; now the sensors run at ${it.loadHz} and ${it.distanceHz} Hz.`,
  ),
};

export type CalibrationMismatchCode = CodeOf<typeof CALIBRATION_MISMATCHES>;
export const CalibrationMismatch = codedSchema(CALIBRATION_MISMATCHES);
export type CalibrationMismatch = CodedOf<typeof CALIBRATION_MISMATCHES>;
export const calibrationMismatchText = (code: CalibrationMismatchCode): string => textIn(CALIBRATION_MISMATCHES, code);
