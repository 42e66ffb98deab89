/** Stores sign-ins, sign-outs and claimed sets through the write queue. */
import { v7 as newId } from 'uuid';
import type { EndWhy, PresenceEvent } from '../../../members/presence-events.ts';
import type { BayPresence, OnBay, Person } from '../../../members/presence-state.ts';
import type { BaySession, CorrectionRequest, Store } from '../../../store/index.ts';
import type { PresenceBay } from './presence-bay.ts';

/**
 * Who signed in, out, waits or no longer waits in one step, on all bays, as rows of one change: a kill leaves all of it or nothing.
 * Written one by one, it could keep the sign-out of a switch and lose the sign-in, and the sets that follow would have no owner.
 */
export function sessionRows(
  before: ReadonlyMap<string, BayPresence>,
  after: ReadonlyMap<string, BayPresence>,
  events: readonly PresenceEvent[],
  at: string,
): BaySession[] {
  const waiting = [...after].flatMap(([bay, is]) => waitingRows(bay, before.get(bay)!, is, at));
  const occupied = events.flatMap((event) => {
    if (event.kind === 'session-ended') return [endedRow(event.bay, event.session, at, event.why)];
    return event.kind === 'session-started' ? [startedRow(event.bay, event.session)] : [];
  });
  return [...waiting, ...occupied];
}

/** Stores the sets that were claimed on a bay, or given back. Resolves when that is durable and published. */
export async function persistOwners(
  bay: PresenceBay,
  events: readonly PresenceEvent[],
  at: string,
  store: () => Pick<Store, 'getSet'>,
): Promise<void> {
  const owned = events.flatMap((event) => {
    if ((event.kind !== 'claimed' && event.kind !== 'disclaimed') || event.bay !== bay.config.id) return [];
    return [{ setId: event.setId, stored: bay.persist({ corrections: [ownership(event, at)] }) }];
  });
  for (const { setId, stored } of owned) {
    await stored;
    await publishOwner(bay, setId, store);
  }
}

/** Taps that wait for the end of the set, so that a restart in mid-set keeps them. */
export function waitingRows(id: string, before: BayPresence, after: BayPresence, at: string): BaySession[] {
  const rows: BaySession[] = [];
  const [was, is] = [before.waiting, after.waiting];
  const sessionOf = (waiting: BayPresence['waiting']) => (waiting?.kind === 'in' ? waiting.sessionId : null);
  if (was?.kind === 'in' && was.sessionId !== sessionOf(is) && was.sessionId !== after.on?.sessionId)
    rows.push(waitingRow(id, was, at, 'waited'));
  if (is?.kind === 'in' && is.sessionId !== sessionOf(was)) rows.push(waitingRow(id, is, at, 'waits'));
  const { on } = after;
  const leaves = is?.kind === 'out';
  if (on && on.sessionId === before.on?.sessionId && leaves !== (was?.kind === 'out'))
    rows.push({ ...startedRow(id, on), endReason: leaves ? 'leaves' : null });
  return rows;
}

/** The wall clock was set: the occupant and the waiting member with the new times. */
export function rebasedRows(id: string, { on, waiting }: BayPresence, at: string): BaySession[] {
  return [
    ...(on ? [{ ...startedRow(id, on), endReason: waiting?.kind === 'out' ? 'leaves' : null }] : []),
    ...(waiting?.kind === 'in' ? [waitingRow(id, waiting, at, 'waits')] : []),
  ];
}

/** Does nothing while the station ends: database and pages are closed. */
export async function publishOwner(bay: PresenceBay, setId: string, store: () => Pick<Store, 'getSet'>): Promise<void> {
  try {
    const detail = await store().getSet(setId);
    if (detail) bay.corrected(detail);
  } catch {
    return;
  }
}

function startedRow(bay: string, { sessionId, memberId, since }: OnBay): BaySession {
  const kind = memberId === null ? 'guest' : 'member';
  return { id: sessionId, bay, kind, memberId, startedAt: since, endedAt: null, endReason: null };
}

function waitingRow(
  bay: string,
  { person, sessionId }: { person: Person; sessionId: string },
  at: string,
  endReason: 'waits' | 'waited',
): BaySession {
  return { ...startedRow(bay, { ...person, sessionId, since: at }), endedAt: at, endReason };
}

function endedRow(bay: string, session: OnBay, endedAt: string, endReason: EndWhy): BaySession {
  return { ...startedRow(bay, session), endedAt, endReason };
}

/** A claim gives an unclaimed set to the member; a disclaim makes it unclaimed again. */
function ownership({ kind, setId, session }: Ownership, at: string): CorrectionRequest {
  const actor = { id: session.memberId, role: 'member' };
  const request = { id: newId(), setId, actor, at };
  if (kind === 'disclaimed') return { ...request, correction: { kind: 'owner', memberId: null } };
  return { ...request, correction: { kind: 'owner', memberId: session.memberId }, as: 'claim' };
}
type Ownership = Extract<PresenceEvent, { kind: 'claimed' | 'disclaimed' }>;
