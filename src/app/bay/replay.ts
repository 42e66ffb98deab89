/** Plays a recording on a bay as if live: the same rows through the same measuring, paced by the clock. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { v7 as newId } from 'uuid';
import { type Clock, wallMsAt } from '../../common/clock.ts';
import type { ReplayStarted } from '../../contracts/http.ts';
import {
  createRecordingParser,
  type RecordingHeader,
  type RecordingParser,
  type RecordingRow,
} from '../../contracts/recording.ts';
import { recordingOptions } from '../../contracts/recording-options.ts';
import { ProblemError } from '../../web/index.ts';
import type { Measuring } from '../sets/run.ts';
import type { Bay } from './bay.ts';

const PACE_MS = 10;
/** Longest piece of work at a time: a recording of hours at a thousand times its speed must not hold up the other bays. */
const SLICE_MS = 4;

/** @throws RecordingError that names line and column when the text is no recording; ProblemError when the bay isn't free. */
export async function startReplay(bay: Bay, csv: string, speed: number): Promise<ReplayStarted> {
  const { clock } = bay;
  refuseUnlessFree(bay);
  const { header, samples, firstUs, lastUs } = await survey(csv, clock);
  refuseUnlessFree(bay); // another one may have begun while this one was read
  const startedMs = clock.monoMs();
  const iso = (atUs: number) => new Date(wallMsAt(clock, startedMs + (atUs - firstUs) / 1000 / speed)).toISOString();
  const measuring = bay.measuring.forReplay(recordingOptions(header), iso);
  const timer = play(rowsOf(csv, createRecordingParser()), firstUs, measuring, speed, bay);
  bay.measuring.takeOver(measuring, () => {
    clearInterval(timer);
    measuring.end('source-changed');
    bay.measuring.release();
  });
  return { replayId: newId(), samples, durationS: (lastUs - firstUs) / 1e6 };
}

function refuseUnlessFree(bay: Bay): void {
  if (bay.replaying) throw new ProblemError('bay-replaying', { bay: bay.config.id });
  if (bay.calibrator.isOpen) throw new ProblemError('bay-calibrating', { bay: bay.config.id });
}

/** Takes up to the due row at a time; what is due and not done in time comes in the next turn. */
function play(
  rows: Generator<RecordingRow>,
  firstUs: number,
  measuring: Measuring,
  speed: number,
  bay: Bay,
): NodeJS.Timeout {
  const { clock } = bay;
  const began = clock.monoMs();
  let next = rows.next();
  return setInterval(() => {
    const nowMs = clock.monoMs();
    const dueUs = firstUs + (nowMs - began) * 1000 * speed;
    while (!next.done && next.value.atUs <= dueUs && clock.monoMs() - nowMs < SLICE_MS) {
      bay.takeRow(next.value, measuring);
      next = rows.next();
    }
    bay.showFrame();
    if (next.done) bay.replaying?.stop();
  }, PACE_MS);
}

interface Survey {
  header: RecordingHeader;
  samples: number;
  firstUs: number;
  lastUs: number;
}

/** Reads the whole recording once, so that a fault in it is reported before anything plays; the rows are not stored. */
async function survey(csv: string, clock: Clock): Promise<Survey> {
  const parser = createRecordingParser();
  let samples = 0;
  let firstUs = 0;
  let lastUs = 0;
  let turnMs = clock.monoMs();
  for (const row of rowsOf(csv, parser)) {
    if (samples++ === 0) firstUs = row.atUs;
    lastUs = row.atUs;
    if (clock.monoMs() - turnMs < SLICE_MS) continue;
    await nextTurn();
    turnMs = clock.monoMs();
  }
  parser.finish();
  return { header: parser.header(), samples, firstUs, lastUs };
}

function* rowsOf(csv: string, parser: RecordingParser): Generator<RecordingRow> {
  for (let from = 0; from < csv.length; ) {
    const lineEnd = csv.indexOf('\n', from);
    const to = lineEnd < 0 ? csv.length : lineEnd;
    const row = parser.push(csv.slice(from, to));
    from = to + 1;
    if (row) yield row;
  }
}
