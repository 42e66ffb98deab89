import type { Rep, SetEvent } from '../contracts/events.ts';
import type { SetDetail } from '../contracts/http.ts';
import type { BaySnapshot, LiveEvent } from '../contracts/live.ts';

/** What happened, without whom it happened to: for tokens that read the floor. The alias of a session is there by consent. */
const withoutMember = <T extends { memberId: string | null }>(value: T): T => ({ ...value, memberId: null });

const setWithout = (set: SetEvent): SetEvent => ({ ...withoutMember(set), note: '' });

export const anonymiseSet = ({ set, reps }: SetDetail): SetDetail => ({
  set: setWithout(set),
  reps: reps.map((rep) => withoutMember(rep)),
});
export const anonymiseSets = (sets: readonly SetEvent[]): SetEvent[] => sets.map(setWithout);

export function anonymiseSnapshot(snapshot: BaySnapshot): BaySnapshot {
  return {
    ...snapshot,
    session: withoutMember(snapshot.session),
    presence: null,
    reps: snapshot.reps.map((rep: Rep) => withoutMember(rep)),
    lastSet: snapshot.lastSet && setWithout(snapshot.lastSet),
    seenAlerts: snapshot.seenAlerts.map((seen) => withoutMember(seen)),
  };
}

/** @returns null for what is about persons alone */
export function anonymiseEvent(event: LiveEvent): LiveEvent | null {
  switch (event.topic) {
    case 'rep':
      return { ...event, payload: withoutMember(event.payload) };
    case 'set':
      return { ...event, payload: setWithout(event.payload) };
    case 'session':
      return { ...event, payload: withoutMember(event.payload) };
    case 'alert-seen':
      return { ...event, payload: withoutMember(event.payload) };
    case 'presence':
      return null;
    default:
      return event;
  }
}
