import type { BaySnapshot } from '../../../src/contracts/live.ts';

const STORED = 'lockout-bays';

interface Kept {
  readonly atMs: number;
  readonly bays: readonly BaySnapshot[];
}

/** Occupant and last set are not shown after a reload, for privacy; a set in progress is. */
function withoutPerson(bay: BaySnapshot): BaySnapshot {
  const lastSet = bay.lastSet?.memberId ? null : bay.lastSet;
  const reps = bay.state.set || lastSet ? bay.reps.map((rep) => ({ ...rep, memberId: null })) : [];
  const session = { ...bay.session, kind: 'none' as const, sessionId: null, memberId: null, alias: null, since: null };
  return { ...bay, presence: null, session, lastSet, reps };
}

/** Keeps what the page knows, so that it has something to show when it starts without the station. */
export function keepBays(known: readonly BaySnapshot[]): void {
  const bays = known.map(withoutPerson);
  try {
    localStorage.setItem(STORED, JSON.stringify({ version: __APP_VERSION__, atMs: Date.now(), bays }));
  } catch {
    // Full or forbidden: the page then starts empty without the station, and says so.
  }
}

/** What the same version of this page kept last; another version may have had other fields. */
export function keptBays(): Kept | null {
  try {
    const kept = JSON.parse(localStorage.getItem(STORED) ?? 'null') as (Kept & { version: string }) | null;
    return kept?.version === __APP_VERSION__ ? kept : null;
  } catch {
    return null;
  }
}
