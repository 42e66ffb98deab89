import { type CodeOf, entry, textIn } from './codes.ts';
import { count, quantity } from './common.ts';

/** Without its sign, which is said in words. */
const size = (value: number) => (value < 0 ? -value : value);

/**
 * Every alert: its numbers, and what happened and what to do in English. Alerts of board, storage and calibration are raised with a
 * text of their own, which says more; so are those of the channels, whose codes are in the state.
 */
export const ALERTS = {
  'board-lost': entry({}, () => 'The board is not connected. Check its USB cable.'),
  'board-degraded': entry({}, () => 'A sensor sends nothing. Check its cable.'),
  'height-unreliable': entry({}, () => 'The distance sensor is unreliable. Clean it and what it looks at.'),
  'force-unreliable': entry({}, () => 'The load cell is unreliable. Check its cable and its mount.'),
  'samples-lost': entry({}, () => 'Samples are lost. Check the USB cable; reps may be missing.'),
  'storage-failing': entry({}, () => 'Sets cannot be stored. They are kept in memory until the disk has space again.'),
  'computer-slow': entry(
    { bays: count('bays that this computer serves') },
    ({ bays }) =>
      `This computer is too slow for ${bays === 1 ? '1 bay' : `${bays} bays`}: reps may be missing. Stop other programs on it, cool it, or give some of its bays to a second one.`,
  ),
  'log-ins-failing': entry(
    {},
    () => 'Many log-ins fail. Someone may be trying passwords; the audit says for which accounts.',
  ),
  calibrating: entry({}, () => 'The bay is being calibrated. Nothing is counted until it is saved or aborted.'),
  'calibration-unused': entry({}, () => 'The stored calibration does not fit the sensors. Calibrate again.'),
  'load-shift': entry(
    { offsetKg: quantity('kg', { description: 'what the load cell shows though the bar is racked' }) },
    ({ offsetKg }) =>
      `The load cell shows ${offsetKg} kg though the bar is racked and untouched. If something lies on the cell, take it off; if not, its zero has shifted: npx lockout calibrate`,
  ),
  'height-shift': entry(
    { offsetMm: quantity('mm', { description: 'how far the racked bar is above where it was calibrated' }) },
    ({ offsetMm }) =>
      `The racked bar is ${size(offsetMm)} mm ${offsetMm < 0 ? 'below' : 'above'} the height at which it was calibrated. If hooks or plates were changed, that is fine; if not, the distance sensor was knocked: npx lockout calibrate`,
  ),
  'lag-shift': entry(
    { lateMs: quantity('ms', { description: 'how much later than calibrated the force is' }) },
    ({ lateMs }) =>
      `The load cell is ${size(lateMs)} ms ${lateMs < 0 ? 'earlier' : 'later'} than calibrated against the distance sensor, so velocity and hold suffer. Calibrate the lag again (npx lockout calibrate).`,
  ),
  'load-disagrees': entry(
    {
      measuredKg: quantity('kg', { description: 'what the scale shows' }),
      enteredKg: quantity('kg', { description: 'what a person entered' }),
    },
    ({ measuredKg, enteredKg }) =>
      `The scale shows about ${measuredKg} kg, but ${enteredKg} kg was entered. Check the plates on both sides, or enter the load again.`,
  ),
  stalled: entry({}, () => 'The bar has come to rest on its way up. Help the lifter to rack it.'),
  uneven: entry(
    {},
    () =>
      'Three reps in a row were uneven: one side carries clearly more. Check the feet, the pad and the plates of both sides.',
  ),
  overshoot: entry(
    {},
    () =>
      'Three reps in a row went above the usual top: the lower back may be overextended. Ribs down, stop at lockout.',
  ),
  'hold-missed': entry(
    {},
    () => 'Three reps in a row were not held long enough at lockout. Hold each one, or take a lighter load.',
  ),
};

export type AlertCode = CodeOf<typeof ALERTS>;
export type AlertKind = keyof typeof ALERTS;

export const alertText = (code: AlertCode): string => textIn(ALERTS, code);
