import { computed, signal } from '@preact/signals';
import type { Texts } from './en.ts';
import { first } from './en-first.ts';

/** Each in its own language, so that who reads only one finds it. */
export const LANGUAGES = { en: 'English', de: 'Deutsch', es: 'Español' } as const;
export type Language = keyof typeof LANGUAGES;

/** The English of the bay screen is part of the page; the rest comes when it is wanted. */
const loaders: Record<Language, () => Promise<Texts>> = {
  en: async () => (await import('./en.ts')).en,
  de: async () => (await import('./de.ts')).de,
  es: async () => (await import('./es.ts')).es,
};

const shown = signal<{ language: Language; texts: Texts }>({ language: 'en', texts: first as Texts });

export const language = computed(() => shown.value.language);
/** The texts of the language in use: `t().bay.load`. What reads it is drawn again when the language changes. */
export const t = (): Texts => shown.value.texts;

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
  const texts = await loaders[next]();
  shown.value = { language: next, texts };
  document.documentElement.lang = next;
}
