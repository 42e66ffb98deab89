import { type Signal, useSignal } from '@preact/signals';
import type { Corrected } from '../../../src/contracts/member-http.ts';
import type { Correction } from '../../../src/contracts/members.ts';
import { type Answer, send } from '../api.ts';
import { t } from '../locales/index.ts';
import { type Action, useAction } from './use-action.ts';

export interface Corrections {
  readonly action: Action;
  /** What was done last, in words, and the row of the audit that takes it back; null once that was done. */
  readonly latest: Signal<{ words: string; auditId: string | null } | null>;
  correct(setId: string, correction: Correction, words: string): Promise<Corrected | null>;
  /** The set in progress on this bay begins again. */
  restart(bay: string, words: string): Promise<Corrected | null>;
  undo(auditId: string): Promise<Corrected | null>;
  /** Nothing was done yet, and nothing refused: what comes now is about something else. */
  forget(): void;
}

/** What a person changes of sets, each with its way back. */
export function useCorrections(): Corrections {
  const action = useAction();
  const latest: Corrections['latest'] = useSignal(null);
  const carryOut = async (work: () => Promise<Answer<Corrected | null>>, words: string, canUndo: boolean) => {
    latest.value = null;
    const corrected = (await action.run(work)) ?? null;
    if (corrected) latest.value = { words, auditId: canUndo ? corrected.audit.id : null };
    return corrected;
  };
  return {
    action,
    latest,
    correct: (setId, correction, words) =>
      carryOut(() => send('POST', `/api/v1/sets/${setId}/corrections`, correction), words, true),
    restart: (bay, words) => carryOut(() => send('POST', `/api/v1/bays/${bay}/restart-set`), words, true),
    undo: (auditId) => carryOut(() => send('POST', `/api/v1/audit/${auditId}/undo`), t().correct.undone, false),
    forget: () => {
      latest.value = null;
      action.failure.value = null;
    },
  };
}
