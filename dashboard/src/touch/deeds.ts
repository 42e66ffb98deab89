import { type Signal, useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { ExerciseName } from '../../../src/contracts/common.ts';
import type { Consents } from '../../../src/contracts/members.ts';
import type { Answer } from '../api.ts';
import type { BayStore } from '../live/bay-store.ts';
import { type Action, useAction } from '../live/use-action.ts';
import { t } from '../texts/index.ts';

export interface Done {
  readonly words: string;
  /** Takes it back; null: that can't be done by a touch. */
  readonly undo: (() => Promise<Answer<unknown>>) | null;
}

/** What a lifter does at the screen: each at once, and with its way back until the next set begins. */
export interface Deeds {
  readonly action: Action;
  readonly latest: Signal<Done | null>;
  endSet(): Promise<boolean>;
  restartSet(): Promise<boolean>;
  choose(exercise: ExerciseName): Promise<boolean>;
  /** Null: as measured. */
  load(enteredLoadKg: number | null): Promise<boolean>;
  /** The last counted rep of the set just done doesn't count. */
  dropLastRep(): Promise<boolean>;
  signOut(): Promise<boolean>;
  undoSignOut(): Promise<boolean>;
  answer(setId: string, isMine: boolean): Promise<boolean>;
  consent(consents: Consents): Promise<boolean>;
  undo(): Promise<boolean>;
}

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
