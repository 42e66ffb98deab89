/** Looks for words in files, byte by byte. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Of each file in a folder, which of the words are in it, as UTF-8 and as UTF-16. */
export function wordsIn(folder: string, words: readonly string[]): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .flatMap((entry) => {
      const bytes = readFileSync(join(entry.parentPath, entry.name));
      return words
        .filter((word) => bytes.includes(word) || bytes.includes(Buffer.from(word, 'utf16le')))
        .map((word) => `${entry.name}: ${word}`);
    });
}
