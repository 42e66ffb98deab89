/** What a lifter can do at the screen: shared by the controls and the code that carries it out. */
import type { Signal } from '@preact/signals';
import type { ExerciseName } from '../../../src/contracts/common.ts';
import type { Consents } from '../../../src/contracts/members.ts';
import type { Answer } from '../api.ts';
import type { Action } from '../live/use-action.ts';

export interface Done {
  readonly words: string;
  /** Null: can't be undone at the screen. */
  readonly undo: (() => Promise<Answer<unknown>>) | null;
}

/** Each action takes effect at once and can be undone until the next set begins. */
export interface TouchActions {
  readonly action: Action;
  readonly latest: Signal<Done | null>;
  endSet(): Promise<boolean>;
  restartSet(): Promise<boolean>;
  choose(exercise: ExerciseName): Promise<boolean>;
  /** Null: as measured. */
  load(enteredLoadKg: number | null): Promise<boolean>;
  /** Excludes the last counted rep of the set just done. */
  dropLastRep(): Promise<boolean>;
  signOut(): Promise<boolean>;
  undoSignOut(): Promise<boolean>;
  answer(setId: string, isMine: boolean): Promise<boolean>;
  consent(consents: Consents): Promise<boolean>;
  undo(): Promise<boolean>;
}
