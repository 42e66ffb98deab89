import { readFileSync } from 'node:fs';
import type { TestSpecification } from 'vitest/node';
import { BaseSequencer } from 'vitest/node';

/** What takes long in a test file, by its words: real stations, kills, browsers. */
const WEIGHTS: readonly [words: RegExp, weight: number][] = [
  [/killAgainAndAgain/g, 50],
  [/\bsizesOf\(/g, 25],
  [/\bsimulate\(/g, 10],
  [/\b(startGym|startStation|upStation|runLockout|startRig)\(/g, 3],
  [/\buse(Dashboard|Chromium)\(/g, 5],
  [/\b(startBench|startWatched|emulated)/g, 1],
];

/**
 * The longest files first, so that none of them runs alone at the end while other cores wait; Vitest knows only after a first run which those
 * are, and on a fresh clone there was none. Files that share a process are last, without others between them: Vitest keeps it only for the next
 * file in the list, and a new one loads every module again.
 */
export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const weights = new Map(files.map((file) => [file, weightOf(file.moduleId)]));
    const isAlone = ({ project }: TestSpecification) => Number(project.config.isolate);
    return files.toSorted(
      (a, b) => isAlone(b) - isAlone(a) || weights.get(b)! - weights.get(a)! || a.moduleId.localeCompare(b.moduleId),
    );
  }
}

function weightOf(path: string): number {
  const text = readFileSync(path, 'utf8');
  return WEIGHTS.reduce((sum, [words, weight]) => sum + weight * (text.match(words)?.length ?? 0), 0);
}
