/** Everything that can be wrong with a file that should be a recording: a code, its numbers and words, and both in English. */
const MARK_LINE = '# lockout-recording: 1';
const NOT_A_RECORDING = `this is not a Lockout recording; its first line must be "${MARK_LINE}"`;

/** Each with its text in English. */
export const RECORDING_FAULTS = {
  'not-a-recording': () => NOT_A_RECORDING,
  'unknown-version': ({ found, known }: { found: string; known: string }) =>
    `recording version ${found} is not known here, only ${known}; use a newer Lockout`,
  'wrong-columns': ({ found, wanted }: { found: string; wanted: string }) =>
    `the columns must begin with ${wanted}, not "${found}"`,
  'wrong-cell-count': ({ cells, columns, names }: { cells: number; columns: number; names: string }) =>
    `${cells} cells, but ${columns} columns (${names}); is the line cut off?`,
  'not-a-number': ({ column, found }: { column: string; found: string }) =>
    `column ${column}: "${found}" is not a number; leave the cell blank where there is no reading`,
  'too-large': ({ column, found }: { column: string; found: string }) => `column ${column}: ${found} is too large`,
  'no-time': () => 'column t_s: blank; each row needs its time in seconds',
  'time-out-of-range': ({ found }: { found: string }) => `column t_s: ${found} is out of range; times are seconds`,
  'bad-flags': ({ found }: { found: string }) => `column flags: ${found} is not a whole number from 0`,
  'time-goes-back': ({ channel, lastS, atS }: { channel: 'height' | 'force'; lastS: number; atS: number }) =>
    `column t_s: the time of the ${channel} goes back from ${lastS} s to ${atS} s; rows must be in order of time`,
  'not-text': () => 'this is not a text file, so not a Lockout recording',
  'unknown-exercise': ({ found, known }: { found: string; known: string }) =>
    `unknown exercise "${found}"; known are ${known} (or give one with --exercise)`,
  'unknown-mount': ({ found, known }: { found: string; known: string }) =>
    `unknown force_mount "${found}"; known are ${known}`,
  'no-columns-yet': () => 'the line with the column names is still to come',
  'no-columns': ({ wanted }: { wanted: string }) => `the file ends before the column names (${wanted})`,
  'no-readings': () => 'the recording holds no readings',
  empty: () => 'the file is empty; record a set with "lockout record" first',
} as const;

type Faults = typeof RECORDING_FAULTS;
export type RecordingFaultKind = keyof Faults;
/** What the text of a fault is made of. */
export type RecordingFaultParams<K extends RecordingFaultKind> = Parameters<Faults[K]> extends [infer P] ? P : object;
export type RecordingFault = {
  [K in RecordingFaultKind]: {
    readonly kind: K;
    /** Where it was found, from 1; null: the file as a whole. */
    readonly line: number | null;
    readonly params: RecordingFaultParams<K>;
  };
}[RecordingFaultKind];

const textOf = ({ kind, params }: RecordingFault): string =>
  (RECORDING_FAULTS[kind] as (params: object) => string)(params);

/** A file that isn't a usable recording. The message names the line, the column and what to do. */
export class RecordingError extends Error {
  override readonly name = 'RecordingError';
  readonly fault: RecordingFault;

  constructor(fault: RecordingFault) {
    const text = textOf(fault);
    super(fault.line === null ? text : `line ${fault.line}: ${text}`);
    this.fault = fault;
  }
}
