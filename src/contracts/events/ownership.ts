import type { Session, SetEvent } from '../events.ts';

/** Whether a set is of whoever is on the bay: of a member in any visit, of a guest in this one, of nobody while nobody is on. */
export const belongsToSession = (
  set: Pick<SetEvent, 'memberId' | 'sessionId'>,
  on: Pick<Session, 'memberId' | 'sessionId'>,
): boolean => set.memberId === on.memberId && (on.memberId !== null || set.sessionId === on.sessionId);
