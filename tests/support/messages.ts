/** Messages of a bay, whole, but for what a test says otherwise. */
import { v7 } from 'uuid';
import { exampleOf } from '../../src/contracts/common.ts';
import { Rep, SetEvent, type State } from '../../src/contracts/events.ts';
import type { LiveFrame } from '../../src/contracts/live.ts';

/** Where all of it happens. */
export const SITE = 'gym';
export const now = () => new Date().toISOString();

export function makeRep(bay: string, patch: Partial<Rep> = {}): Rep {
  const at = now();
  const own = { site: SITE, bay, id: v7(), setId: v7(), revision: 1, n: 1 };
  return { ...exampleOf(Rep), ...own, startedAt: at, lockoutAt: at, endedAt: at, ...patch };
}

export function makeSet(bay: string, patch: Partial<SetEvent> = {}): SetEvent {
  const at = now();
  // With one load, `loadKg` says all of it.
  return { ...exampleOf(SetEvent), loads: [], site: SITE, bay, id: v7(), startedAt: at, endedAt: at, ...patch };
}

/** The set in progress, as the state of a bay tells it. */
export function makeSetNow(patch: Partial<NonNullable<State['set']>> = {}): NonNullable<State['set']> {
  return {
    id: v7(),
    startedAt: now(),
    countedReps: 0,
    loadKg: null,
    bestMeanVelocityMps: null,
    velocityLossPercent: null,
    side: 'both',
    ...patch,
  };
}

export function makeFrame(bay: string, patch: Partial<LiveFrame> = {}): LiveFrame {
  return {
    bay,
    at: now(),
    heightMm: 120,
    velocityMps: 0,
    forceN: 785,
    phase: 'rest',
    holdS: 0,
    countedReps: 0,
    topMm: 420,
    bottomMm: 120,
    loadKg: null,
    stalled: false,
    inSet: false,
    ...patch,
  };
}
