const oneDigit = new Intl.NumberFormat('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const twoDigits = new Intl.NumberFormat('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const atMostOneDigit = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const clockTime = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

/** Rounded down: 0.97 s of a hold of 1 s must not read as 1.0. */
export const seconds = (valueS: number) => oneDigit.format(Math.floor(valueS * 10 + 1e-6) / 10);
export const shortSeconds = (valueS: number) => atMostOneDigit.format(valueS);
export const velocity = (valueMps: number) => twoDigits.format(valueMps);
export const kilograms = (valueKg: number) => atMostOneDigit.format(Math.round(valueKg * 2) / 2);
export const percent = (value: number) => `${Math.round(value)} %`.replace('-', '−');
export const timeOfDay = (iso: string) => clockTime.format(new Date(iso));

/** `42 s`, `3 min`, `2 h`: for ages. */
export function age(ageMs: number): string {
  const ageS = Math.max(0, Math.round(ageMs / 1000));
  if (ageS < 100) return `${ageS} s`;
  return ageS < 5400 ? `${Math.round(ageS / 60)} min` : `${Math.round(ageS / 3600)} h`;
}

/** `1:05`: for the rest between sets. */
export function minutes(durationS: number): string {
  const wholeS = Math.max(0, Math.floor(durationS));
  return `${Math.floor(wholeS / 60)}:${String(wholeS % 60).padStart(2, '0')}`;
}
