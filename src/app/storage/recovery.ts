/** What a crash or a power cut left: sets without an end are closed as `interrupted`, with every rep they had. */
import type { Logger } from 'pino';
import type { SetEvent } from '../../contracts/events.ts';
import type { Store } from '../../store/index.ts';

/** Call it before anything of this run is written, or a set in progress would be taken for one that was left. */
export async function recoverOpenSets(store: Store, logger: Logger): Promise<void> {
  for (const open of await store.openSets()) {
    const detail = await store.getSet(open.id);
    const set = interrupted(open, detail?.reps ?? []);
    await store.write({ sets: [set], outbox: [{ bay: set.bay, topic: 'set', id: set.id, payload: set }] });
    logger.warn(
      { bay: set.bay, setId: set.id },
      `a set of ${set.countedReps} reps was interrupted when the station last ended; it is kept`,
    );
  }
}

/** The set as far as it is known: it ended with its last rep. */
function interrupted(set: SetEvent, reps: readonly { endedAt: string | null; lockoutAt: string | null }[]): SetEvent {
  const times = [set.startedAt, ...reps.flatMap((rep) => rep.endedAt ?? rep.lockoutAt ?? [])];
  const endedAt = times.sort().at(-1)!;
  return { ...set, revision: set.revision + 1, endedAt, endReason: 'interrupted' };
}
