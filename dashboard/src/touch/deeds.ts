import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { BayStore } from '../live/bay-store.ts';
import { type Action, useAction } from '../live/use-action.ts';
import { t } from '../locales/index.ts';
import type { Deeds } from './deed-types.ts';

/** How each is done is fetched when the first one is. */
export function useDeeds(bay: BayStore): Deeds {
  const action = useAction();
  const latest: Deeds['latest'] = useSignal(null);
  const setId = bay.state.value.set?.id ?? null;
  useEffect(() => {
    if (setId === null) return;
    latest.value = null;
    action.failure.value = null;
  }, [setId]);
  return useMemo(() => lazily(bay, action, latest), [bay]);
}

function lazily(bay: BayStore, action: Action, latest: Deeds['latest']): Deeds {
  const carryOut = async (work: (deeds: Deeds) => Promise<boolean>): Promise<boolean> => {
    try {
      const { deedsOf } = await import('./carry-out.ts');
      return await work(deedsOf(bay, action, latest));
    } catch {
      latest.value = { words: t().common.pageFailedWhy, undo: null };
      return false;
    }
  };
  return {
    action,
    latest,
    endSet: () => carryOut((deeds) => deeds.endSet()),
    restartSet: () => carryOut((deeds) => deeds.restartSet()),
    choose: (exercise) => carryOut((deeds) => deeds.choose(exercise)),
    load: (enteredLoadKg) => carryOut((deeds) => deeds.load(enteredLoadKg)),
    dropLastRep: () => carryOut((deeds) => deeds.dropLastRep()),
    signOut: () => carryOut((deeds) => deeds.signOut()),
    undoSignOut: () => carryOut((deeds) => deeds.undoSignOut()),
    answer: (setId, isMine) => carryOut((deeds) => deeds.answer(setId, isMine)),
    consent: (consents) => carryOut((deeds) => deeds.consent(consents)),
    undo: () => carryOut((deeds) => deeds.undo()),
  };
}
