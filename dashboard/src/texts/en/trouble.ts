import type { Alert, State } from '../../../../src/contracts/events.ts';

type Kind = Alert['kind'];

/** What is wrong with a bay. In English the station's own sentence says more than `remedies`. */
export const trouble = {
  sources: {
    simulated: ['Simulated lifter', 'No board is connected: nobody lifts this.'],
    replay: ['Replay', 'A recording is being played: nobody lifts this now.'],
  } satisfies Record<Exclude<State['source'], 'board'>, [string, string]> as Record<
    Exclude<State['source'], 'board'>,
    readonly [title: string, text: string]
  >,
  boardStarting: 'Board is starting',
  boardStartingText: 'Wait a moment.',
  channels: { height: 'Distance sensor', force: 'Load cell' },
  channelStatus: { ok: 'well', unreliable: 'unreliable', absent: 'no data' },
  leftOut: 'single readings are far off and left out',
  unreliable: (sensor: string) => `${sensor} unreliable`,
  check: 'Check its cable and its place.',
  titles: {
    'board-lost': 'Board lost',
    'board-degraded': 'A sensor is silent',
    'height-unreliable': 'Distance sensor unreliable',
    'force-unreliable': 'Load cell unreliable',
    'samples-lost': 'Samples lost',
    'storage-failing': 'Sets can’t be stored',
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
    'board-lost': 'Plug its USB cable in again: it is picked up by itself.',
    'board-degraded': 'Check the cable of the sensor.',
    'height-unreliable': 'Clean the sensor and what it looks at.',
    'force-unreliable': 'Check the cable and the mount of the load cell.',
    'samples-lost': 'Check the USB cable; counts may be missing.',
    'storage-failing': 'Free some space on the disk. Sets are kept in memory until then.',
    'log-ins-failing': 'Somebody may be trying passwords. See the audit for which accounts.',
    calibrating: 'Nothing is counted until it is over.',
    'calibration-unused': 'The sensors are not those that were calibrated.',
    'load-shift': 'Rack the bar and tare the bay.',
    'height-shift': 'Rack the bar and calibrate the height.',
    'lag-shift': 'Calibrate the lag of the sensors again.',
    'load-disagrees': 'The load that was entered and the scale differ. Check the plates.',
    stalled: 'The bar has stopped on its way up. Somebody should look.',
    uneven: 'One side carries clearly more than the other.',
    overshoot: 'The bar goes above the lockout line. Watch the lower back.',
    'hold-missed': 'The last holds were too short.',
  } satisfies Record<Kind, string> as Record<Kind, string>,
};
