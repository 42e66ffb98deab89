import type { FigureTexts } from '../locales/finding-texts.ts';

/** What the doctor measured and would have, as it writes most of it; the rest are numbers and the words of other programs. */
const PATTERNS = {
  none: /^none$/,
  notMeasured: /^not measured$/,
  upTo: /^up to (.+)$/,
  atLeast: /^at least (.+)$/,
  readings: /^(\d+) readings$/,
} as const satisfies Record<keyof FigureTexts, RegExp>;

/** `up to 5 N` in the words of a language; what none of them fits stays as the station wrote it. */
export function figureWords(figure: string, texts: FigureTexts): string {
  for (const [name, pattern] of Object.entries(PATTERNS) as [keyof FigureTexts, RegExp][]) {
    const found = pattern.exec(figure);
    if (found) return texts[name](found[1] ?? '');
  }
  return figure;
}
