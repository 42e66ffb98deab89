/** What is kept of who came and went, and of the sets they claimed. */
import type { EndWhy } from '../../members/presence-events.ts';
import type { OnBay } from '../../members/presence-state.ts';
import type { BaySession, CorrectionRequest } from '../../store/index.ts';

export function startedRow(bay: string, { sessionId, memberId, since }: OnBay): BaySession {
  const kind = memberId === null ? 'guest' : 'member';
  return { id: sessionId, bay, kind, memberId, startedAt: since, endedAt: null, endReason: null };
}

export function endedRow(bay: string, session: OnBay, endedAt: string, endReason: EndWhy): BaySession {
  return { ...startedRow(bay, session), endedAt, endReason };
}

/** A set that nobody was on for becomes that of whoever taps in. */
export function claim(id: string, setId: string, { memberId }: OnBay, at: string): CorrectionRequest {
  const actor = { id: memberId, role: 'member' };
  return { id, setId, correction: { kind: 'owner', memberId }, actor, at, as: 'claim' };
}
