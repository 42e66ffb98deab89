import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { BayStore } from '../live/bay-store.ts';
import { type Action, useAction } from '../live/use-action.ts';
import { t } from '../locales/index.ts';
import type { TouchActions } from './touch-action-types.ts';

/** The code of the actions is loaded on first use. */
export function useTouchActions(bay: BayStore): TouchActions {
  const action = useAction();
  const latest: TouchActions['latest'] = useSignal(null);
  const setId = bay.state.value.set?.id ?? null;
  useEffect(() => {
    if (setId === null) return;
    latest.value = null;
    action.failure.value = null;
  }, [setId]);
  return useMemo(() => lazily(bay, action, latest), [bay]);
}

function lazily(bay: BayStore, action: Action, latest: TouchActions['latest']): TouchActions {
  const carryOut = async (work: (actions: TouchActions) => Promise<boolean>): Promise<boolean> => {
    try {
      const { touchActionsOf } = await import('./carry-out.ts');
      return await work(touchActionsOf(bay, action, latest));
    } catch {
      latest.value = { words: t().common.pageFailedWhy, undo: null };
      return false;
    }
  };
  return {
    action,
    latest,
    endSet: () => carryOut((actions) => actions.endSet()),
    restartSet: () => carryOut((actions) => actions.restartSet()),
    choose: (exercise) => carryOut((actions) => actions.choose(exercise)),
    load: (enteredLoadKg) => carryOut((actions) => actions.load(enteredLoadKg)),
    dropLastRep: () => carryOut((actions) => actions.dropLastRep()),
    signOut: () => carryOut((actions) => actions.signOut()),
    undoSignOut: () => carryOut((actions) => actions.undoSignOut()),
    answer: (setId, isMine) => carryOut((actions) => actions.answer(setId, isMine)),
    consent: (consents) => carryOut((actions) => actions.consent(consents)),
    undo: () => carryOut((actions) => actions.undo()),
  };
}
