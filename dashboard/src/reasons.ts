import type { Reason } from '../../src/contracts/reasons.ts';
import { counts, lengthWords, loadWords, velocity } from './format.ts';
import { t } from './texts/index.ts';

/** A number as this screen shows it, by the unit that its name ends in. */
function shownParam([name, value]: [name: string, value: string | number]): [name: string, shown: string] {
  if (typeof value === 'string') return [name, roleWords(value)];
  if (name.endsWith('Mm')) return [name, lengthWords(value)];
  if (name.endsWith('Kg')) return [name, loadWords(value)];
  if (name.endsWith('Mps')) return [name, `${velocity(value)} m/s`];
  return [name, counts(value)];
}

export const roleWords = (role: string): string => (t().account.roles as Record<string, string>)[role] ?? role;

/** A reason in the language and units of this screen; what an older station stored has only its English sentence. */
export function reasonWords(reason: Reason): string {
  if (reason.kind === 'text') return reason.text;
  const text = t().reasons[reason.kind] as (shown: Record<string, string>) => string;
  return text(Object.fromEntries(Object.entries(reason.params).map(shownParam)));
}
