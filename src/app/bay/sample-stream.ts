/** What `lockout record` writes: the rows of a bay from now on, as lines of a recording. */

import { isoNow } from '../../common/clock.ts';
import type { RecordingRow } from '../../contracts/recording.ts';
import { formatRecordingHeader, formatRecordingRow } from '../../contracts/recording-writer.ts';
import type { SampleSubscription } from '../../web/index.ts';
import { recordingHeader } from '../sets/core-options.ts';
import type { Bay } from './bay.ts';

/** @param listener gets one CSV line, without its line break, per row. */
export function sampleStream(bay: Bay, listener: (csvLine: string) => void): SampleSubscription {
  let originUs: number | null = null;
  const onRow = (row: RecordingRow) => {
    originUs ??= row.atUs;
    listener(formatRecordingRow({ ...row, atUs: row.atUs - originUs }).trimEnd());
  };
  bay.on('row', onRow);
  const title = `${bay.config.name} ${isoNow(bay.clock)}`;
  const header = recordingHeader(bay.current.core, title, `lockout (${bay.measuring.source})`, { bay: bay.config.id });
  return { header: formatRecordingHeader(header).trimEnd(), unsubscribe: () => bay.off('row', onRow) };
}
