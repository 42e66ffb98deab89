/** The occupant's training per bay: read at sign-in, shown at the bay, updated by every set. */
import type { Logger } from 'pino';
import { type Clock, isoNow, systemClock } from '../../../common/clock.ts';
import { messageOf } from '../../../common/message-of.ts';
import { coachingWithText, type SetReview } from '../../../contracts/coaching.ts';
import type { ExerciseName } from '../../../contracts/common.ts';
import type { Rep, SetEvent } from '../../../contracts/events.ts';
import type { Plan } from '../../../contracts/presence.ts';
import type { SetResult } from '../../../core/index.ts';
import { coachingOf } from '../../../members/coaching.ts';
import type { OnBay } from '../../../members/presence-state.ts';
import type { Store } from '../../../store/index.ts';
import type { GymDays } from '../plans/days.ts';
import type { PresenceBay } from './presence-bay.ts';
import { Training } from './training.ts';

interface TrainingBookOptions {
  /** @throws Error that says why the database isn't there */
  store: () => Pick<Store, 'programmes' | 'ranges' | 'history'>;
  /** The prescribed rest between sets for the occupant. */
  onRest: (bay: string, restMs: number) => void;
  /** What the database knows of the member on the bay was read. */
  onPlan: (bay: PresenceBay) => void;
  clock?: Clock;
  days: GymDays;
  logger: Logger;
}

export class TrainingBook {
  readonly #options: TrainingBookOptions;
  readonly #clock: Clock;
  readonly #pages = new Map<string, Training>();
  /** The exercise of a bay before the occupant's programme changed it. */
  readonly #ownExercise = new Map<string, ExerciseName>();
  /** Movements of the set in progress, or of the last one, of any lifter. */
  readonly #reps = new Map<string, Map<string, Rep>>();
  readonly #reviews = new Map<string, SetReview>();

  /** Told by `isNewDay`, so by none before the first: the formats of days are a noticeable part of a start. */
  #day: string | null = null;

  constructor(options: TrainingBookOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
  }

  of(bay: string): Training | undefined {
    return this.#pages.get(bay);
  }

  /** Once after each midnight of the gym: a plan is that of a day. */
  isNewDay(): boolean {
    const before = this.#day;
    this.#day = this.#options.days.dayOf(isoNow(this.#clock));
    return before !== null && this.#day !== before;
  }

  plan(bay: string): Plan | null {
    return this.#pages.get(bay)?.plan(isoNow(this.#clock)) ?? null;
  }

  /** What there is to say of the set just done. */
  review(bay: string): SetReview | null {
    return this.#reviews.get(bay) ?? null;
  }

  setBegan(bay: string): void {
    this.#reviews.delete(bay);
  }

  rep(bay: string, rep: Rep): void {
    const known = this.#reps.get(bay);
    const isOfThisSet = known?.values().next().value?.setId === rep.setId;
    this.#reps.set(bay, (isOfThisSet ? known! : new Map<string, Rep>()).set(rep.id, rep));
    this.of(bay)?.rep(rep);
  }

  /** Someone came or left, or the exercise is another one. Until the database has answered, the defaults of the exercise apply. */
  turn(bay: PresenceBay, on: OnBay | null): void {
    const { id } = bay.config;
    const before = this.#pages.get(id);
    if (before && before.sessionId !== on?.sessionId) this.#leave(bay);
    if ((before?.sessionId ?? null) !== (on?.sessionId ?? null)) this.#reviews.delete(id);
    const { exercise } = bay.measuring;
    const known = this.#pages.get(id);
    if (!on || (known?.sessionId === on.sessionId && known.exercise === exercise)) return;
    const page = new Training(on, exercise, this.#options.days.dayOf);
    if (known) page.continue(known);
    this.#pages.set(id, page);
    const isNew = known === undefined; // else a person has chosen the exercise, and it stays
    void this.#read(bay, page, isNew);
  }

  /** What programmes and sets say now: a trainer may have written another one. */
  refresh(bays: readonly PresenceBay[]): void {
    for (const bay of bays) {
      const page = this.of(bay.config.id);
      if (page?.isRead) void this.#read(bay, page, page.due !== null);
    }
  }

  /** Takes the bay to the exercise whose turn it is, and back to its own, as soon as no set is in progress. */
  betweenSets(bay: PresenceBay): void {
    const { id } = bay.config;
    if (bay.measuring.board.inSet) return;
    const page = this.#pages.get(id);
    const own = this.#ownExercise.get(id) ?? page?.exercise;
    const due = page ? page.due : own;
    if (!own || !due) return;
    if (due === own) this.#ownExercise.delete(id);
    else this.#ownExercise.set(id, own);
    bay.selectExercise(due);
  }

  /** A set of the occupant is settled: the next one uses what it taught. */
  settled(bay: PresenceBay, set: SetEvent, result: SetResult): void {
    const { id } = bay.config;
    const page = this.#pages.get(id);
    const isOwn = page !== undefined && page.sessionId === set.sessionId;
    const reps = [...(this.#reps.get(id)?.values() ?? [])].filter(({ setId }) => setId === set.id);
    const code = coachingOf(reps, set.targetHoldS);
    const bests = isOwn ? page.bests(set) : [];
    const wasDone = isOwn && page.isDone(set.startedAt);
    const range = isOwn ? page.settled(set, result) : null;
    const programmeDone = isOwn && !wasDone && page.isDone(set.startedAt);
    if (isOwn) page.takeTurn(set.startedAt);
    this.#reviews.set(id, { setId: set.id, bests, coaching: code && coachingWithText(code), programmeDone });
    if (!isOwn) return;
    if (!range || set.memberId === null) return;
    void bay.persist({ ranges: [{ memberId: set.memberId, range }] });
    this.#aim(bay, page);
  }

  #leave(bay: PresenceBay): void {
    this.#pages.delete(bay.config.id);
    bay.measuring.train(null);
    this.betweenSets(bay);
  }

  /** @param isNew the occupant has just signed in: their programmes choose the exercise */
  async #read(bay: PresenceBay, page: Training, isNew: boolean): Promise<void> {
    const { store, logger } = this.#options;
    const { id } = bay.config;
    try {
      // Between sets the bay follows what is due, also while the database is asked: what a person has chosen stays.
      const own = isNew ? this.#ownExercise.get(id) : undefined;
      await page.read(store(), own ?? page.exercise, isoNow(this.#clock));
    } catch (error) {
      logger.warn({ bay: id }, `no programme and no history can be shown: ${messageOf(error)}`);
    }
    if (this.#pages.get(id) !== page) return; // another member has signed in since
    if (!isNew) page.due = null;
    this.#aim(bay, page);
    this.betweenSets(bay);
    this.#options.onPlan(bay);
  }

  #aim(bay: PresenceBay, { programme, range }: Training): void {
    // The bay's own hold stands until a trainer has said otherwise for this member.
    const isOwn = programme.revision > 0;
    bay.measuring.train({ holdS: isOwn ? programme.holdS : null, range });
    this.#options.onRest(bay.config.id, isOwn ? programme.restS * 1000 : 0);
  }
}
