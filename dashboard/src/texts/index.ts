import { computed, signal } from '@preact/signals';
import { en, type Texts } from './en.ts';

/** Each in its own language, so that who reads only one finds it. */
export const LANGUAGES = { en: 'English', de: 'Deutsch', es: 'Español' } as const;
export type Language = keyof typeof LANGUAGES;

/** English is part of the page; the others come when they are wanted. */
const loaders: Record<Language, () => Promise<Texts>> = {
  en: async () => en,
  de: async () => (await import('./de.ts')).de,
  es: async () => (await import('./es.ts')).es,
};

const shown = signal<{ language: Language; texts: Texts }>({ language: 'en', texts: en });

export const language = computed(() => shown.value.language);
/** The texts of the language in use: `t().bay.load`. What reads it is drawn anew when the language changes. */
export const t = (): Texts => shown.value.texts;

export const isLanguage = (name: string | null | undefined): name is Language =>
  name !== null && name !== undefined && Object.hasOwn(LANGUAGES, name);

/** Shows the page in this language; the old one stays when its texts can't be fetched. */
export async function showLanguage(next: Language): Promise<void> {
  const texts = await loaders[next]();
  shown.value = { language: next, texts };
  document.documentElement.lang = next;
}
