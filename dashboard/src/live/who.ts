import { computed, effect, signal } from '@preact/signals';
import type { Role, WhoAmI } from '../../../src/contracts/access.ts';
import type { Member } from '../../../src/contracts/members.ts';
import { type Answer, getJson, send } from '../api.ts';
import { keepShell } from './last-shell.ts';
import { link, retryLive } from './live-store.ts';
import { isLogoutPending, setLogoutPending } from './pending-logout.ts';

const RANK: Record<Role, number> = { visitor: 0, screen: 1, member: 2, trainer: 3, admin: 4 };

const answer = signal<Answer<WhoAmI> | null>(null);

/** Who uses this page; null while the station has not said so. */
export const who = computed<WhoAmI | null>(() => (answer.value?.kind === 'ok' ? answer.value.value : null));

/** The station has not answered yet, not even that it can't. */
export const isWhoPending = computed(() => answer.value === null);

export const mayAs = (role: Role) => RANK[who.value?.role ?? 'visitor'] >= RANK[role];
/** Trainers look after members, admins after everyone, each after themselves. */
export const looksAfter = ({ id, role }: Pick<Member, 'id' | 'role'>): boolean =>
  who.value?.memberId === id || mayAs(role === 'member' ? 'trainer' : 'admin');

/** Not logged in. */
export const isVisitor = computed(() => who.value?.role === 'visitor');

/** Sends the log-out to the station; if it is unavailable, again when it is back. */
async function sendLogOut(): Promise<void> {
  const out = await send('POST', '/api/v1/auth/logout');
  setLogoutPending(out.kind === 'failed' && out.status === 0);
}

async function askWho(): Promise<void> {
  if (isLogoutPending()) await sendLogOut();
  const next = await getJson<WhoAmI>('/api/v1/auth', new AbortController().signal);
  // An unavailable station has not ended the log-in.
  if (next.kind === 'ok' || answer.peek()?.kind !== 'ok') answer.value = next;
  if (next.kind === 'ok') keepShell(next.value);
}

/** Applies a log-in that the station accepted. */
export async function isNow(next: WhoAmI): Promise<void> {
  // A log-in is newer than any pending log-out.
  setLogoutPending(false);
  // This request tells the service worker whose answers it may cache from now on.
  await askWho();
  answer.value = { kind: 'ok', value: next, keptAtMs: null, etag: null };
  retryLive();
}

export async function logOut(): Promise<void> {
  await sendLogOut();
  // Cached answers must not reach the next person.
  await globalThis.caches?.delete('lockout-answers');
  location.assign('/');
}

/**
 * Asks now, each time the station is back, and each time the live stream is refused: a browser doesn't tell a page whether
 * the station is unavailable or the log-in has ended. Call once.
 */
export function startWho(): void {
  void askWho();
  effect(() => {
    if (link.value.kind !== 'connecting') void askWho();
  });
}
