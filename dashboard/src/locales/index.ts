import { computed, signal } from '@preact/signals';
import type { Texts } from './en.ts';
import { first } from './en-first.ts';
import type { StationTexts } from './station-texts.ts';

/** Each in its own language, so that who reads only one finds it. */
export const LANGUAGES = { en: 'English', de: 'Deutsch', es: 'Español' } as const;
export type Language = keyof typeof LANGUAGES;

/** The English of the bay screen is part of the page; the rest comes when it is wanted. */
interface Loaded {
  readonly texts: Texts;
  /** Of what the station says in English itself; null: its own words. */
  readonly station: StationTexts | null;
}
const loaders: Record<Language, () => Promise<Loaded>> = {
  en: async () => ({ texts: (await import('./en.ts')).en, station: null }),
  de: async () => {
    const { de, station } = await import('./de.ts');
    return { texts: de, station };
  },
  es: async () => {
    const { es, station } = await import('./es.ts');
    return { texts: es, station };
  },
};

const shown = signal<Loaded & { language: Language }>({ language: 'en', texts: first as Texts, station: null });

export const language = computed(() => shown.value.language);
/** The texts of the language in use: `t().bay.load`. What reads it is drawn again when the language changes. */
export const t = (): Texts => shown.value.texts;
export const stationTexts = (): StationTexts | null => shown.value.station;

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
