import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { analyzeFile } from '../../src/cli/analyze.ts';
import type { AnalysisDocument } from '../../src/contracts/analysis.ts';

/** Where the recordings of other people lie, beside the project; they are never part of it. */
const shared = join(fileURLToPath(new URL('../..', import.meta.url)).replace(/[/\\]dist[/\\]$/, '/'), '..', 'shared');
const root = join(shared, 'recordings');
const caseRoot = join(shared, 'cases');

export const folders = ['lift', 'rest', 'fault', 'force', 'accel', 'noise'] as const;
export type Folder = (typeof folders)[number];

export const present = existsSync(root);
export const casesPresent = existsSync(caseRoot);

export interface Truth {
  readonly reps: number | null;
  readonly acceptableReps: readonly number[] | null;
  readonly mustFlag?: string;
}

export interface Result {
  readonly name: string;
  readonly truth: Truth;
  readonly document: AnalysisDocument;
}

export const namesIn = (folder: Folder): string[] =>
  present
    ? readdirSync(join(root, folder))
        .filter((name) => name.endsWith('.csv'))
        .map((name) => name.slice(0, -4))
    : [];

export const pathOf = (folder: Folder, name: string): string => join(root, folder, `${name}.csv`);

export const truthOf = (folder: Folder, name: string): Truth =>
  JSON.parse(readFileSync(join(root, folder, `${name}.truth.json`), 'utf8')) as Truth;

export async function resultOf(folder: Folder, name: string): Promise<Result> {
  return { name, truth: truthOf(folder, name), document: await analyzeFile(pathOf(folder, name)) };
}

/** Counted beyond the reps that were lifted; a file without a known count holds none. */
export const tooMany = ({ truth, document }: Result): number =>
  Math.max(0, document.countedReps - Math.max(truth.reps ?? 0, ...(truth.acceptableReps ?? [])));

/** How far the count is from the nearest right answer; null where no answer is known. */
export function errorOf({ truth, document }: Result): number | null {
  const answers = truth.acceptableReps ?? (truth.reps === null ? [] : [truth.reps]);
  if (answers.length === 0) return null;
  return Math.min(...answers.map((reps) => Math.abs(document.countedReps - reps)));
}

/** A complaint from the field, made into a small recording with its right value. */
export interface Case {
  readonly name: string;
  readonly right: {
    readonly countedReps: number;
    readonly setReps?: readonly number[];
    /** Loads that must be on record, of sets or of reps. */
    readonly loadsKg?: readonly number[];
    /** Range of the halves that aren't counted. */
    readonly secondHalvesRomMm?: readonly [number, number];
  };
  readonly document: AnalysisDocument;
}

export const caseNames = (): string[] =>
  casesPresent
    ? readdirSync(caseRoot)
        .filter((name) => name.endsWith('.csv'))
        .map((name) => name.slice(0, -4))
    : [];

export async function caseOf(name: string): Promise<Case> {
  const { right } = JSON.parse(readFileSync(join(caseRoot, `${name}.json`), 'utf8')) as Pick<Case, 'right'>;
  return { name, right, document: await analyzeFile(join(caseRoot, `${name}.csv`)) };
}

/** Real lifts with the mean velocity of each rep: by a device, and by the trace itself from its bottom to its first top. */
export interface TimedLift {
  readonly name: string;
  readonly reps: number;
  readonly weak: boolean;
  readonly refVelocityToPeakMps: readonly number[] | null;
  readonly repVelocityMps: readonly number[] | null;
  readonly document: AnalysisDocument;
}

const timedRoot = join(root, 'truth');
export const timedPresent = existsSync(timedRoot);

export const timedNames = (): string[] =>
  timedPresent
    ? readdirSync(timedRoot)
        .filter((name) => name.endsWith('.csv'))
        .map((name) => name.slice(0, -4))
    : [];

export async function timedLiftOf(name: string): Promise<TimedLift> {
  const truth = JSON.parse(readFileSync(join(timedRoot, `${name}.truth.json`), 'utf8')) as {
    reps: number;
    label: string;
    refVelocityToPeakMps?: number[];
    repVelocityMps?: number[];
  };
  return {
    name,
    reps: truth.reps,
    weak: truth.label === 'weak',
    refVelocityToPeakMps: truth.refVelocityToPeakMps ?? null,
    repVelocityMps: truth.repVelocityMps ?? null,
    document: await analyzeFile(join(timedRoot, `${name}.csv`)),
  };
}
