import type { ScreenCare } from './screen-care.ts';

const STORED = 'lockout-screen-care';

export function keepCare(care: ScreenCare): void {
  localStorage.setItem(STORED, JSON.stringify(care));
}

/** Null: this browser is no kiosk. */
export function keptCare(): ScreenCare | null {
  try {
    return JSON.parse(localStorage.getItem(STORED) ?? 'null') as ScreenCare | null;
  } catch {
    return null;
  }
}
