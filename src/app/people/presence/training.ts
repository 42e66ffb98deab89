/** The occupant's training at each bay: programme, plan, advice, and the member's own range for the core. */
import type { PersonalBest } from '../../../contracts/coaching.ts';
import type { ExerciseName } from '../../../contracts/common.ts';
import type { Rep, SetEvent } from '../../../contracts/events.ts';
import type { LearnedRange, Programme } from '../../../contracts/members.ts';
import type { Plan } from '../../../contracts/presence.ts';
import type { Superset } from '../../../contracts/superset.ts';
import { learn, type SetResult } from '../../../core/index.ts';
import { velocityLossAdvice } from '../../../members/advice.ts';
import { bestsOf, summaryOf } from '../../../members/bests.ts';
import { programmeOn } from '../../../members/course.ts';
import type { SetSummary } from '../../../members/history.ts';
import { isWork } from '../../../members/is-work.ts';
import type { OnBay } from '../../../members/presence-state.ts';
import { defaultProgramme, exerciseDue, planOf } from '../../../members/programme.ts';
import { supersetOf } from '../../../members/superset.ts';
import type { Store } from '../../../store/index.ts';
import type { GymDays } from '../plans/days.ts';

/** Sets of a member and exercise that a plan goes back: last time is among them. */
const SETS_BACK = 60;

export class Training {
  readonly exercise: ExerciseName;
  readonly #session: OnBay;
  programme: Programme;
  range: LearnedRange | null = null;
  /** The exercise whose turn it is; null: this one, or nothing is known yet. */
  due: ExerciseName | null = null;
  isRead = false;
  #sets: SetEvent[] = [];
  /** Of this member and exercise, as long as there are any. */
  #summaries: SetSummary[] = [];
  #written: readonly Programme[] = [];
  /** Of any exercise, of today. */
  #todays: SetEvent[] = [];
  readonly #dayOf: GymDays['dayOf'];
  /** Of the set in progress, by rep. */
  #reps = new Map<string, Rep>();

  /** Of the exercise itself, until `read`. */
  constructor(session: OnBay, exercise: ExerciseName, dayOf: GymDays['dayOf']) {
    this.#dayOf = dayOf;
    this.#session = session;
    this.exercise = exercise;
    this.programme = defaultProgramme(exercise, session.memberId);
  }

  get sessionId(): string {
    return this.#session.sessionId;
  }

  /**
   * What the database knows of the member and exercise. A guest has nothing there.
   * @param own the exercise whose turn it is when no programme says otherwise
   * @param at ISO wall time now
   */
  async read(store: Pick<Store, 'programmes' | 'ranges' | 'history'>, own: ExerciseName, at: string): Promise<void> {
    const { memberId } = this.#session;
    const { exercise } = this;
    // What was read before stands until it is read again.
    if (!this.isRead) this.#dueIs(own);
    if (memberId === null) return;
    const today = this.#dayOf(at);
    const [all, range, page, latest, summaries] = await Promise.all([
      store.programmes.of(memberId),
      store.ranges.get(memberId, exercise),
      store.history.sets({ memberId, exercise, limit: SETS_BACK }),
      store.history.sets({ memberId, limit: SETS_BACK }),
      store.history.summaries(memberId, exercise),
    ]);
    // As they are in the week of today.
    const written = all.map((one) => programmeOn(one, today));
    this.programme = written.find((one) => one.exercise === exercise) ?? defaultProgramme(exercise, memberId);
    const todays = latest.items.filter(({ startedAt }) => this.#dayOf(startedAt) === today);
    this.#dueIs(exerciseDue(own, written, todays));
    this.#written = written;
    // The latest set may still be on its way to the database.
    const stored = new Set(latest.items.map(({ id }) => id));
    this.#todays = [...this.#todays.filter(({ id }) => !stored.has(id)), ...todays];
    this.#summaries = summaries;
    this.isRead = true;
    this.range ??= range;
    const ended = page.items.filter((set) => set.endedAt !== null && this.#sets.every(({ id }) => id !== set.id));
    this.#sets.push(...ended);
  }

  /** The same member goes on with another exercise: what is known of all their exercises is not read again. */
  continue(before: Training): void {
    this.#written = before.#written;
    this.#todays = before.#todays;
    this.programme = this.#written.find((one) => one.exercise === this.exercise) ?? this.programme;
  }

  /** After a set: the next exercise of the superset. */
  takeTurn(at: string): void {
    const next = this.#superset(at)?.next;
    if (next) this.#dueIs(next);
  }

  #superset(at: string): Superset | null {
    const day = this.#dayOf(at);
    const done = this.#todays.filter(({ startedAt }) => this.#dayOf(startedAt) === day);
    return supersetOf(this.exercise, this.#written, done);
  }

  #dueIs(exercise: ExerciseName): void {
    this.due = exercise === this.exercise ? null : exercise;
  }

  /** Of this member and exercise, the latest ones. */
  get sets(): readonly SetEvent[] {
    return this.#sets;
  }

  /** What a set just done beat; nothing while the sets before it are not known. */
  bests(set: SetEvent): PersonalBest[] {
    return this.isRead ? bestsOf(summaryOf(set), [...this.#summaries, ...this.#sets.map(summaryOf)]) : [];
  }

  /** All that a trainer wrote is done on the day of this time; never where nothing is written. */
  isDone(at: string): boolean {
    const day = this.#dayOf(at);
    const doneOf = (exercise: ExerciseName) =>
      this.#todays.filter((set) => set.exercise === exercise && isWork(set) && this.#dayOf(set.startedAt) === day);
    return this.#written.length > 0 && this.#written.every(({ exercise, sets }) => doneOf(exercise).length >= sets);
  }

  rep(rep: Rep): void {
    this.#reps.set(rep.id, rep);
  }

  /** A set of this session is settled. @returns what it taught of the member's range; null: nothing, or no one's to keep */
  settled(set: SetEvent, result: SetResult): LearnedRange | null {
    this.#reps.clear();
    this.#todays = [set, ...this.#todays.filter(({ id }) => id !== set.id)];
    if (set.exercise !== this.exercise) return null;
    this.#sets = [set, ...this.#sets.filter(({ id }) => id !== set.id)];
    const before = this.range;
    const learned = learn(before, result);
    if (!learned || learned === before) return null;
    this.range = { exercise: this.exercise, ...learned, updatedAt: set.endedAt ?? set.startedAt };
    return this.#session.memberId === null ? null : this.range;
  }

  /** A set that was corrected, claimed or deleted. */
  corrected(set: SetEvent): void {
    const others = this.#sets.filter(({ id }) => id !== set.id);
    const todays = this.#todays.filter(({ id }) => id !== set.id);
    const isOfMember = set.memberId === this.#session.memberId && set.deletedAt === undefined;
    this.#todays = isOfMember ? [set, ...todays] : todays;
    this.#summaries = this.#summaries.filter(({ setId }) => setId !== set.id);
    const isOwn = set.memberId === this.#session.memberId && set.exercise === this.exercise;
    if (isOwn && set.deletedAt === undefined) others.push(set);
    this.#sets = others.sort((a, b) => (a.startedAt < b.startedAt ? 1 : -1));
  }

  plan(at: string): Plan {
    const counted = [...this.#reps.values()].filter(({ verdict }) => verdict === 'counted');
    const ordered = counted.sort((a, b) => (a.n ?? 0) - (b.n ?? 0));
    const advice = velocityLossAdvice(ordered.map(({ meanVelocityMps }) => meanVelocityMps));
    const oneRepMaxKg = this.#sets.find(({ oneRepMax }) => oneRepMax !== null)?.oneRepMax?.oneRepMaxKg ?? null;
    const superset = this.#superset(at);
    return planOf({
      programme: this.programme,
      sets: this.#sets,
      dayOf: this.#dayOf,
      at,
      oneRepMaxKg,
      advice,
      superset,
    });
  }
}
