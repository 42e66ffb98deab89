import type { ExerciseName } from '../../../src/contracts/common.ts';
import { isCounted } from '../../../src/contracts/events/counted.ts';
import type { Corrected } from '../../../src/contracts/member-http.ts';
import { type Answer, send } from '../api.ts';
import { loadWords } from '../format.ts';
import type { BayStore } from '../live/bay-store.ts';
import type { Action } from '../live/use-action.ts';
import { t } from '../locales/index.ts';
import type { Done, TouchActions } from './touch-action-types.ts';

/** For each action: the request, the confirmation and the undo. */
export function touchActionsOf(bay: BayStore, action: Action, latest: TouchActions['latest']): TouchActions {
  const path = `/api/v1/bays/${bay.id}`;
  const carryOut = async <T>(work: () => Promise<Answer<T>>, done: (value: T) => Done | null): Promise<boolean> => {
    const value = await action.run(work);
    if (value === undefined) return false;
    latest.value = done(value);
    return true;
  };
  const choose = (exercise: ExerciseName) => send('PUT', `${path}/exercise`, { exercise });
  const load = (enteredLoadKg: number | null) => send('PUT', `${path}/load`, { enteredLoadKg });
  const undoAudit = (corrected: Corrected | null) =>
    corrected && (() => send('POST', `/api/v1/audit/${corrected.audit.id}/undo`));
  return {
    action,
    latest,
    endSet: () =>
      carryOut(
        () => send('POST', `${path}/end-set`),
        () => ({ words: t().touch.setEnded, undo: null }),
      ),
    restartSet: () =>
      carryOut(
        () => send<Corrected>('POST', `${path}/restart-set`),
        (corrected) => ({ words: t().touch.setRestarted, undo: undoAudit(corrected) }),
      ),
    choose(exercise) {
      const before = bay.state.peek().exercise;
      const words = t().touch.exerciseIs(t().exercises[exercise].label);
      return carryOut(
        () => choose(exercise),
        () => ({ words, undo: () => choose(before) }),
      );
    },
    load(enteredLoadKg) {
      const before = bay.state.peek().enteredLoadKg;
      const words = enteredLoadKg === null ? t().touch.loadMeasured : t().touch.loadIs(loadWords(enteredLoadKg));
      return carryOut(
        () => load(enteredLoadKg),
        () => ({ words, undo: () => load(before) }),
      );
    },
    async dropLastRep() {
      const rep = bay.reps.peek().findLast(isCounted);
      if (!rep) return false;
      const correction = { kind: 'exclude-rep', repId: rep.id };
      return carryOut(
        () => send<Corrected>('POST', `/api/v1/sets/${rep.setId}/corrections`, correction),
        (corrected) => ({ words: t().touch.repDropped(rep.n ?? 0), undo: undoAudit(corrected) }),
      );
    },
    // The station itself says whether a sign-out can be undone, and for how long.
    signOut: () =>
      carryOut(
        () => send('DELETE', `${path}/session`),
        () => null,
      ),
    undoSignOut: () =>
      carryOut(
        () => send('POST', `${path}/session/undo`),
        () => null,
      ),
    answer: (setId, isMine) =>
      carryOut(
        () => send('POST', `${path}/answers`, { setId, isMine }),
        () => null,
      ),
    consent: (consents) =>
      carryOut(
        () => send('PUT', `${path}/consents`, consents),
        () => ({ words: t().member.me.consentsSaved, undo: null }),
      ),
    async undo() {
      const undo = latest.peek()?.undo;
      return undo ? carryOut(undo, () => ({ words: t().correct.undone, undo: null })) : false;
    },
  };
}
