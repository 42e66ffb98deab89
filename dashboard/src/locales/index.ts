import { computed, signal } from '@preact/signals';
import type { Texts } from './en.ts';
import { first } from './en-first.ts';
import type { ProblemTexts } from './problem-texts.ts';

/** Each in its own language, so that who reads only one finds it. */
export const LANGUAGES = { en: 'English', de: 'Deutsch', es: 'Español' } as const;
export type Language = keyof typeof LANGUAGES;

/** The English of the bay screen is part of the page; the rest comes when it is wanted. */
interface Loaded {
  readonly texts: Texts;
  /** Null: the station's own English. */
  readonly problems: ProblemTexts | null;
}
const loaders: Record<Language, () => Promise<Loaded>> = {
  en: async () => ({ texts: (await import('./en.ts')).en, problems: null }),
  de: async () => {
    const { de, problems } = await import('./de.ts');
    return { texts: de, problems };
  },
  es: async () => {
    const { es, problems } = await import('./es.ts');
    return { texts: es, problems };
  },
};

const shown = signal<Loaded & { language: Language }>({ language: 'en', texts: first as Texts, problems: null });

export const language = computed(() => shown.value.language);
/** The texts of the language in use: `t().bay.load`. What reads it is drawn anew when the language changes. */
export const t = (): Texts => shown.value.texts;
export const problemTexts = (): ProblemTexts | null => shown.value.problems;

export const isLanguage = (name: string | null | undefined): name is Language =>
  name !== null && name !== undefined && Object.hasOwn(LANGUAGES, name);

/** Fetches the English of the pages that are not in the first load; each of them waits for it. */
export async function loadAllTexts(): Promise<void> {
  if (shown.peek().texts === first) await showTexts('en');
}

/** Shows the page in this language; the old one stays when its texts can't be fetched. */
export async function showLanguage(next: Language): Promise<void> {
  if (next !== shown.peek().language) await showTexts(next);
  else document.documentElement.lang = next;
}

async function showTexts(next: Language): Promise<void> {
  shown.value = { language: next, ...(await loaders[next]()) };
  document.documentElement.lang = next;
}
