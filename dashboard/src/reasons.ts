import type { AdviceCode } from '../../src/contracts/advice.ts';
import type { BoardReason } from '../../src/contracts/board-reasons.ts';
import type { ChannelReason } from '../../src/contracts/channel-reasons.ts';
import type { Coaching } from '../../src/contracts/coaching.ts';
import type { ExerciseName } from '../../src/contracts/common.ts';
import type { ConfigFault } from '../../src/contracts/config-faults.ts';
import type { Alert } from '../../src/contracts/events.ts';
import type { Figure } from '../../src/contracts/findings/figures.ts';
import type { GreetingCode } from '../../src/contracts/greetings.ts';
import type { InputFault } from '../../src/contracts/input-faults.ts';
import type { Problem } from '../../src/contracts/problems.ts';
import type { ReaderReason } from '../../src/contracts/reader-reasons.ts';
import type { Reason } from '../../src/contracts/reasons.ts';
import { TOKEN } from '../../src/contracts/token-role.ts';
import {
  age,
  counts,
  decimal,
  hundredthsAtMost,
  lengthWords,
  list,
  loadWords,
  percent,
  shortSeconds,
  velocity,
} from './format.ts';
import type { FigureTexts } from './locales/finding-texts.ts';
import { stationTexts, t } from './locales/index.ts';

/** A number as this screen shows it, by the unit that its name ends in. */
function shownParam([name, value]: [name: string, value: string | number]): [name: string, shown: string] {
  if (typeof value === 'string') return [name, shownWord(name, value)];
  if (name.endsWith('Mm')) return [name, lengthWords(value)];
  if (name.endsWith('Kg')) return [name, loadWords(value)];
  if (name.endsWith('Percent'))
    return [name, Math.abs(value) < 10 ? `${hundredthsAtMost(value)} %`.replace('-', '−') : percent(value)];
  if (name.endsWith('Mb')) return [name, `${counts(value)} MB`];
  if (name.endsWith('Mps')) return [name, `${velocity(value)} m/s`];
  if (name.endsWith('Ms')) return [name, `${counts(value)} ms`];
  if (name === 'waitS') return [name, age(value * 1000)];
  if (name.endsWith('S')) return [name, `${shortSeconds(value)} s`];
  if (name.endsWith('N')) return [name, `${hundredthsAtMost(value)} N`];
  if (name === 'ppm') return [name, counts(value)];
  if (name.endsWith('Gb')) return [name, `${decimal(value)} GB`];
  return [name, hundredthsAtMost(value)];
}

function shownWord(name: string, value: string): string {
  if (name === 'name' && value === '') return t().presence.guest;
  if (name === 'role' || name === 'needed') return roleWords(value);
  if (name === 'sensor') return t().trouble.sensors[value as keyof ReturnType<typeof t>['trouble']['sensors']] ?? value;
  if (name === 'output') return t().trouble.outputs[value as keyof ReturnType<typeof t>['trouble']['outputs']] ?? value;
  if (name === 'causes') return causesWords(value);
  if (name === 'exercise' || name === 'given') return t().exercises[value as ExerciseName]?.label ?? value;
  return value;
}

const causesWords = (causes: string): string => {
  const names = t().trouble.causes;
  if (causes === '') return names.unknown;
  return list(causes.split(', ').map((cause) => names[cause as keyof typeof names] ?? cause));
};

export function roleWords(role: string): string {
  const names = t().account.roles as Record<string, string>;
  if (!role.startsWith(TOKEN)) return names[role] ?? role;
  return `${names.token} (${roleWords(role.slice(TOKEN.length))})`;
}

/** A reason in the language and units of this screen; what an older station stored has only its English sentence. */
export const reasonWords = (reason: Reason): string =>
  reason.kind === 'text' ? reason.text : said(t().reasons[reason.kind], reason.params);

export const channelReasonWords = ({ kind, params }: ChannelReason): string => said(t().channelReasons[kind], params);

/** A fault of the configuration: where, and what would be right. */
export function configFaultWords({ line, variable, kind, params, text }: ConfigFault): string {
  const own = stationTexts();
  if (!own) return text;
  const where = line === null ? variable : own.line(line);
  const words = said(own.configFaults[kind] as never, params);
  return where === '' ? words : `${where}: ${words}`;
}

/** A fault of what this page sent; the name of the value is the contract's. */
function inputFaultWords({ kind, params, text }: InputFault): string {
  const own = stationTexts();
  const render = own?.inputFaults[kind];
  if (!own || !render) return text;
  const { forms, types, or } = own.inputWords as { forms: Words; types: Words; or: string };
  const inWords = { ...params };
  if (typeof params.form === 'string') inWords.form = forms[params.form] ?? params.form;
  if (typeof params.types === 'string')
    inWords.types = params.types
      .split(', ')
      .map((type) => types[type] ?? type)
      .join(or);
  return said(render as never, inWords);
}
type Words = Readonly<Record<string, string>>;

/** In English the station's own words. */
export function boardReasonWords({ kind, params, text }: BoardReason): string {
  const own = stationTexts()?.boardReasons[kind];
  return own ? said(own as never, params) : text;
}

/** In English the station's own words. */
export function readerReasonWords({ kind, params, text }: ReaderReason): string {
  const own = stationTexts()?.readerReasons[kind];
  return own ? said(own as never, params) : text;
}

/** @param own the words of this language; null: English, the station's own */
export function figureWords(figure: Figure, own: FigureTexts | null): string {
  if (!own) return figure.text;
  if (figure.kind in t().channelReasons) return channelReasonWords(figure as ChannelReason);
  const text = own[figure.kind as keyof FigureTexts];
  if (text) return said(text as never, figure.params);
  return figure.kind in stationTexts()!.readerReasons
    ? readerReasonWords(figure as ReaderReason)
    : boardReasonWords(figure as BoardReason);
}

export const coachingWords = ({ kind, params }: Pick<Coaching, 'kind' | 'params'>): string =>
  said(t().coaching[kind], params);

export const adviceWords = ({ kind, params }: AdviceCode): string => said(t().advice[kind], params);

export const greetingWords = ({ kind, params }: GreetingCode): string => said(t().greetings[kind], params);

export const alertWords = ({ kind, params }: Pick<Alert, 'kind' | 'params'>): string =>
  said(t().trouble.remedies[kind], params);

/** Each text takes the numbers of its own kind. */
const said = (text: (shown: never, given: never) => string, params: object): string =>
  text(Object.fromEntries(Object.entries<string | number>({ ...params }).map(shownParam)) as never, params as never);

/** A problem in the language of this screen; in English, or of a newer station, in the station's own words. */
export function problemWords(problem: Pick<Problem, 'kind' | 'params' | 'detail' | 'inputFaults'>): string {
  const { kind, params, detail, inputFaults = [] } = problem;
  const text = stationTexts()?.problems[kind];
  return text ? [said(text as never, params), ...inputFaults.map(inputFaultWords)].join(' ') : detail;
}
