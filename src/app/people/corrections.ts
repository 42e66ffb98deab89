/** Corrections by people, and the audit: the store makes them, pages and MQTT hear of them at once. */
import { v7 } from 'uuid';
import { type Clock, isoNow, systemClock } from '../../common/clock.ts';
import type { SetDetail } from '../../contracts/http.ts';
import type { Corrected } from '../../contracts/member-http.ts';
import type { Store } from '../../store/index.ts';
import { type CorrectionsPort, ProblemError } from '../../web/index.ts';
import { orProblem } from '../storage/store-problems.ts';

interface MemberCorrectionsOptions {
  store: () => Store;
  clock?: Clock;
  /** The corrected set is stored: update pages and publish it. */
  onCorrected: (detail: SetDetail) => void;
}

/** Makes a correction and publishes it. @throws ProblemError as `orProblem` does */
export async function correctAndPublish(
  work: () => ReturnType<Store['corrections']['correct']>,
  onCorrected: (detail: SetDetail) => void,
): Promise<Corrected> {
  const { audit, set, reps } = await orProblem(work);
  onCorrected({ set, reps });
  return { audit, set, reps };
}

export function correctionsPort({
  store,
  clock = systemClock,
  onCorrected,
}: MemberCorrectionsOptions): CorrectionsPort {
  const published = (work: Parameters<typeof correctAndPublish>[0]) => correctAndPublish(work, onCorrected);
  const now = () => isoNow(clock);
  return {
    correct: (setId, correction, actor) =>
      published(() => store().corrections.correct({ id: v7(), setId, correction, actor, at: now() })),
    undo: (auditId, actor) => published(() => store().corrections.undo(auditId, { id: v7(), actor, at: now() })),
    ofSet: (setId) => orProblem(() => store().corrections.of(setId)),
    async audit(query) {
      const { items, next } = await orProblem(() => store().corrections.audit(query));
      return { rows: items, next };
    },
    async row(auditId) {
      const row = await orProblem(() => store().corrections.auditRow(auditId));
      if (!row) throw new ProblemError('no-such-correction', { id: auditId });
      return row;
    },
  };
}
