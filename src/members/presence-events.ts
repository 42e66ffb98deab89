/** What happens to the presence machine, and what comes of it. */
import type { TapResult } from '../contracts/presence.ts';
import type { Moment, OnBay, Person, PresentMember } from './presence-state.ts';
import type { CorrectedSet } from './set-questions.ts';

/**
 * The owner of a card. `unavailable`: can't be looked up now, for `reason`. `away`: no one here, and the hub could not be asked; whether what is lifted
 * now is kept for the owner.
 */
export type Card =
  | ({ readonly kind: 'member' } & PresentMember)
  | { readonly kind: 'unknown'; readonly lastDigits: string; readonly away?: 'kept' | 'not-kept' }
  | { readonly kind: 'unavailable'; readonly reason: string };

/** `sessionId`: a new one, for the session that this may begin. */
export type PresenceInput = Moment &
  (
    | { readonly kind: 'tap'; readonly bay: string; readonly card: Card; readonly sessionId: string }
    /** A guest, or a member whom a trainer puts there. */
    | { readonly kind: 'put'; readonly bay: string; readonly person: Person; readonly sessionId: string }
    | { readonly kind: 'log-out'; readonly bay: string }
    /** Takes a log-out back: one that waits for the end of the set, or one of the last seconds. */
    | { readonly kind: 'undo-log-out'; readonly bay: string; readonly sessionId: string }
    /** The first rep of a set was seen; from here on its owner is fixed. */
    | { readonly kind: 'set-began'; readonly bay: string; readonly setId: string }
    | { readonly kind: 'set-ended'; readonly bay: string; readonly setId: string; readonly countedReps: number }
    | ({ readonly kind: 'set-corrected'; readonly bay: string } & CorrectedSet)
    /** The signed-in member answers whether a set belongs to them. */
    | { readonly kind: 'answer'; readonly bay: string; readonly setId: string; readonly isMine: boolean }
    | { readonly kind: 'moved'; readonly bay: string }
    /** The rest that the occupant's programme prescribes between sets. */
    | { readonly kind: 'rest-known'; readonly bay: string; readonly restMs: number }
    | { readonly kind: 'enrol'; readonly bay: string; readonly memberId: string; readonly alias: string }
    | { readonly kind: 'cancel-enrolment'; readonly bay: string }
    | ({ readonly kind: 'member-changed' } & PresentMember)
    | { readonly kind: 'member-gone'; readonly memberId: string }
    | { readonly kind: 'tick' }
  );

export type EndWhy = 'tapped-out' | 'switched' | 'logged-out' | 'idle' | 'elsewhere' | 'member-gone';

export type PresenceEvent =
  /** What became of a tap: every tap gets exactly one. */
  | {
      readonly kind: 'tapped';
      readonly bay: string;
      readonly result: TapResult;
      readonly lastDigits: string | null;
      /** The set that the member is asked about: a second tap claims it; null: none. */
      readonly asksSetId: string | null;
      readonly text: string;
      /** For everyone: without the alias of who did not agree that it is shown. */
      readonly openText: string;
    }
  | { readonly kind: 'session-started'; readonly bay: string; readonly session: OnBay }
  | { readonly kind: 'session-ended'; readonly bay: string; readonly session: OnBay; readonly why: EndWhy }
  /** The member claimed the set, or took that back. */
  | { readonly kind: 'claimed' | 'disclaimed'; readonly bay: string; readonly setId: string; readonly session: OnBay }
  | { readonly kind: 'enrolled'; readonly bay: string; readonly memberId: string };
