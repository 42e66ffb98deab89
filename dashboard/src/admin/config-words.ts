import type { ExerciseName } from '../../../src/contracts/common.ts';
import type { ConfigTexts } from '../locales/config-texts.ts';
import { config as de } from '../locales/de/config.ts';
import { configOptions as deOptions } from '../locales/de/config-options.ts';
import { config as en } from '../locales/en/config.ts';
import { type ConfigOptionTexts, configOptions as enOptions } from '../locales/en/config-options.ts';
import { config as es } from '../locales/es/config.ts';
import { configOptions as esOptions } from '../locales/es/config-options.ts';
import { language, t } from '../locales/index.ts';
import { dotted, type Path, type Schema } from './schema.ts';

/** They are of this page alone, so they come with it. */
const TEXTS: Record<string, ConfigTexts> = { en, de, es };
const OPTIONS: Record<string, ConfigOptionTexts> = { en: enOptions, de: deOptions, es: esOptions };

/** Label and help of a value or a group; undefined: this page is older than the station's schema. */
export function textOf(path: Path): readonly [label: string, help: string] | undefined {
  const name = path.filter((part) => typeof part === 'string').join('.');
  return (TEXTS[language.value] as Record<string, readonly [string, string]> | undefined)?.[name];
}

export const labelOf = (path: Path): string => textOf(path)?.[0] ?? dotted(path);

/** A choice as it is understood, and as the file has it; a number, or one of a newer station, as the file has it. */
export function optionWords(choice: string): string {
  const exercise = t().exercises[choice as ExerciseName]?.label;
  const words = exercise ?? (OPTIONS[language.value] as Record<string, string> | undefined)?.[choice];
  return words ? `${words} (${choice})` : choice;
}

/** Whether a value, or any value of a group, has what is searched for in its label, its help or its name in the file. */
export function isWanted(schema: Schema, path: Path, wanted: string): boolean {
  if (wanted === '') return true;
  const own = path.length === 0 ? '' : [...(textOf(path) ?? []), path.at(-1)].join('\n').toLocaleLowerCase();
  if (own.includes(wanted)) return true;
  const inner = schema.properties ?? schema.items?.properties ?? {};
  return Object.entries(inner).some(([name, one]) => isWanted(one, [...path, name], wanted));
}
