import { pluralOf } from '../shown.ts';
import type { AlertWords } from './alert-words.ts';

const plural = pluralOf('en');

export const alerts: AlertWords = {
  titles: {
    'board-lost': 'Board lost',
    'board-degraded': 'A sensor is silent',
    'height-unreliable': 'Distance sensor unreliable',
    'force-unreliable': 'Load cell unreliable',
    'samples-lost': 'Samples lost',
    'storage-failing': 'Sets can’t be stored',
    'computer-slow': 'Computer too slow',
    'log-ins-failing': 'Many failed log-ins',
    calibrating: 'Being calibrated',
    'calibration-unused': 'Calibrate again',
    'load-shift': 'Load cell shifted',
    'height-shift': 'Distance sensor shifted',
    'lag-shift': 'Sensors out of step',
    'load-disagrees': 'Load does not fit',
    stalled: 'Stalled',
    uneven: 'Uneven',
    overshoot: 'Too high again and again',
    'hold-missed': 'Hold missed again and again',
  },
  remedies: {
    'board-lost': () => 'Plug its USB cable in again. It reconnects by itself.',
    'board-degraded': () => 'Check the cable of the sensor.',
    'height-unreliable': () => 'Clean the sensor and its target.',
    'force-unreliable': () => 'Check the cable and the mount of the load cell.',
    'samples-lost': () => 'Check the USB cable; reps may be missing.',
    'storage-failing': () => 'Free some space on the disk. Sets are kept in memory until then.',
    'computer-slow': ({ bays }, given) =>
      `This computer is too slow for ${plural(given.bays, '1 bay', `${bays} bays`)}: reps may be missing. Stop other programs on it, or use a second one.`,
    'log-ins-failing': () => 'Someone may be guessing passwords: see the audit.',
    calibrating: () => 'Nothing is counted until it ends.',
    'calibration-unused': () => 'The sensors have changed since the calibration.',
    'load-shift': ({ offsetKg }) =>
      `${offsetKg} on the load cell though the bar is racked. Take off what lies on it, or tare the bay.`,
    'height-shift': ({ offsetMm }) =>
      `The racked bar is ${offsetMm} from where it was calibrated. Unless hooks or plates were changed, calibrate the height again.`,
    'lag-shift': ({ lateMs }) =>
      `The force is ${lateMs} late against the height. Calibrate the lag of the sensors again.`,
    'load-disagrees': ({ measuredKg, enteredKg }) =>
      `The scale shows about ${measuredKg}, but ${enteredKg} was entered. Check the plates, or enter the load again.`,
    stalled: () => 'The bar has stopped in mid-rep. Help the lifter to rack it.',
    uneven: () => 'One side carries clearly more.',
    overshoot: () => 'The bar goes above the lockout line. Watch the lower back.',
    'hold-missed': () => 'The last holds were too short.',
  },
};
