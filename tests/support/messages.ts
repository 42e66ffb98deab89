/** Messages of a bay, whole, but for what a test says otherwise. */
import { v7 } from 'uuid';
import type { Rep, SetEvent, State } from '../../src/contracts/events.ts';
import type { LiveFrame } from '../../src/contracts/live.ts';

/** Where all of it happens. */
export const SITE = 'gym';
export const now = () => new Date().toISOString();

export function makeRep(bay: string, patch: Partial<Rep> = {}): Rep {
  const at = now();
  return {
    v: 1,
    site: SITE,
    bay,
    id: v7(),
    revision: 1,
    stage: 'complete',
    setId: v7(),
    memberId: null,
    source: 'board',
    exercise: 'hip-thrust',
    n: 1,
    verdict: 'counted',
    reasons: [],
    startedAt: at,
    lockoutAt: at,
    endedAt: at,
    concentricS: 1.1,
    holdS: 1.02,
    eccentricS: 1.4,
    romMm: 310,
    meanVelocityMps: 0.28,
    meanPropulsiveVelocityMps: 0.29,
    peakVelocityMps: 0.45,
    topMm: 420,
    meanForceN: 806.4,
    peakForceN: 934.2,
    meanPowerW: 226.5,
    peakPowerW: 402.8,
    workJ: 251.9,
    leftSharePercent: null,
    flags: [],
    correction: null,
    ...patch,
  };
}

export function makeSet(bay: string, patch: Partial<SetEvent> = {}): SetEvent {
  const at = now();
  return {
    v: 1,
    site: SITE,
    bay,
    id: v7(),
    revision: 1,
    memberId: null,
    sessionId: null,
    source: 'board',
    exercise: 'hip-thrust',
    side: 'both',
    startedAt: at,
    endedAt: at,
    endReason: 'rested',
    countedReps: 9,
    partialReps: 1,
    doubtfulReps: 0,
    rejectedReps: 0,
    loadKg: 80.2,
    enteredLoadKg: null,
    plates: { barKg: 20, perSideKg: [25, 5], totalKg: 80 },
    meanHoldS: 1.04,
    bestMeanVelocityMps: 0.31,
    velocityLossPercent: 12.4,
    timeUnderTensionS: 34.8,
    tempo: { concentricS: 1.14, holdS: 1.04, eccentricS: 1.41, pauseS: 0.62 },
    meanPowerW: 221.3,
    peakPowerW: 418.9,
    workJ: 2264.5,
    leftSharePercent: null,
    oneRepMax: null,
    hasRecording: true,
    ...patch,
  };
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
