import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { Command, InvalidArgumentError, Option } from 'commander';
import { fileFault } from '../common/file-fault.ts';
import { type AnalysisDocument, analysisDocument } from '../contracts/analysis.ts';
import { exerciseNames, exercises } from '../contracts/exercises.ts';
import { harmless } from '../contracts/plain-text.ts';
import {
  createRecordingParser,
  createRowReader,
  RecordingError,
  type RecordingHeader,
} from '../contracts/recording.ts';
import { type AnalysisChoices, recordingOptions } from '../contracts/recording-options.ts';
import { type Collector, createCollector } from '../core/index.ts';

export function analyzeCommand(): Command {
  return new Command('analyze')
    .description('count and measure the reps of a recording')
    .argument('<file>', 'recording (CSV)')
    .option('--json', 'print one JSON document')
    .addOption(new Option('--exercise <name>', "use this exercise instead of the recording's").choices(exerciseNames))
    .option('--height-lag-ms <ms>', "use this height lag instead of the recording's", lagMs)
    .option('--force-lag-ms <ms>', "use this force lag instead of the recording's", lagMs)
    .action(async (file: string, { json, ...choices }: { json?: boolean } & AnalysisChoices) => {
      try {
        const document = await analyzeFile(file, choices);
        process.stdout.write(json === true ? `${JSON.stringify(document, null, 2)}\n` : harmless(table(document)));
      } catch (error) {
        process.stderr.write(harmless(`lockout analyze: ${explain(file, error)}\n`));
        process.exitCode = 2;
      }
    });
}

/** A lag of a second would be no sensor's. */
const MOST_LAG_MS = 1000;

function lagMs(text: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (value >= 0 && value <= MOST_LAG_MS) return value;
  throw new InvalidArgumentError(`Give milliseconds from 0 to ${MOST_LAG_MS}.`);
}

/** Reads line by line, so that an hour of samples needs no more memory than a minute. Throws RecordingError or a file error. */
export async function analyzeFile(file: string, choices: AnalysisChoices = {}): Promise<AnalysisDocument> {
  const { exercise } = choices;
  const parser = createRecordingParser(exercise === undefined ? {} : { exercise });
  const collectorFor = (header: RecordingHeader) => createCollector(recordingOptions(header, choices));
  const inputsOf = createRowReader();
  let collector: Collector | null = null;
  const stream = createReadStream(file, 'utf8');
  try {
    for await (const line of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) {
      const row = parser.push(line);
      if (row === null) continue;
      collector ??= collectorFor(parser.header());
      for (const input of inputsOf(row)) collector.take(input);
    }
  } finally {
    stream.destroy();
  }
  parser.finish();
  collector ??= collectorFor(parser.header());
  return analysisDocument(collector.finish(), parser.header().exercise);
}

function table(document: AnalysisDocument): string {
  const { channels, leftOut } = document;
  const lines = [
    `${exercises[document.exercise].label}: ${document.countedReps} counted reps in ${document.sets.length} set${document.sets.length === 1 ? '' : 's'}`,
    `height ${channels.height}, force ${channels.force}; rejected outliers: height ${leftOut.height}, force ${leftOut.force}`,
    '',
    row(['n', 'verdict', 'start s', 'lockout s', 'hold s', 'rom mm', 'mean m/s', 'peak m/s', 'remarks']),
    ...document.movements.map((movement) =>
      row([
        cell(movement.n, 0),
        movement.verdict,
        cell(movement.startS, 2),
        cell(movement.lockoutS, 2),
        cell(movement.holdS, 2),
        cell(movement.romMm, 0),
        cell(movement.meanVelocityMps, 3),
        cell(movement.peakVelocityMps, 3),
        [...movement.reasons.map(({ text }) => text), ...movement.flags].join('; '),
      ]),
    ),
  ];
  return `${lines.join('\n')}\n`;
}

const WIDTHS = [3, 9, 9, 10, 8, 8, 9, 9] as const;
const row = (cells: readonly string[]): string =>
  cells
    .map((text, index) => (index === 1 ? text.padEnd(WIDTHS[index]!) : text.padStart(WIDTHS[index] ?? 0)))
    .join('  ')
    .trimEnd();
const cell = (value: number | null, digits: number): string => (value === null ? '-' : value.toFixed(digits));

function explain(file: string, error: unknown): string {
  const fault = error instanceof RecordingError ? `${file}: ${error.message}` : fileFault(error, file);
  if (fault === null) throw error;
  return fault;
}
