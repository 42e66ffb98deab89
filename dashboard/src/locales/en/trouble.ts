import type { Alert, State } from '../../../../src/contracts/events.ts';
import { pluralOf } from '../plural.ts';
import type { AlertTexts, ChannelReasonTexts } from '../reason-texts.ts';

const plural = pluralOf('en');

type Kind = Alert['kind'];

/** What is wrong with a bay. For alerts without numbers the station's English sentence may say more than `remedies`. */
export const trouble = {
  sources: {
    simulated: ['Simulated lifter', 'No board is connected: these numbers are not real.'],
    replay: ['Replay', 'A recording is being played: these numbers are not live.'],
  } satisfies Record<Exclude<State['source'], 'board'>, [string, string]> as Record<
    Exclude<State['source'], 'board'>,
    readonly [title: string, text: string]
  >,
  boardStarting: 'Board is starting',
  boardStartingText: 'Wait a moment.',
  channels: { height: 'Distance sensor', force: 'Load cell' },
  sensors: { load: 'load cell', loadRight: 'right load cell', distance: 'distance sensor' },
  outputs: { ledPin: 'status light', buzzerPin: 'buzzer', tareButtonPin: 'tare button', undoButtonPin: 'undo button' },
  causes: {
    powerOn: 'power was off',
    external: 'reset button or USB',
    brownOut: 'too low a voltage',
    watchdog: 'watchdog',
    unknown: 'cause unknown',
  },
  channelStatus: { ok: 'OK', unreliable: 'unreliable', absent: 'no data' },
  unreliable: (sensor: string) => `${sensor} unreliable`,
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
  } satisfies Record<Kind, string> as Record<Kind, string>,
  remedies: {
    'board-lost': () => 'Plug its USB cable in again. It reconnects by itself.',
    'board-degraded': () => 'Check the cable of the sensor.',
    'height-unreliable': () => 'Clean the sensor and its target.',
    'force-unreliable': () => 'Check the cable and the mount of the load cell.',
    'samples-lost': () => 'Check the USB cable; counts may be missing.',
    'storage-failing': () => 'Free some space on the disk. Sets are kept in memory until then.',
    'computer-slow': ({ bays }, given) =>
      `This computer is too slow for ${plural(given.bays, '1 bay', `${bays} bays`)}: reps may be missing. Stop other programs on it, or use a second one.`,
    'log-ins-failing': () => 'Someone may be guessing passwords. See the audit for the accounts.',
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
    uneven: () => 'One side carries clearly more than the other.',
    overshoot: () => 'The bar goes above the lockout line. Watch the lower back.',
    'hold-missed': () => 'The last holds were too short.',
  } satisfies AlertTexts as AlertTexts,
};

/** Why a sensor is unreliable, or a remark about a reliable one. */
export const channelReasons: ChannelReasonTexts = {
  'no-reading-yet': () => 'no usable reading yet',
  silent: ({ silentS }) => `no reading for ${silentS}`,
  'outliers-rejected': () => 'single readings are far off and rejected',
  'height-doubted': () => 'it doubts its own readings: clean it, or change its target',
  'height-stuck': () => 'it repeats one number: it has stopped measuring',
  'height-jumps': () => 'the height jumps faster than a bar can move',
  'height-noisy': ({ mostMm }) => `the height is noisy (more than ${mostMm}): clean it, or change its target`,
  'force-doubted': () => 'it doubts its own readings: check its cable',
  'force-stuck': () => 'it repeats one number: it has stopped measuring',
  'force-jumps': () => 'the force jumps and comes back at once: check its cable',
  'force-wanders': () => 'the force wanders above and below zero: one of its wires is broken',
};
