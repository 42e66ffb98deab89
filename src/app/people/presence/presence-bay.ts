/** A bay as presence knows it: what it reports of the lifting, and what presence hands to it. */
import type { ExerciseName } from '../../../contracts/common.ts';
import type { BayConfig } from '../../../contracts/config.ts';
import type { Occupant, Rep, SetEvent } from '../../../contracts/events.ts';
import type { SetDetail } from '../../../contracts/http.ts';
import type { LearnedRange } from '../../../contracts/members.ts';
import type { Presence, TapResult } from '../../../contracts/presence.ts';
import type { SetResult } from '../../../core/index.ts';
import type { Change } from '../../../store/index.ts';

/** What happens on a bay. Nothing of a replay is among it. */
export type LiftEvent =
  /** The first rep of a set was seen. */
  | { readonly kind: 'set-began'; readonly setId: string }
  | { readonly kind: 'set-ended'; readonly setId: string }
  /** The bar moves; many times a second. */
  | { readonly kind: 'moved' }
  | { readonly kind: 'rep'; readonly rep: Rep }
  | { readonly kind: 'settled'; readonly set: SetEvent; readonly result: SetResult }
  /** A person changed an ended set of any member. */
  | { readonly kind: 'corrected'; readonly set: SetEvent }
  | { readonly kind: 'exercise-changed' };

/** The occupant of a bay, and what the bay needs of them. */
export interface Attendance {
  readonly occupant: Occupant;
  /** Whether the raw samples of a set of this member are stored. */
  readonly keepsRecordings: boolean;
  /** Earlier sets of the occupant, of the exercise of the bay. */
  readonly earlier: readonly SetEvent[];
  /** For the screen of the bay; null: presence is not there yet. */
  readonly presence: Presence | null;
}

/** What the occupant is to do, as far as the core needs it. */
export interface Targets {
  /** Null: as configured. */
  readonly holdS: number | null;
  readonly range: LearnedRange | null;
}

export interface PresenceBay {
  readonly config: Pick<BayConfig, 'id' | 'keyboardFormat'>;
  readonly measuring: {
    readonly exercise: ExerciseName;
    readonly board: { readonly inSet: boolean };
    /** From the next set on. */
    train(targets: Targets | null): void;
  };
  readonly session: { attend(attendance: Attendance): void };
  readonly signals: { tapped(result: TapResult, asks: boolean): void };
  on(event: 'lift', listener: (event: LiftEvent) => void): unknown;
  selectExercise(exercise: ExerciseName): void;
  setLoad(enteredLoadKg: number | null): void;
  /** Resolves once it is durable. */
  persist(change: Omit<Change, 'recordings'>): Promise<void>;
  /** A person changed an ended set. */
  corrected(detail: SetDetail): void;
}
