import { effect, signal } from '@preact/signals';
import { isLanguage, type Language, showLanguage } from './locales/index.ts';

/** What someone chose on this screen. It is kept in the browser, never on the station. */
export interface Settings {
  readonly language: Language;
  readonly units: 'kg' | 'lb';
  readonly scheme: 'dark' | 'light';
  readonly contrast: 'normal' | 'more';
  readonly sound: 'on' | 'off';
}

const STORED = 'lockout-settings';
const CHOICES = {
  units: ['kg', 'lb'],
  scheme: ['dark', 'light'],
  contrast: ['normal', 'more'],
  sound: ['on', 'off'],
} as const;

/** The first of the browser's languages that this page speaks. */
const browserLanguage = (): Language =>
  navigator.languages.map((name) => name.slice(0, 2)).find((name) => isLanguage(name)) ?? 'en';

function stored(): Partial<Record<keyof Settings, string>> {
  try {
    return JSON.parse(localStorage.getItem(STORED) ?? '{}') ?? {};
  } catch {
    return {};
  }
}

function read(): Settings {
  const kept = stored();
  const choice = <K extends keyof typeof CHOICES>(key: K): Settings[K] =>
    (CHOICES[key].find((value) => value === kept[key]) ?? CHOICES[key][0]) as Settings[K];
  return {
    language: isLanguage(kept.language) ? kept.language : browserLanguage(),
    units: choice('units'),
    // Dark unless someone chose otherwise: a lifter looks up at the screen from the floor of a dim room.
    scheme: choice('scheme'),
    contrast: choice('contrast'),
    sound: choice('sound'),
  };
}

export const settings = signal<Settings>(read());

export function choose<K extends keyof Settings>(key: K, value: Settings[K]): void {
  settings.value = { ...settings.peek(), [key]: value };
  try {
    localStorage.setItem(STORED, JSON.stringify(settings.peek()));
  } catch {
    // A private window keeps nothing: the choice holds until the page is closed.
  }
}

/** Puts the settings into effect, now and whenever they change; call once, before the first drawing. */
export async function startSettings(): Promise<void> {
  const root = document.documentElement;
  effect(() => {
    const { scheme, contrast } = settings.value;
    root.dataset.scheme = scheme;
    root.dataset.contrast = contrast;
    const ground = getComputedStyle(root).getPropertyValue('--ground').trim();
    document.querySelector('meta[name="theme-color"]')?.setAttribute('content', ground);
  });
  await showLanguage(settings.peek().language).catch(() => undefined);
}
