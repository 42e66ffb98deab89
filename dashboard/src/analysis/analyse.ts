/** A recording, analysed by the core as `lockout analyze` does it. Knows no browser: it runs in the page's worker, and in tests. */
import { type AnalysisDocument, analysisDocument } from '../../../src/contracts/analysis.ts';
import { createRecordingParser, createRowReader, RecordingError } from '../../../src/contracts/recording.ts';
import type { RecordingFault } from '../../../src/contracts/recording-faults.ts';
import { type AnalysisChoices, recordingOptions } from '../../../src/contracts/recording-options.ts';
import type { RecordingHeader } from '../../../src/contracts/sample.ts';
import { type Collector, createCollector } from '../../../src/core/index.ts';
import { type Curves, createCurveReader } from '../set/curves.ts';
import { createLineSplitter } from './lines.ts';
import { thinnedCurves } from './thinned.ts';

export interface Analysed {
  readonly kind: 'analysed';
  readonly header: RecordingHeader;
  readonly document: AnalysisDocument;
  /** On the clock of the recording, as the document. */
  readonly curves: Curves;
  readonly isThinned: boolean;
  /** Of the first and of the last reading. */
  readonly span: readonly [fromS: number, toS: number];
  readonly readings: number;
}

/** Why a file can't be analysed: the first of its faults, and how many there are. */
export interface Faulty {
  readonly kind: 'faulty';
  readonly faults: readonly RecordingFault[];
  readonly faultCount: number;
}

const SHOWN_FAULTS = 20;
/** A file with so many is something else. */
const MAX_FAULTS = 1000;

/** @param pieces the text of the file, as it comes */
export async function analyse(
  pieces: AsyncIterable<string>,
  choices: AnalysisChoices,
  onPiece: (chars: number) => void = () => undefined,
): Promise<Analysed | Faulty> {
  const { exercise } = choices;
  const parser = createRecordingParser(exercise === undefined ? {} : { exercise });
  const inputsOf = createRowReader();
  const curves = createCurveReader();
  const splitter = createLineSplitter();
  const faults: RecordingFault[] = [];
  let collector: Collector | null = null;
  let [faultCount, readings, firstUs, lastUs] = [0, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];

  const faulted = (error: unknown): void => {
    if (!(error instanceof RecordingError)) throw error;
    faultCount += 1;
    if (faults.length < SHOWN_FAULTS) faults.push(error.fault);
  };
  const take = (line: string): void => {
    const row = parser.push(line);
    // Of a file with a fault only the other faults are of interest.
    if (row === null || faultCount > 0) return;
    collector ??= createCollector(recordingOptions(parser.header(), choices));
    readings += Number(row.heightMm !== null) + Number(row.forceN !== null);
    firstUs = Math.min(firstUs, row.atUs);
    lastUs = Math.max(lastUs, row.atUs);
    curves.take(row);
    for (const input of inputsOf(row)) collector.take(input);
  };
  /** False: what comes can't be read any more. */
  const takeAll = (lines: readonly string[]): boolean => {
    for (const line of lines) {
      try {
        take(line);
      } catch (error) {
        faulted(error);
        if (faultCount >= MAX_FAULTS || !hasHeader(parser) || faults[0]?.kind === 'not-text') return false;
      }
    }
    return true;
  };

  let isReadable = true;
  for await (const piece of pieces) {
    isReadable = takeAll(splitter.push(piece));
    if (!isReadable) break;
    onPiece(piece.length);
  }
  if (isReadable) isReadable = takeAll(splitter.end());
  try {
    if (faultCount === 0) parser.finish();
  } catch (error) {
    faulted(error);
  }
  if (faultCount > 0) return { kind: 'faulty', faults, faultCount };
  const header = parser.header();
  collector ??= createCollector(recordingOptions(header, choices));
  const document = analysisDocument(collector.finish(), header.exercise);
  const span = [firstUs / 1e6, lastUs / 1e6] as const;
  return { kind: 'analysed', header, document, ...thinnedCurves(curves.finish(0)), span, readings };
}

function hasHeader(parser: ReturnType<typeof createRecordingParser>): boolean {
  try {
    parser.header();
    return true;
  } catch {
    return false;
  }
}
