/** Plays a recording on a bay as if live: the same rows through the same measuring, paced by the clock. */
import { v7 as newId } from 'uuid';
import type { ReplayStarted } from '../contracts/http.ts';
import { createRecordingParser, type RecordingHeader, type RecordingRow } from '../contracts/recording.ts';
import type { Bay } from './bay.ts';
import { recordingOptions } from './core-options.ts';
import type { Measuring } from './measuring.ts';

const PACE_MS = 10;

/** @throws RecordingError that names line and column when the text is no recording; Error when a replay runs already. */
export function startReplay(bay: Bay, csv: string, speed: number): ReplayStarted {
  if (bay.replaying)
    throw new Error(`a recording is playing on ${bay.config.id} already; stop it first (DELETE on the same address)`);
  if (bay.calibrator.isOpen) throw new Error(`${bay.config.id} is being calibrated; save or abort that first`);
  const { header, rows } = parse(csv);
  const firstUs = rows[0]!.atUs;
  const startedMs = Date.now();
  const measuring = bay.replayMeasuring(recordingOptions(header), {
    newId,
    iso: (atUs) => new Date(startedMs + (atUs - firstUs) / 1000 / speed).toISOString(),
  });
  const timer = play(rows, measuring, speed, bay);
  bay.takeOver(measuring, () => {
    clearInterval(timer);
    measuring.end('source-changed');
    bay.release();
  });
  return { replayId: newId(), samples: rows.length, durationS: (rows.at(-1)!.atUs - firstUs) / 1e6 };
}

function play(rows: readonly RecordingRow[], measuring: Measuring, speed: number, bay: Bay): NodeJS.Timeout {
  const began = performance.now();
  const firstUs = rows[0]!.atUs;
  let next = 0;
  return setInterval(() => {
    const dueUs = firstUs + (performance.now() - began) * 1000 * speed;
    while (next < rows.length && rows[next]!.atUs <= dueUs) bay.takeRow(rows[next++]!, measuring);
    bay.showFrame();
    if (next === rows.length) bay.replaying?.stop();
  }, PACE_MS);
}

function parse(csv: string): { header: RecordingHeader; rows: RecordingRow[] } {
  const parser = createRecordingParser();
  const rows = csv.split('\n').flatMap((line) => parser.push(line) ?? []);
  parser.finish();
  return { header: parser.header(), rows };
}
