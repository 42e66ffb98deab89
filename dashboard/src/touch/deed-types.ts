/** What a lifter can do at the screen, for who offers it and who carries it out. */
import type { Signal } from '@preact/signals';
import type { ExerciseName } from '../../../src/contracts/common.ts';
import type { Consents } from '../../../src/contracts/members.ts';
import type { Answer } from '../api.ts';
import type { Action } from '../live/use-action.ts';

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
