import { computed, effect, signal } from '@preact/signals';
import type { Role, WhoAmI } from '../../../src/contracts/access.ts';
import { type Answer, getJson, send } from '../api.ts';
import { keepShell } from './last-shell.ts';
import { link, retryLive } from './live-store.ts';
import { isLogoutPending, setLogoutPending } from './pending-logout.ts';

const RANK: Record<Role, number> = { nobody: 0, screen: 1, member: 2, trainer: 3, admin: 4 };

const answer = signal<Answer<WhoAmI> | null>(null);

/** Who uses this page; null while the station has not said so. */
export const who = computed<WhoAmI | null>(() => (answer.value?.kind === 'ok' ? answer.value.value : null));

export const mayAs = (role: Role) => RANK[who.value?.role ?? 'nobody'] >= RANK[role];
/** Somebody who came to the station's address without being known to it. */
export const isNobody = computed(() => who.value?.role === 'nobody');

/** Tells the station of a log-out; again, when it comes back, if it was away. */
async function tellLogOut(): Promise<void> {
  const out = await send('POST', '/api/v1/auth/logout');
  setLogoutPending(out.kind === 'failed' && out.status === 0);
}

async function askWho(): Promise<void> {
  if (isLogoutPending()) await tellLogOut();
  const next = await getJson<WhoAmI>('/api/v1/auth', new AbortController().signal);
  // A station that is away has not forgotten who this is.
  if (next.kind === 'ok' || answer.peek()?.kind !== 'ok') answer.value = next;
  if (next.kind === 'ok') keepShell(next.value);
}

/** Puts a log-in, as the station answered it, into effect. */
export async function isNow(next: WhoAmI): Promise<void> {
  // A log-in is newer than any log-out that is still owed.
  setLogoutPending(false);
  // By this question the service worker learns for whom it may keep what is asked for from now on.
  await askWho();
  answer.value = { kind: 'ok', value: next, keptAtMs: null, etag: null };
  retryLive();
}

export async function logOut(): Promise<void> {
  await tellLogOut();
  // What was kept for this person is not for the next one.
  await globalThis.caches?.delete('lockout-answers');
  location.assign('/');
}

/**
 * Asks now, each time the station is back, and each time it does not let this page listen: a browser doesn't tell a page whether
 * that is because the station is away or because the log-in has ended. Call once.
 */
export function startWho(): void {
  void askWho();
  effect(() => {
    if (link.value.kind !== 'connecting') void askWho();
  });
}
