import { computed } from '@preact/signals';
import { KG_PER_LB, shownHoldS, shownLoad } from '../../src/contracts/shown.ts';
import { language, t } from './locales/index.ts';
import { settings } from './settings.ts';

const MM_PER_INCH = 25.4;

/** Making a formatter is slow, using one is not: one of each per language. */
const formats = computed(() => {
  const name = language.value;
  const digits = (least: number, most: number) =>
    new Intl.NumberFormat(name, { minimumFractionDigits: least, maximumFractionDigits: most });
  return {
    oneDigit: digits(1, 1),
    twoDigits: digits(2, 2),
    atMostOneDigit: digits(0, 1),
    atMostTwoDigits: digits(0, 2),
    whole: digits(0, 0),
    list: new Intl.ListFormat(name, { type: 'unit', style: 'short' }),
    clock: new Intl.DateTimeFormat(name, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
    day: new Intl.DateTimeFormat(name, { weekday: 'short', day: 'numeric', month: 'short' }),
  };
});

/** Rounded down: 0.97 s of a hold of 1 s must not read as 1.0. */
export const seconds = (valueS: number) => formats.value.oneDigit.format(shownHoldS(valueS));
export const shortSeconds = (valueS: number) => formats.value.atMostOneDigit.format(valueS);
/** A whole number, such as counts of a load cell or millimetres. */
export const counts = (value: number) => formats.value.whole.format(value);
export const decimal = (value: number) => formats.value.atMostOneDigit.format(value);
export const hundredthsAtMost = (value: number) => formats.value.atMostTwoDigits.format(value);
export const hundredths = (value: number) => formats.value.twoDigits.format(value);
export const velocity = (valueMps: number) => formats.value.twoDigits.format(valueMps);
/** Millimetres as centimetres with one digit below ten, as a person would say it. */
export function centimetres(valueMm: number): string {
  return (Math.abs(valueMm) < 100 ? formats.value.atMostOneDigit : formats.value.whole).format(valueMm / 10);
}
/** Millimetres with their unit on this screen: centimetres, or inches beside pounds. */
export const lengthWords = (valueMm: number) => `${length(valueMm)} ${lengthUnit()}`;
export const lengthUnit = () => (settings.value.units === 'lb' ? 'in' : 'cm');
export const length = (valueMm: number) =>
  settings.value.units === 'lb' ? formats.value.atMostOneDigit.format(valueMm / MM_PER_INCH) : centimetres(valueMm);
/** `9 counted, 1 partial`. */
export const list = (items: readonly string[]) => formats.value.list.format(items);
export const percent = (value: number) => `${formats.value.whole.format(Math.round(value))} %`.replace('-', '−');
export const timeOfDay = (iso: string) => formats.value.clock.format(new Date(iso));
export const dayOf = (iso: string) => formats.value.day.format(new Date(iso));

/** Kilograms in the unit of this screen. */
export const inUnits = (valueKg: number) => (settings.value.units === 'lb' ? valueKg / KG_PER_LB : valueKg);
/** And back. */
export const kgOf = (value: number) => Number((settings.value.units === 'lb' ? value * KG_PER_LB : value).toFixed(4));

/** Number and unit of a load as this screen shows it: to half a kilogram, or half a pound, as plates make it. */
export function load(valueKg: number): { value: string; unit: 'kg' | 'lb' } {
  const value = formats.value.atMostOneDigit.format(shownLoad(inUnits(valueKg)));
  return { value, unit: settings.value.units };
}
export const loadWords = (valueKg: number) => {
  const { value, unit } = load(valueKg);
  return `${value} ${unit}`;
};

/** Words that a line doesn't break between, such as a number and its unit. */
export const unbroken = (words: string) => words.replaceAll(' ', '\u00a0');

/** `42 s`, `3 min`, `2 h`, `3 d`: for ages. */
export function age(ageMs: number): string {
  const { seconds: s, minutes: min, hours, days } = t().common.age;
  const ageS = Math.max(0, Math.round(ageMs / 1000));
  if (ageS < 100) return s(ageS);
  if (ageS < 5400) return min(Math.round(ageS / 60));
  return ageS < 48 * 3600 ? hours(Math.round(ageS / 3600)) : days(Math.round(ageS / 86_400));
}

/** `1:05`: for the rest between sets. */
export function minutes(durationS: number): string {
  const wholeS = Math.max(0, Math.floor(durationS));
  return `${Math.floor(wholeS / 60)}:${String(wholeS % 60).padStart(2, '0')}`;
}
