import type { Correction } from '../../../src/contracts/members.ts';

/** Makes a correction, and says so in these words. */
export type Correct = (correction: Correction, words: string) => void;
