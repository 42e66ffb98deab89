import type { Store } from '../../store/index.ts';
import { ProblemError } from '../../web/index.ts';

/**
 * The raw samples of a set, for the pages of the hub. Who did not agree to be known there is not seen more closely than by their sets, which go
 * up without their member. @returns null: there are none, or no longer @throws ProblemError
 */
export async function recordingForHub(store: Pick<Store, 'getSet' | 'recording' | 'members'>, id: string) {
  const found = await store.getSet(id);
  if (!found) throw new ProblemError('no-such-set', { id });
  const { memberId } = found.set;
  const member = memberId === null ? null : await store.members.get(memberId);
  if (member && !member.consents.acrossGyms) throw new ProblemError('recording-not-shared', {});
  return store.recording(id);
}
