/** Alerts as people read them in an e-mail or on their phone: in the gym's language, by its clock, in the plates of the bay. */
import type { PastAlert } from '../../contracts/alert-log.ts';
import type { AlertWords } from '../../contracts/alert-words/alert-words.ts';
import { alerts as de } from '../../contracts/alert-words/de.ts';
import { alerts as en } from '../../contracts/alert-words/en.ts';
import { alerts as es } from '../../contracts/alert-words/es.ts';
import type { Config } from '../../contracts/config.ts';
import { KG_PER_LB, shownLoad } from '../../contracts/shown.ts';

interface Words extends AlertWords {
  severities: Readonly<Record<PastAlert['severity'], string>>;
  since: (when: string) => string;
  overSince: (when: string) => string;
  more: (howMany: number) => string;
}

const WORDS: Readonly<Record<Config['language'], Words>> = {
  en: {
    ...en,
    severities: { info: 'note', warning: 'warning', error: 'error' },
    since: (when) => `since ${when}`,
    overSince: (when) => `over since ${when}`,
    more: (howMany) => `and ${howMany} more`,
  },
  de: {
    ...de,
    severities: { info: 'Hinweis', warning: 'Warnung', error: 'Fehler' },
    since: (when) => `seit ${when}`,
    overSince: (when) => `vorbei seit ${when}`,
    more: (howMany) => `und ${howMany} weitere`,
  },
  es: {
    ...es,
    severities: { info: 'nota', warning: 'aviso', error: 'error' },
    since: (when) => `desde ${when}`,
    overSince: (when) => `terminado desde ${when}`,
    more: (howMany) => `y ${howMany} más`,
  },
};

export interface AlertTextOptions {
  language: Config['language'];
  /** Time zone of the gym; empty: that of this computer. */
  zone: string;
  /** Of a bay, what people call it. */
  nameOf: (bay: string) => string;
  /** Whether its plates are in pounds. */
  isInPounds: (bay: string) => boolean;
}

/** `Window: Board lost and 1 more`. */
export function headOf(alerts: readonly PastAlert[], { language, nameOf }: AlertTextOptions): string {
  const { titles, more } = WORDS[language];
  const [first] = alerts;
  const others = alerts.length === 1 ? '' : ` ${more(alerts.length - 1)}`;
  return `${nameOf(first!.bay)}: ${titles[first!.kind]}${others}`;
}

/** Where, how bad and since when; in the next line what is the matter. */
export function linesOf(alert: PastAlert, options: AlertTextOptions): string {
  const { language, zone, nameOf } = options;
  const { severities, since, overSince } = WORDS[language];
  const format = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: zone === '' ? undefined : zone,
  });
  const at = (iso: string) => format.format(new Date(iso));
  const parts = [nameOf(alert.bay), severities[alert.severity], since(at(alert.startedAt))];
  if (alert.endedAt !== null) parts.push(overSince(at(alert.endedAt)));
  return `${parts.join(', ')}\n${textOf(alert, options)}\n`;
}

/** An alert without numbers says more in its own sentence, which is English. */
function textOf({ bay, kind, params, text }: PastAlert, { language, isInPounds }: AlertTextOptions): string {
  if (language === 'en' && Object.keys(params).length === 0) return text;
  const { titles, remedies } = WORDS[language];
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
  const shown = Object.entries(params).map(([name, value]) => [name, shownParam(name, Number(value))]);
  return `${titles[kind]}. ${remedies[kind](Object.fromEntries(shown) as never, params as never)}`;

  function shownParam(name: string, value: number): string {
    if (name.endsWith('Mm')) return `${number.format(value)} mm`;
    if (name.endsWith('Ms')) return `${number.format(value)} ms`;
    if (!name.endsWith('Kg')) return number.format(value);
    return isInPounds(bay)
      ? `${number.format(shownLoad(value / KG_PER_LB))} lb`
      : `${number.format(shownLoad(value))} kg`;
  }
}
