import type { ExerciseName, ForceMount } from './common.ts';
import { exerciseNames, isExerciseName } from './exercises.ts';
import type { RecordingHeader, RecordingRow } from './sample.ts';

export type { RecordingHeader, RecordingRow } from './sample.ts';

/**
 * The recording: text, `# key: value` lines, one line of column names, then rows in order of arrival.
 *
 *     # lockout-recording: 1
 *     # title: hip thrust 80 kg
 *     # exercise: hip-thrust
 *     # force_mount: bar
 *     t_s,height_mm,force_n,flags
 *     0.000000,12.250,,0
 *
 * A blank cell means: no reading of that channel at that time. Further columns may follow; those not known here are skipped.
 */
export const RECORDING_VERSION = 1;

/** One reading of a recording, in the shape that the core takes. */
type RecordingInput =
  | { readonly kind: 'height'; readonly atUs: number; readonly heightMm: number; readonly flags?: number }
  | {
      readonly kind: 'force';
      readonly atUs: number;
      readonly forceN: number;
      readonly leftForceN?: number;
      readonly flags?: number;
    }
  | { readonly kind: 'gap'; readonly channel: 'height' | 'force'; readonly fromUs: number; readonly atUs: number };

/** A file that isn't a usable recording. The message names the line, the column and what to do. */
export class RecordingError extends Error {
  override readonly name = 'RecordingError';
}

const MARK = 'lockout-recording';
const COLUMNS = ['t_s', 'height_mm', 'force_n'] as const;
const OPTIONAL_COLUMNS = ['raw_load', 'raw_distance_mm', 'flags', 'raw_load_right', 'left_force_n'] as const;
const MOUNTS: readonly ForceMount[] = ['bar', 'platform', 'hooks', 'none'];
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
/** A line without an end is no text file. */
const MAX_LINE_CHARS = 4096;
/** Longest time that is exact in microseconds: 31 years. */
const MAX_T_S = 1e9;
/** The protocol's flag `afterGap`: readings before this one are missing. */
const AFTER_GAP = 32;

export interface RecordingParser {
  /** Takes one line without its line break. Returns its row, or null for a line without one. Throws RecordingError. */
  push(line: string): RecordingRow | null;
  /** The header; throws RecordingError before the line with the column names has been pushed. */
  header(): RecordingHeader;
  /** Says that the file is over. Throws RecordingError when it held no readings. */
  finish(): void;
}

interface ParserOptions {
  /** Takes the place of the header's own exercise, which is then not looked at. */
  readonly exercise?: ExerciseName;
}

/** A parser to be fed line by line, so that a recording of hours needs no memory. */
export function createRecordingParser(options: ParserOptions = {}): RecordingParser {
  const keys = new Map<string, string>();
  let columns: readonly string[] | null = null;
  let header: RecordingHeader | null = null;
  let lineNumber = 0;
  let rows = 0;
  const lastUs = { height: Number.NEGATIVE_INFINITY, force: Number.NEGATIVE_INFINITY };

  const fail = (what: string): never => {
    throw new RecordingError(`line ${lineNumber}: ${what}`);
  };

  const takeKey = (line: string): void => {
    const match = /^#\s*([A-Za-z][\w-]*)\s*:\s*(.*)$/.exec(line);
    if (match === null) {
      if (keys.size === 0)
        fail(`this is not a Lockout recording; its first line must be "# ${MARK}: ${RECORDING_VERSION}"`);
      return;
    }
    const [, key = '', value = ''] = match;
    if (keys.size === 0 && key !== MARK) {
      fail(`this is not a Lockout recording; its first line must be "# ${MARK}: ${RECORDING_VERSION}"`);
    }
    if (key === MARK && value.trim() !== String(RECORDING_VERSION)) {
      fail(`recording version ${value.trim()} is not known here, only ${RECORDING_VERSION}; use a newer Lockout`);
    }
    keys.set(key, value.trim());
  };

  const takeColumns = (line: string): void => {
    if (!keys.has(MARK)) {
      fail(`this is not a Lockout recording; its first line must be "# ${MARK}: ${RECORDING_VERSION}"`);
    }
    const names = line.split(',').map((name) => name.trim());
    if (COLUMNS.some((name, index) => names[index] !== name)) {
      fail(`the columns must begin with ${COLUMNS.join(',')}, not "${clip(line)}"`);
    }
    columns = names;
    header = readHeader(keys, options, fail);
  };

  const cellOf = (cells: readonly string[], index: number): number | null => {
    const cell = cells[index]?.trim() ?? '';
    if (cell === '') return null;
    if (!NUMBER.test(cell)) {
      return fail(
        `column ${columns?.[index]}: "${clip(cell)}" is not a number; leave the cell blank where there is no reading`,
      );
    }
    const value = Number(cell);
    return Number.isFinite(value) ? value : fail(`column ${columns?.[index]}: ${clip(cell)} is too large`);
  };

  const takeRow = (line: string, names: readonly string[]): RecordingRow => {
    const cells = line.split(',');
    if (cells.length !== names.length) {
      fail(`${cells.length} cells, but ${names.length} columns (${names.join(',')}); is the line cut off?`);
    }
    const tS = cellOf(cells, 0) ?? fail('column t_s: blank; each row needs its time in seconds');
    if (Math.abs(tS) > MAX_T_S) fail(`column t_s: ${cells[0]} is out of range; times are seconds`);
    const optional = (name: (typeof OPTIONAL_COLUMNS)[number]): number | null => {
      const index = names.indexOf(name);
      return index < 0 ? null : cellOf(cells, index);
    };
    const rawLoadRight = optional('raw_load_right');
    const leftForceN = optional('left_force_n');
    const row: RecordingRow = {
      atUs: Math.round(tS * 1e6),
      heightMm: cellOf(cells, 1),
      forceN: cellOf(cells, 2),
      rawLoad: optional('raw_load'),
      rawDistanceMm: optional('raw_distance_mm'),
      flags: optional('flags') ?? 0,
      ...(rawLoadRight === null ? {} : { rawLoadRight }),
      ...(leftForceN === null ? {} : { leftForceN }),
    };
    if (!Number.isInteger(row.flags) || row.flags < 0) fail(`column flags: ${row.flags} is not a whole number from 0`);
    for (const channel of ['height', 'force'] as const) {
      if ((channel === 'height' ? row.heightMm : row.forceN) === null) continue;
      if (row.atUs < lastUs[channel]) {
        fail(
          `column t_s: the time of the ${channel} goes back from ${lastUs[channel] / 1e6} s to ${row.atUs / 1e6} s; rows must be in order of time`,
        );
      }
      lastUs[channel] = row.atUs;
    }
    rows += 1;
    return row;
  };

  return {
    push(rawLine) {
      lineNumber += 1;
      const line = (lineNumber === 1 ? rawLine.replace(/^\uFEFF/, '') : rawLine).replace(/\r$/, '');
      if (line.includes('\0') || line.includes('\uFFFD') || line.length > MAX_LINE_CHARS) {
        fail('this is not a text file, so not a Lockout recording');
      }
      if (line.trim() === '') return null;
      if (line.startsWith('#')) {
        if (columns === null) takeKey(line);
        return null;
      }
      if (columns === null) {
        takeColumns(line);
        return null;
      }
      return takeRow(line, columns);
    },
    header() {
      return header ?? fail('the line with the column names is still to come');
    },
    finish() {
      if (lineNumber === 0) throw new RecordingError('the file is empty; record a set with "lockout record" first');
      if (columns === null) fail(`the file ends before the column names (${COLUMNS.join(',')})`);
      if (rows === 0) fail('the recording holds no readings');
    },
  };
}

function readHeader(keys: Map<string, string>, options: ParserOptions, fail: (what: string) => never): RecordingHeader {
  const exercise = options.exercise ?? keys.get('exercise') ?? 'generic';
  if (!isExerciseName(exercise)) {
    fail(`unknown exercise "${clip(exercise)}"; known are ${exerciseNames.join(', ')} (or give one with --exercise)`);
  }
  const forceMount = keys.get('force_mount') ?? 'none';
  if (!isForceMount(forceMount)) fail(`unknown force_mount "${clip(forceMount)}"; known are ${MOUNTS.join(', ')}`);
  const own = new Set([MARK, 'title', 'source', 'exercise', 'force_mount']);
  return {
    title: keys.get('title') ?? '',
    source: keys.get('source') ?? '',
    exercise: exercise as ExerciseName,
    forceMount: forceMount as ForceMount,
    further: Object.fromEntries([...keys].filter(([key]) => !own.has(key))),
  };
}

const isForceMount = (name: string): name is ForceMount => (MOUNTS as readonly string[]).includes(name);
const clip = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text);

/** Turns rows into the core's inputs, gaps included. Keep one for the whole recording. */
export function createRowReader(): (row: RecordingRow) => RecordingInput[] {
  const lastUs: { height?: number; force?: number } = {};
  return (row) => {
    const inputs: RecordingInput[] = [];
    const flags = row.flags & ~AFTER_GAP;
    const marked = flags === 0 ? {} : { flags };
    const left = row.leftForceN === undefined ? {} : { leftForceN: row.leftForceN };
    for (const channel of ['height', 'force'] as const) {
      const value = channel === 'height' ? row.heightMm : row.forceN;
      if (value === null) continue;
      const fromUs = lastUs[channel];
      if ((row.flags & AFTER_GAP) !== 0)
        inputs.push({ kind: 'gap', channel, fromUs: fromUs ?? row.atUs, atUs: row.atUs });
      lastUs[channel] = row.atUs;
      inputs.push(
        channel === 'height'
          ? { kind: 'height', atUs: row.atUs, heightMm: value, ...marked }
          : { kind: 'force', atUs: row.atUs, forceN: value, ...left, ...marked },
      );
    }
    return inputs;
  };
}
