/** Who was on when the station last ended, from the database. */
import type { OnBay, SavedPresence } from '../../members/presence-state.ts';
import type { Store } from '../../store/index.ts';

/** Who tapped in longer ago has gone home, and the station was off. */
const LONGEST_SESSION_MS = 4 * 3_600_000;

interface Clocks {
  /** The same instant on the clock of presence and on the wall. */
  atMs: number;
  wallMs: number;
  claimMs: number;
}

export async function savedPresence(
  store: Pick<Store, 'presence' | 'members'>,
  bays: readonly string[],
  { atMs, wallMs, claimMs }: Clocks,
): Promise<SavedPresence[]> {
  const sessions = await store.presence.open();
  const since = new Date(wallMs - claimMs).toISOString();
  const saved: SavedPresence[] = [];
  for (const bay of bays) {
    const open = sessions.findLast((session) => session.bay === bay);
    const isRecent = open !== undefined && wallMs - Date.parse(open.startedAt) < LONGEST_SESSION_MS;
    const sets = await store.presence.unclaimed(bay, since);
    const unclaimed = sets.map(({ id, endedAt }) => ({ setId: id, endedAtMs: atMs + Date.parse(endedAt!) - wallMs }));
    saved.push({ bay, on: isRecent ? await onBay(store, open) : null, unclaimed });
  }
  return saved;
}

type OpenSession = Awaited<ReturnType<Store['presence']['open']>>[number];

async function onBay(store: Pick<Store, 'members'>, session: OpenSession): Promise<OnBay | null> {
  const { id: sessionId, memberId, startedAt: since } = session;
  if (memberId === null) return { memberId: null, alias: null, showAlias: false, sessionId, since };
  const member = await store.members.get(memberId);
  return member && { memberId, alias: member.alias, showAlias: member.consents.showAlias, sessionId, since };
}
