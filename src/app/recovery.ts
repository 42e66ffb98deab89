/** What a crash or a power cut left: sets without an end are closed as `interrupted`, with every rep they had. */
import type { Logger } from 'pino';
import type { SetEvent } from '../contracts/events.ts';
import type { Journal } from './journal.ts';

export async function recoverOpenSets(journal: Journal, logger: Logger): Promise<void> {
  if (journal.status.failing) return;
  for (const open of await journal.store.openSets()) {
    const detail = await journal.store.getSet(open.id);
    const set = interrupted(open, detail?.reps ?? []);
    await journal.append({ sets: [set], outbox: [{ bay: set.bay, topic: 'set', id: set.id, payload: set }] });
    logger.warn(
      { bay: set.bay, setId: set.id },
      `a set of ${set.countedReps} reps was interrupted when the station last ended; it is kept`,
    );
  }
}

/** The set as far as it is known: it ended with its last rep. */
function interrupted(set: SetEvent, reps: readonly { endedAt: string | null; lockoutAt: string | null }[]): SetEvent {
  const times = reps.flatMap((rep) => rep.endedAt ?? rep.lockoutAt ?? []);
  const endedAt = times.sort().at(-1) ?? set.startedAt;
  return { ...set, revision: set.revision + 1, endedAt, endReason: 'interrupted' };
}
