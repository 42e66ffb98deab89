/** The undo button of a bay: takes the last count of the set just done back; pressed again, it counts again. */
import { v7 as newId } from 'uuid';
import { type Clock, isoNow, systemClock } from '../../common/clock.ts';
import { messageOf } from '../../common/message-of.ts';
import { belongsToSession } from '../../contracts/events/ownership.ts';
import { isCounted, type Session, type SetEvent } from '../../contracts/events.ts';
import type { SetDetail } from '../../contracts/http.ts';
import type { Store } from '../../store/index.ts';

interface UndoLastOptions {
  /** @throws Error that says why the database isn't there */
  store: () => Pick<Store, 'corrections' | 'getSet'>;
  clock?: Clock;
  /** The corrected set is stored: publish it. */
  corrected: (detail: SetDetail) => void;
}

/** What the button needs to know of its bay. */
export interface UndoPlace {
  lastSet: SetEvent | null;
  inSet: boolean;
  /** The occupant now. */
  session: Pick<Session, 'memberId' | 'sessionId'>;
}

export class UndoLast {
  readonly #options: UndoLastOptions;
  /** The correction that the button made last, by set. */
  #made: { setId: string; auditId: string } | null = null;

  constructor(options: UndoLastOptions) {
    this.#options = options;
  }

  /** @returns why it is refused; null when it is done */
  async press({ lastSet, inSet, session }: UndoPlace): Promise<string | null> {
    if (inSet) return 'a set is in progress: press it when the set has ended';
    if (!lastSet) return 'no set was done here since the start';
    if (!belongsToSession(lastSet, session)) return 'the last set here belongs to another member';
    try {
      return await this.#toggle(lastSet.id, { id: session.memberId, role: 'undo button' });
    } catch (error) {
      return messageOf(error);
    }
  }

  async #toggle(setId: string, actor: { id: string | null; role: string }): Promise<string | null> {
    const { store, clock = systemClock, corrected } = this.#options;
    const { corrections } = store();
    const at = isoNow(clock);
    if (this.#made?.setId === setId) {
      const { auditId } = this.#made;
      this.#made = null;
      corrected(await corrections.undo(auditId, { id: newId(), actor, at }));
      return null;
    }
    const detail = await store().getSet(setId);
    const rep = detail?.reps.findLast(isCounted);
    if (!rep) return 'the set has no count to take back';
    const correction = { kind: 'exclude-rep', repId: rep.id } as const;
    const result = await corrections.correct({ id: newId(), setId, correction, actor, at });
    this.#made = { setId, auditId: result.audit.id };
    corrected(result);
    return null;
  }
}
