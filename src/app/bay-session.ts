/** Who is on a bay, as the bay needs to know it. Who may be on it, and since when, is decided elsewhere and handed in. */
import type { Session } from '../contracts/events.ts';

export type Occupant = Pick<Session, 'kind' | 'sessionId' | 'memberId' | 'alias' | 'since'>;

export const NOBODY: Occupant = { kind: 'none', sessionId: null, memberId: null, alias: null, since: null };
