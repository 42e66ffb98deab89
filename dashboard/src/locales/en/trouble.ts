import { alerts } from '../../../../src/contracts/alert-words/en.ts';
import type { State } from '../../../../src/contracts/events.ts';
import type { ChannelReasonTexts } from '../reason-texts.ts';

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
  ...alerts,
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
  'force-jumps': () => 'it jumps and comes back at once: check its cable',
  'force-wanders': () => 'it wanders: check its cable',
};
