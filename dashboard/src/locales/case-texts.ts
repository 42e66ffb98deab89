import { cases as de } from './de/cases.ts';
import { type CaseTexts, cases as en } from './en/cases.ts';
import { cases as es } from './es/cases.ts';
import { type Language, language } from './index.ts';

const TEXTS: Record<Language, CaseTexts> = { en, de, es };

/** Texts of pages that most people never open: they come with those pages, not with the first one. */
export const caseTexts = (): CaseTexts => TEXTS[language.value];
