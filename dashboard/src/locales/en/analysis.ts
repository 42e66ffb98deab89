import {
  RECORDING_FAULTS,
  type RecordingFaultKind,
  type RecordingFaultParams,
} from '../../../../src/contracts/recording-faults.ts';
import { pluralOf } from '../../../../src/contracts/shown.ts';

const plural = pluralOf('en');

type FaultTexts = { readonly [K in RecordingFaultKind]: (params: RecordingFaultParams<K>) => string };

/** The page that analyses a recording in the browser. */
export const analysis = {
  title: 'Analyse a recording',
  lead: 'Count and measure the reps of a recording, and try other settings on it.',
  stays: 'The file stays on this computer: this browser analyses it and sends it nowhere.',
  choose: 'Choose a recording (CSV)',
  drop: 'or drop it here',
  another: 'Another recording',
  formats:
    'Recordings of this station: the raw data of a set, of “lockout record”, or of a case. Other files must be CSV in the same form: first line “# lockout-recording: 1”, then the columns t_s,height_mm,force_n.',
  reading: (share: string) => `Analysing: ${share}`,
  cancel: 'Cancel',
  ofSet: 'the recording of a set',
  tooLarge: (size: string, most: string) =>
    `This file has ${size} MB; the limit here is ${most} MB. Use npx lockout analyze FILE instead.`,
  notOne: 'Drop one file at a time.',
  failed: (why: string) => `The file can’t be analysed: ${why}`,
  faultyTitle: (count: number) => plural(count, 'The file has a fault', `The file has ${count} faults`),
  faultyHint: 'A file with a fault is not counted. Correct the lines, or record again.',
  line: (line: string) => `Line ${line}`,
  wholeFile: 'The file',
  moreFaults: (count: number) => `and ${count} more`,
  /** In English the parser says it; only where the page offers another way out it has its own words. */
  faults: {
    ...RECORDING_FAULTS,
    'unknown-exercise': ({ found, known }) =>
      `unknown exercise “${found}”; known are ${known}. Choose one in the settings to analyse it all the same`,
  } satisfies FaultTexts as FaultTexts,

  counted: (reps: string, sets: string) => `${reps} counted in ${sets}`,
  sets: (count: number) => plural(count, '1 set', `${count} sets`),
  asRecorded: (reps: string) => `As recorded: ${reps}`,
  facts: {
    exercise: 'Exercise',
    mount: 'Load cell',
    length: 'Length',
    readings: 'Readings',
    height: 'Height',
    force: 'Force',
  },
  channel: { ok: 'OK', unreliable: 'unreliable', absent: 'none' },
  leftOut: (count: string) => `${count} rejected outliers`,
  mounts: {
    bar: 'between bar and lifter',
    platform: 'under bar and lifter',
    hooks: 'in the hooks',
    none: 'none',
  },
  thinned:
    'Long recording: the curve shows the lowest and highest reading of each stretch. Counting uses all readings.',
  noMovements: 'No movements found.',

  settings: 'Settings to try',
  settingsHint: 'Blank fields use the values of the recording.',
  asItSays: (what: string) => `as recorded (${what})`,
  useForce: 'Force',
  noForce: 'ignore the force',
  targetHold: 'Target hold',
  heightLag: 'Height lag',
  forceLag: 'Force lag',
  top: 'Expected lockout height',
  range: 'Expected range of motion',
  expectedHint: 'Enter both or neither: the values learned for a member over several sets.',
  again: 'Analyse with these settings',
  reset: 'As recorded',
  notANumber: (from: string, to: string) => `Enter a number from ${from} to ${to}, such as 12.5.`,
  both: 'Enter both height and range, or neither.',

  movements: 'Movements',
  columns: {
    n: 'Rep',
    start: 'Start',
    lockout: 'Lockout',
    up: 'Up',
    hold: 'Hold',
    down: 'Down',
    top: 'Top',
    range: 'Range',
    mean: 'Mean',
    propulsive: 'Mean propulsive',
    peak: 'Peak',
    load: 'Load',
    force: 'Mean force',
    power: 'Mean power',
    work: 'Work',
    verdict: 'Verdict and evidence',
  },
  show: (index: string) => `Show movement ${index} on the curve`,
  more: 'Show more',
  json: 'All figures (JSON)',
  csv: 'Movements (CSV)',
  jsonHint: 'The JSON document is that of npx lockout analyze --json.',
};

export type AnalysisTexts = typeof analysis;
