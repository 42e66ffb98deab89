import { analysis as de } from './de/analysis.ts';
import { type AnalysisTexts, analysis as en } from './en/analysis.ts';
import { analysis as es } from './es/analysis.ts';
import { type Language, language } from './index.ts';

const TEXTS: Record<Language, AnalysisTexts> = { en, de, es };

/** They come with the page that shows them, not with the first one. */
export const analysisTexts = (): AnalysisTexts => TEXTS[language.value];
