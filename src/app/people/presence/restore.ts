/** Who was on, and who waited, when the station last ended, from the database. */
import {
  GUEST,
  type OnBay,
  type Person,
  type PresenceState,
  presentMember,
  type SavedPresence,
  type Waiting,
} from '../../../members/presence-state.ts';
import type { Store } from '../../../store/index.ts';

/** Who tapped in longer ago has gone home, and the station was off. */
const LONGEST_SESSION_MS = 4 * 3_600_000;

/** A set dated further in the future was stored by another clock: its age is unknown, and it can't be claimed. */
const AHEAD_MS = 60_000;

interface Clocks {
  /** The same instant on the clock of presence and on the wall. */
  atMs: number;
  wallMs: number;
  claimMs: number;
}

interface SavedBay extends SavedPresence {
  /** The set whose end it waited for is over. */
  readonly waiting: Waiting | null;
}

export async function savedPresence(
  store: Pick<Store, 'presence' | 'members'>,
  bays: readonly string[],
  { atMs, wallMs, claimMs }: Clocks,
): Promise<SavedBay[]> {
  const oldest = isoOf(wallMs - LONGEST_SESSION_MS);
  // After a power cut a Pi wakes up in the past, an hour or so; data years ahead can't be dated any more.
  const newest = isoOf(wallMs + LONGEST_SESSION_MS);
  const sessions = (await store.presence.open()).filter(({ startedAt: at }) => at > oldest && at < newest);
  const waits = (await store.presence.waiting(oldest)).filter(({ endedAt }) => endedAt! < newest);
  const saved: SavedBay[] = [];
  for (const bay of bays) {
    const open = sessions.findLast((session) => session.bay === bay);
    const waited = waits.findLast((session) => session.bay === bay);
    const notOf = waited?.memberId ? [waited.memberId] : [];
    const sets = await store.presence.unclaimed(bay, isoOf(wallMs - claimMs));
    const unclaimed = sets
      .map(({ id, endedAt, countedReps }) => {
        return { setId: id, endedAtMs: atMs + Date.parse(endedAt!) - wallMs, countedReps, notOf };
      })
      .filter(({ endedAtMs }) => endedAtMs <= atMs + AHEAD_MS);
    const waiting = waited ? await comingIn(store, waited) : open?.endReason === 'leaves' ? LEAVES : null;
    saved.push({ bay, on: open ? await onBay(store, open) : null, unclaimed, waiting });
  }
  return saved;
}

/** Every member who is signed in at a bay, waits there, or enrols a card there. */
export function membersIn({ bays }: PresenceState): Set<string> {
  const ids = [...bays.values()].flatMap(({ on, waiting, enrolment }) => [
    on?.memberId,
    waiting?.kind === 'in' ? waiting.person.memberId : null,
    enrolment?.memberId,
  ]);
  return new Set(ids.filter((id) => id != null));
}

const isoOf = (wallMs: number) => new Date(wallMs).toISOString();
const LEAVES: Waiting = { kind: 'out' };

type SavedSession = Awaited<ReturnType<Store['presence']['open']>>[number];

async function comingIn(store: Pick<Store, 'members'>, session: SavedSession): Promise<Waiting | null> {
  const person = await personOf(store, session.memberId);
  return person && { kind: 'in', person, sessionId: session.id };
}

async function onBay(store: Pick<Store, 'members'>, session: SavedSession): Promise<OnBay | null> {
  const person = await personOf(store, session.memberId);
  return person && { ...person, sessionId: session.id, since: session.startedAt };
}

async function personOf(store: Pick<Store, 'members'>, memberId: string | null): Promise<Person | null> {
  if (memberId === null) return GUEST;
  const member = await store.members.get(memberId);
  return member && presentMember(member);
}
