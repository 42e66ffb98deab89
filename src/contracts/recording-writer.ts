import { RECORDING_VERSION, type RecordingHeader, type RecordingRow } from './recording.ts';

const COLUMNS = 't_s,height_mm,force_n,raw_load,raw_distance_mm,flags,raw_load_right,left_force_n';

/** The lines above the rows, each with its line break. */
export const formatRecordingHeader = (header: RecordingHeader): string => `${formatRecordingKeys(header)}${COLUMNS}\n`;

/** The lines above the names of the columns. Keys and values are made to fit one line. */
export function formatRecordingKeys(header: RecordingHeader): string {
  const keys: [string, string][] = [
    ['lockout-recording', String(RECORDING_VERSION)],
    ['title', header.title],
    ['source', header.source],
    ['exercise', header.exercise],
    ['force_mount', header.forceMount],
    ...Object.entries(header.further),
  ];
  return keys.map(([key, value]) => `# ${key}: ${oneLine(value)}\n`).join('');
}

/**
 * One row with its line break. Times keep their microsecond and values three decimals, which is what calibration
 * gives: parsed again they are the same numbers.
 */
export function formatRecordingRow(row: RecordingRow): string {
  const cells = [
    seconds(row.atUs),
    row.heightMm === null ? '' : row.heightMm.toFixed(3),
    row.forceN === null ? '' : row.forceN.toFixed(3),
    row.rawLoad === null ? '' : String(row.rawLoad),
    row.rawDistanceMm === null ? '' : String(row.rawDistanceMm),
    String(row.flags),
    row.rawLoadRight === undefined ? '' : String(row.rawLoadRight),
    row.leftForceN === undefined ? '' : row.leftForceN.toFixed(3),
  ];
  return `${cells.join(',')}\n`;
}

/** Exact: no division, so no rounding. */
function seconds(atUs: number): string {
  const wholeUs = Math.round(Math.abs(atUs));
  const fraction = String(wholeUs % 1_000_000).padStart(6, '0');
  return `${atUs < 0 ? '-' : ''}${Math.floor(wholeUs / 1_000_000)}.${fraction}`;
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();
