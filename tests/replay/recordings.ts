import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type AnalysisDocument, analyzeFile } from '../../src/cli/analyze.ts';

/** Where the recordings of other people lie, beside the project; they are never part of it. */
const root = join(
  fileURLToPath(new URL('../..', import.meta.url)).replace(/[/\\]dist[/\\]$/, '/'),
  '..',
  'shared',
  'recordings',
);

export const folders = ['lift', 'rest', 'fault', 'force', 'accel', 'noise'] as const;
export type Folder = (typeof folders)[number];

export const present = existsSync(root);

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

/** How far the count is from the nearest right answer; null where no answer is known. */
export function errorOf({ truth, document }: Result): number | null {
  const answers = truth.acceptableReps ?? (truth.reps === null ? [] : [truth.reps]);
  if (answers.length === 0) return null;
  return Math.min(...answers.map((reps) => Math.abs(document.countedReps - reps)));
}
