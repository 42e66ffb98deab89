/** Stores sign-ins, sign-outs and claimed sets through the write queue. */
import { v7 as newId } from 'uuid';
import type { EndWhy, PresenceEvent } from '../../../members/presence-events.ts';
import type { BayPresence, OnBay, Person } from '../../../members/presence-state.ts';
import type { BaySession, CorrectionRequest, Store } from '../../../store/index.ts';
import type { PresenceBay } from './presence-bay.ts';

/** Stores what happened on one bay in one step. Resolves when it is durable and claimed sets are published. */
export async function persistSessions(
  bay: PresenceBay,
  events: readonly PresenceEvent[],
  at: string,
  store: () => Pick<Store, 'getSet'>,
): Promise<void> {
  const owned: { setId: string; stored: Promise<void> }[] = [];
  for (const event of events) {
    if (event.bay !== bay.config.id) continue;
    if (event.kind === 'session-ended')
      void bay.persist({ sessions: [endedRow(event.bay, event.session, at, event.why)] });
    else if (event.kind === 'session-started') void bay.persist({ sessions: [startedRow(event.bay, event.session)] });
    else if (event.kind === 'claimed' || event.kind === 'disclaimed') {
      const { setId } = event;
      owned.push({ setId, stored: bay.persist({ corrections: [ownership(event, at)] }) });
    }
  }
  for (const { setId, stored } of owned) {
    await stored;
    await publishOwner(bay, setId, store);
  }
}

/** Stores taps that wait for the end of the set, so that a restart in mid-set keeps them. */
export function persistWaiting(bay: PresenceBay, before: BayPresence, after: BayPresence, at: string): void {
  const { id } = bay.config;
  const [was, is] = [before.waiting, after.waiting];
  const sessionOf = (waiting: BayPresence['waiting']) => (waiting?.kind === 'in' ? waiting.sessionId : null);
  if (was?.kind === 'in' && was.sessionId !== sessionOf(is) && was.sessionId !== after.on?.sessionId)
    void bay.persist({ sessions: [waitingRow(id, was, at, 'waited')] });
  if (is?.kind === 'in' && is.sessionId !== sessionOf(was))
    void bay.persist({ sessions: [waitingRow(id, is, at, 'waits')] });
  const { on } = after;
  const leaves = is?.kind === 'out';
  if (on && on.sessionId === before.on?.sessionId && leaves !== (was?.kind === 'out'))
    void bay.persist({ sessions: [{ ...startedRow(id, on), endReason: leaves ? 'leaves' : null }] });
}

/** The wall clock was set: stores the occupant and the waiting member with the new times. */
export function persistRebased(bay: PresenceBay, { on, waiting }: BayPresence, at: string): void {
  const { id } = bay.config;
  const sessions = [
    ...(on ? [{ ...startedRow(id, on), endReason: waiting?.kind === 'out' ? 'leaves' : null }] : []),
    ...(waiting?.kind === 'in' ? [waitingRow(id, waiting, at, 'waits')] : []),
  ];
  if (sessions.length > 0) void bay.persist({ sessions });
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
