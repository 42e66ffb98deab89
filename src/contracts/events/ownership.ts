import type { Session, SetEvent } from '../events.ts';

/** Whether a set belongs to the current occupant: a member's in any visit, a guest's in this one, an unclaimed one while the bay has no occupant. */
export const belongsToSession = (
  set: Pick<SetEvent, 'memberId' | 'sessionId'>,
  on: Pick<Session, 'memberId' | 'sessionId'>,
): boolean => set.memberId === on.memberId && (on.memberId !== null || set.sessionId === on.sessionId);
