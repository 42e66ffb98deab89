import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { Command, InvalidArgumentError, Option } from 'commander';
import { recordingOptions } from '../app/sets/core-options.ts';
import type { ExerciseName } from '../contracts/common.ts';
import { exerciseNames, exercises } from '../contracts/exercises.ts';
import { harmless } from '../contracts/plain-text.ts';
import { type Reason, withText } from '../contracts/reasons.ts';
import {
  createRecordingParser,
  createRowReader,
  RecordingError,
  type RecordingHeader,
} from '../contracts/recording.ts';
import { type Analysis, type Collector, createCollector, type Movement, type Tempo } from '../core/index.ts';

/** The document of `analyze --json`; a stable interface. Times are seconds of the recording's own clock. */
export interface AnalysisDocument {
  readonly schema: 'lockout-analysis/1';
  readonly exercise: ExerciseName;
  readonly channels: Analysis['channels'];
  /** Single readings far off that were not used. */
  readonly leftOut: Analysis['leftOut'];
  readonly countedReps: number;
  readonly sets: readonly {
    readonly startS: number;
    readonly endS: number;
    readonly countedReps: number;
    readonly loadKg: number | null;
    readonly velocityLossPercent: number | null;
    readonly timeUnderTensionS: number | null;
    readonly tempo: Tempo | null;
    /** Null with one load cell. */
    readonly leftSharePercent: number | null;
    readonly reps: readonly MovementDocument[];
  }[];
  readonly movements: readonly MovementDocument[];
}

interface MovementDocument {
  readonly n: number | null;
  readonly verdict: Movement['verdict'];
  /** A code, its numbers, and both in English. */
  readonly reasons: readonly Reason[];
  readonly startS: number;
  readonly lockoutS: number | null;
  readonly holdS: number | null;
  readonly endS: number | null;
  readonly topMm: number | null;
  readonly romMm: number | null;
  readonly concentricS: number | null;
  readonly eccentricS: number | null;
  readonly meanVelocityMps: number | null;
  readonly meanPropulsiveVelocityMps: number | null;
  readonly peakVelocityMps: number | null;
  readonly loadKg: number | null;
  /** Null with one load cell. */
  readonly leftSharePercent: number | null;
  /** Null without a load cell between bar and lifter. */
  readonly meanForceN: number | null;
  readonly peakForceN: number | null;
  readonly meanPowerW: number | null;
  readonly peakPowerW: number | null;
  readonly workJ: number | null;
  readonly flags: readonly string[];
}

/** What takes the place of what the recording says of itself. */
export interface AnalyzeChoices {
  readonly exercise?: ExerciseName;
  readonly heightLagMs?: number;
  readonly forceLagMs?: number;
}

export function analyzeCommand(): Command {
  return new Command('analyze')
    .description('count and measure the reps of a recording')
    .argument('<file>', 'recording (CSV)')
    .option('--json', 'print one JSON document')
    .addOption(
      new Option('--exercise <name>', "take this exercise instead of the recording's own").choices(exerciseNames),
    )
    .option('--height-lag-ms <ms>', "take this lag of the height instead of the recording's own", lagMs)
    .option('--force-lag-ms <ms>', "take this lag of the force instead of the recording's own", lagMs)
    .action(async (file: string, { json, ...choices }: { json?: boolean } & AnalyzeChoices) => {
      try {
        const document = await analyzeFile(file, choices);
        process.stdout.write(json === true ? `${JSON.stringify(document, null, 2)}\n` : harmless(table(document)));
      } catch (error) {
        process.stderr.write(harmless(`lockout analyze: ${file}: ${explain(error)}\n`));
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
export async function analyzeFile(file: string, choices: AnalyzeChoices = {}): Promise<AnalysisDocument> {
  const { exercise, ...lags } = choices;
  const parser = createRecordingParser(exercise === undefined ? {} : { exercise });
  const collectorFor = (header: RecordingHeader) => createCollector({ ...recordingOptions(header), ...lags });
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
  return toDocument(collector.finish(), parser.header().exercise);
}

function toDocument(analysis: Analysis, exercise: ExerciseName): AnalysisDocument {
  return {
    schema: 'lockout-analysis/1',
    exercise,
    channels: analysis.channels,
    leftOut: analysis.leftOut,
    countedReps: analysis.countedReps,
    sets: analysis.sets.map((set) => ({
      startS: seconds(set.startUs),
      endS: seconds(set.endUs),
      countedReps: set.countedReps,
      loadKg: rounded(set.loadKg, 2),
      velocityLossPercent: rounded(set.velocityLossPercent, 1),
      timeUnderTensionS: rounded(set.timeUnderTensionS, 2),
      tempo: set.tempo === undefined ? null : tempoDocument(set.tempo),
      leftSharePercent: rounded(set.leftSharePercent, 1),
      reps: set.movements.filter(({ verdict }) => verdict !== 'rejected').map(movementDocument),
    })),
    movements: analysis.movements.map(movementDocument),
  };
}

function movementDocument(movement: Movement): MovementDocument {
  return {
    n: movement.n,
    verdict: movement.verdict,
    reasons: movement.reasons.map(withText),
    startS: seconds(movement.startUs),
    lockoutS: movement.lockoutUs === null ? null : seconds(movement.lockoutUs),
    holdS: rounded(movement.holdS, 3),
    endS: movement.endUs === null ? null : seconds(movement.endUs),
    topMm: rounded(movement.topMm, 1),
    romMm: rounded(movement.romMm, 1),
    concentricS: rounded(movement.concentricS, 3),
    eccentricS: rounded(movement.eccentricS, 3),
    meanVelocityMps: rounded(movement.meanVelocityMps, 4),
    meanPropulsiveVelocityMps: rounded(movement.meanPropulsiveVelocityMps, 4),
    peakVelocityMps: rounded(movement.peakVelocityMps, 4),
    loadKg: rounded(movement.loadKg, 2),
    leftSharePercent: rounded(movement.leftSharePercent, 1),
    meanForceN: rounded(movement.effort?.meanForceN ?? null, 1),
    peakForceN: rounded(movement.effort?.peakForceN ?? null, 1),
    meanPowerW: rounded(movement.effort?.meanPowerW ?? null, 1),
    peakPowerW: rounded(movement.effort?.peakPowerW ?? null, 1),
    workJ: rounded(movement.effort?.workJ ?? null, 1),
    flags: movement.flags,
  };
}

const tempoDocument = (tempo: Tempo): Tempo => ({
  concentricS: rounded(tempo.concentricS, 3),
  holdS: rounded(tempo.holdS, 3),
  eccentricS: rounded(tempo.eccentricS, 3),
  pauseS: rounded(tempo.pauseS, 3),
});

const seconds = (atUs: number): number => Math.round(atUs) / 1e6;

function rounded(value: number | null, digits: number): number | null {
  return value === null ? null : Number(value.toFixed(digits));
}

function table(document: AnalysisDocument): string {
  const { channels, leftOut } = document;
  const lines = [
    `${exercises[document.exercise].label}: ${document.countedReps} counted reps in ${document.sets.length} set${document.sets.length === 1 ? '' : 's'}`,
    `height ${channels.height}, force ${channels.force}; single readings left out: height ${leftOut.height}, force ${leftOut.force}`,
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

function explain(error: unknown): string {
  if (error instanceof RecordingError) return error.message;
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EISDIR') return 'this is a folder; give one recording';
  if (code === 'EACCES') return 'no right to read this file';
  if (code !== undefined) return `can't be read (${code})`;
  throw error;
}
