/** A log-in or a pairing as it begins: what the cookie holds, and what is kept of it. */

import type { Clock } from '../../../common/clock.ts';
import type { WebSessionInfo } from '../../../contracts/access.ts';
import type { WebSession } from '../../../store/index.ts';
import type { Client } from '../../../web/index.ts';
import { hashOf, newCredential } from './credentials.ts';

/** Identifies a log-in in the list without revealing its hash. */
export const shortId = (idHash: string) => idHash.slice(0, 16);

export function newSession(
  clock: Clock,
  lifeS: number,
  { label }: Client,
  owner: Pick<WebSession, 'memberId' | 'tokenId'>,
) {
  const cookie = newCredential();
  const nowMs = clock.wallMs();
  const createdAt = new Date(nowMs).toISOString();
  const expiresAt = new Date(nowMs + lifeS * 1000).toISOString();
  const session: WebSession = { ...owner, idHash: hashOf(cookie), createdAt, expiresAt, lastUsedAt: createdAt, label };
  return { cookie, session };
}

/** As its owner sees it. */
export const sessionInfo = (
  { idHash, label, createdAt, lastUsedAt, expiresAt }: WebSession,
  currentIdHash: string | null,
): WebSessionInfo => ({
  id: shortId(idHash),
  label,
  createdAt,
  lastUsedAt,
  expiresAt,
  isCurrent: idHash === currentIdHash,
});
