/** A recording without member, place and date: its header keeps what the analysis uses. */
import { createRecordingParser, type RecordingHeader } from '../../contracts/recording.ts';
import { formatRecordingKeys } from '../../contracts/recording-writer.ts';

/** What is known of the rig and the exercise. Every other key goes, one that is not known here too. */
const KEPT = [
  'height_lag_ms',
  'force_lag_ms',
  'target_hold_s',
  'learned_top_mm',
  'learned_rom_mm',
  'learned_sets',
  'started_s',
] as const;
const SOURCE = /^lockout \((board|simulated|replay)\)$/;

/**
 * @returns the recording, and its header as it is now
 * @throws RecordingError when this is no recording
 */
export function anonymous(csv: string): { csv: string; header: RecordingHeader } {
  const parser = createRecordingParser();
  let at = 0;
  for (;;) {
    const end = csv.indexOf('\n', at);
    const line = csv.slice(at, end === -1 ? undefined : end);
    parser.push(line);
    if (!line.startsWith('#') && line.trim() !== '') break;
    if (end === -1) parser.finish();
    at = end + 1;
  }
  const { source, exercise, forceMount, further } = parser.header();
  const header: RecordingHeader = {
    title: 'wrong count',
    source: SOURCE.test(source) ? source : 'lockout',
    exercise,
    forceMount,
    further: Object.fromEntries(KEPT.flatMap((key) => (further[key] === undefined ? [] : [[key, further[key]]]))),
  };
  return { csv: formatRecordingKeys(header) + csv.slice(at), header };
}
