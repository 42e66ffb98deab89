import type { AnalysisChoices } from '../../../src/contracts/recording-options.ts';
import type { Analysed, Faulty } from './analyse.ts';

export interface Question {
  readonly file: Blob;
  readonly choices: AnalysisChoices;
}
export type Answer = { readonly kind: 'progress'; readonly share: number } | Result;
export type Result = Analysed | Faulty | { readonly kind: 'failed'; readonly why: string };

/** More than an hour of a bay with a fast load cell; the curves of all of it are in memory. */
export const MAX_FILE_BYTES = 64_000_000;

/**
 * Analyses a file in a thread of its own, so that the page stays awake. Each question ends the one before it.
 * @returns what ends it
 */
export function analyseFile({ file, choices }: Question, onAnswer: (answer: Answer) => void): () => void {
  const worker = new Worker(new URL('./analysis-worker.ts', import.meta.url), { type: 'module', name: 'analysis' });
  worker.addEventListener('message', ({ data }: MessageEvent<Answer>) => {
    if (data.kind !== 'progress') worker.terminate();
    onAnswer(data);
  });
  worker.addEventListener('error', ({ message }) => {
    worker.terminate();
    onAnswer({ kind: 'failed', why: message });
  });
  worker.postMessage({ file, choices } satisfies Question);
  return () => worker.terminate();
}
