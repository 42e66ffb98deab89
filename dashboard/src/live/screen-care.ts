/** The care of a kiosk's screen: dark while the gym is idle, and never quite the same picture. Pure. */

export interface ScreenCare {
  /** Dark after so long without anybody. Null: never. */
  readonly sleepMin: number | null;
  /** Minutes of the day from and to which the gym is open; outside of them the screen is dark while every bay is free. Null: always open. */
  readonly open: readonly [number, number] | null;
}

/** Outside opening hours a person who touches the screen sees it for so long. */
const CLOSED_SLEEP_MIN = 1;
const SHIFT_PERIOD_MS = 60_000;
/** In pixels; a ring around the place where it belongs. */
const SHIFTS = [
  [0, 0],
  [2, 0],
  [3, 2],
  [2, 4],
  [0, 4],
  [-2, 4],
  [-3, 2],
  [-2, 0],
] as const;

/** Behind the key in the link of the kiosk: `#KEY&sleep=30&open=06:00-22:00`. Null: this is no kiosk. */
export function careOf(hash: string): ScreenCare | null {
  const [, ...settings] = hash.split('&');
  if (settings.length === 0) return null;
  const of = new URLSearchParams(settings.join('&'));
  const sleep = Number(of.get('sleep'));
  const hours = /^(\d\d):(\d\d)-(\d\d):(\d\d)$/
    .exec(of.get('open') ?? '')
    ?.slice(1)
    .map(Number);
  const [fromH = 0, fromMin = 0, toH = 0, toMin = 0] = hours ?? [];
  return {
    sleepMin: Number.isFinite(sleep) && sleep > 0 ? sleep : null,
    open: hours ? [fromH * 60 + fromMin, toH * 60 + toMin] : null,
  };
}

function isOpen({ open }: ScreenCare, minuteOfDay: number): boolean {
  if (open === null) return true;
  const [from, to] = open;
  return from <= to ? from <= minuteOfDay && minuteOfDay < to : minuteOfDay >= from || minuteOfDay < to;
}

export function isAsleep(care: ScreenCare, idleMs: number, minuteOfDay: number): boolean {
  const afterMin = isOpen(care, minuteOfDay) ? care.sleepMin : CLOSED_SLEEP_MIN;
  return afterMin !== null && idleMs >= afterMin * 60_000;
}

export const shiftAt = (nowMs: number): readonly [number, number] =>
  SHIFTS[Math.floor(nowMs / SHIFT_PERIOD_MS) % SHIFTS.length]!;
