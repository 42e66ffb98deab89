/**
 * The occupants of the bays: turns taps, codes, clicks and sets into steps of the pure machine, and what comes of them into messages,
 * light and sound, and rows for the database. A tap needs no database but for what it shows of last time.
 */
import type { Logger } from 'pino';
import { v7 as newId } from 'uuid';
import { type Clock, isoNow, systemClock } from '../../../common/clock.ts';
import { messageOf } from '../../../common/message-of.ts';
import type { SetEvent } from '../../../contracts/events.ts';
import type { Presence, Tap } from '../../../contracts/presence.ts';
import type { UidFormat } from '../../../contracts/readers.ts';
import { stepPresence } from '../../../members/presence.ts';
import type { PresenceEvent, PresenceInput } from '../../../members/presence-events.ts';
import {
  type BayPresence,
  createPresence,
  type OnBay,
  type Person,
  type PresenceState,
  type PresenceTimes,
  type PresentMember,
  presentMember,
  rebasePresence,
  restorePresence,
  returning,
} from '../../../members/presence-state.ts';
import type { BaySession, Store } from '../../../store/index.ts';
import type { Readers } from '../../card-readers.ts';
import { gymDays } from '../plans/days.ts';
import { CardTaps } from './card-taps.ts';
import { persistOwners, publishOwner, rebasedRows, sessionRows, waitingRows } from './persist-sessions.ts';
import type { LiftEvent, PresenceBay } from './presence-bay.ts';
import { describeOccupant, describePresence } from './presence-message.ts';
import { membersIn, savedPresence } from './restore.ts';
import { TrainingBook } from './training-book.ts';

/** The pace of countdowns and greetings on the screens. */
const TICK_MS = 250;
/** Movements reset the idle time; a screen needs no more of them than this. */
const MOVED_MS = 1000;

interface PresenceServiceOptions {
  site: string;
  dataDir: string;
  /** Time zone of the gym; left out or empty: that of this computer. */
  zone?: string;
  times: PresenceTimes;
  bays: readonly PresenceBay[];
  /** @throws Error that says why the database isn't there */
  store: () => Store;
  readers: Readers;
  clock?: Clock;
  logger: Logger;
}

type Unstamped<T> = T extends unknown ? Omit<T, 'atMs' | 'at'> : never;

export class PresenceService {
  readonly #options: PresenceServiceOptions;
  readonly #clock: Clock;
  readonly taps: CardTaps;
  readonly #training: TrainingBook;
  readonly #movedMs = new Map<string, number>();
  /** Of each bay, the set that was settled last. */
  readonly #settled = new Map<string, SetEvent>();
  #state: PresenceState;
  #tick: NodeJS.Timeout | undefined;
  #isRestored = false;
  constructor(options: PresenceServiceOptions) {
    this.#options = options;
    const clock = (this.#clock = options.clock ?? systemClock);
    this.taps = new CardTaps({
      site: options.site,
      dataDir: options.dataDir,
      clock,
      store: options.store,
      bayOf: (id) => this.#bay(id),
      known: (id) => this.#known(id),
      step: (id, card) =>
        this.#step({ kind: 'tap', bay: id, card, sessionId: newId() }).find((event) => event.kind === 'tapped')!,
    });
    this.#training = new TrainingBook({
      store: options.store,
      clock,
      days: gymDays(options.zone ?? ''),
      logger: options.logger,
      onRest: (bay, restMs) => void this.#step({ kind: 'rest-known', bay, restMs }),
      onPlan: (bay) => this.#push(bay),
    });
    const { bays, times } = options;
    this.#state = createPresence(
      bays.map(({ config }) => config.id),
      times,
    );
    for (const bay of bays) {
      this.#listen(bay);
    }
  }

  #listen(bay: PresenceBay): void {
    const { id } = bay.config;
    for (const reader of this.#options.readers.get(id) ?? []) {
      reader.on('tap', ({ uidHex }) => void this.taps.take(id, uidHex, reader.name));
      reader.on('refused', ({ reason, text }) => this.taps.left(id, reason, text, reader.name));
      reader.on('state', () => this.#push(bay));
    }
    bay.on('lift', (event) => this.#onLift(bay, event));
    this.#push(bay);
  }

  #onLift(bay: PresenceBay, event: LiftEvent): void {
    const { id } = bay.config;
    switch (event.kind) {
      case 'set-began':
        this.#training.setBegan(id);
        if (this.on(id)) this.taps.claims.over(id);
        this.taps.claims.setBegan(id, event.setId);
        this.#step({ ...event, bay: id });
        return;
      case 'set-ended': {
        const settled = this.#settled.get(id);
        const countedReps = settled?.id === event.setId ? settled.countedReps : 0;
        this.#step({ ...event, bay: id, countedReps });
        const claim = this.taps.claims.setEnded(id, event.setId);
        if (claim) void bay.persist({ cardClaims: [claim] });
        return;
      }
      case 'moved':
        this.#moved(id);
        return;
      case 'rep':
        this.#training.rep(id, event.rep);
        break;
      case 'settled':
        this.#settled.set(id, event.set);
        this.#training.settled(bay, event.set, event.result);
        break;
      case 'corrected': {
        const { id: setId, countedReps, memberId, deletedAt } = event.set;
        const isDeleted = deletedAt !== undefined;
        this.#step({ kind: 'set-corrected', bay: id, setId, countedReps, memberId, isDeleted });
        this.#training.of(id)?.corrected(event.set);
        break;
      }
      case 'exercise-changed':
        this.#training.turn(bay, this.on(id));
        break;
    }
    this.#push(bay);
  }

  /** Hands the bay its occupant as they are now; it publishes what has changed. */
  #push(bay: PresenceBay): void {
    const { id } = bay.config;
    const known = this.#known(id);
    bay.session.attend({
      occupant: describeOccupant(known),
      keepsRecordings: known.on?.keepRecordings ?? false,
      earlier: this.#training.of(id)?.sets ?? [],
      presence: this.presence(id),
    });
  }

  /** Loads cards and occupants from the database; while it is unavailable, call `read` again later. */
  async start(): Promise<void> {
    await this.read();
    this.#tick = setInterval(() => {
      this.#step({ kind: 'tick' });
      const isNewDay = this.#training.isNewDay();
      for (const bay of this.#options.bays) {
        this.#training.betweenSets(bay);
        if (isNewDay) this.#push(bay); // what is left to do today
      }
    }, TICK_MS);
  }

  stop(): void {
    clearInterval(this.#tick);
  }

  /** The database can be read (again), or members or cards have changed. Never rejects: taps say what is the matter. */
  async read(): Promise<void> {
    try {
      await this.taps.read();
      if (!this.#isRestored) await this.#restore();
      await this.#refreshMembers();
      this.#training.refresh(this.#options.bays);
    } catch (error) {
      this.#options.logger.warn(`members and cards can't be read: ${messageOf(error)}`);
    }
  }

  /** The occupant, or null. */
  on(bay: string): OnBay | null {
    return this.#known(bay).on;
  }

  presence(bay: string): Presence {
    const { times } = this.#state;
    const { exercise } = this.#bay(bay).measuring;
    const atMs = this.#clock.monoMs();
    return describePresence({
      bay,
      known: this.#known(bay),
      back: returning(this.#state, bay, atMs),
      times,
      atMs,
      wallMs: this.#clock.wallMs(),
      exercise,
      plan: this.#training.plan(bay),
      review: this.#training.review(bay),
      readers: this.#options.readers.get(bay) ?? [],
    });
  }

  /** A card that another device read, such as a keyboard reader at the screen. */
  tap(bay: string, uid: string, reader: string, format?: UidFormat): Promise<Tap> {
    return this.taps.takeFrom(bay, uid, reader, format);
  }

  /** A member who shows who they are otherwise than by a card, such as by the code on the screen. */
  tapBy(bay: string, member: PresentMember, reader: string): Tap {
    return this.taps.tapped(bay, { kind: 'member', ...member }, reader);
  }

  /** The wall clock was set. */
  rebase(byMs: number): void {
    const at = isoNow(this.#clock);
    this.#changed(rebasePresence(this.#state, byMs));
    this.#persist([...this.#state.bays].flatMap(([bay, known]) => rebasedRows(bay, known, at)));
  }

  put(bay: string, person: Person): void {
    this.#step({ kind: 'put', bay, person, sessionId: newId() });
  }

  logOut(bay: string): void {
    this.#step({ kind: 'log-out', bay });
  }

  /** Takes a sign-out at the bay back. @returns false: there is none to take back (any more) */
  undoLogOut(bay: string): boolean {
    if (this.presence(bay).signOutUndo === null) return false;
    this.#step({ kind: 'undo-log-out', bay, sessionId: newId() });
    return true;
  }

  /** Answers the question whether a set belongs to the signed-in member. @returns false: there is no such question (any more) */
  answer(bay: string, setId: string, isMine: boolean): boolean {
    if (this.#known(bay).questions.every((one) => one.setId !== setId)) return false;
    this.#step({ kind: 'answer', bay, setId, isMine });
    return true;
  }

  enrol(bay: string, member: { id: string; alias: string }): void {
    this.#step({ kind: 'enrol', bay, memberId: member.id, alias: member.alias });
  }

  cancelEnrolment(bay: string): void {
    this.#step({ kind: 'cancel-enrolment', bay });
  }

  #moved(bay: string): void {
    const nowMs = this.#clock.monoMs();
    if (nowMs - (this.#movedMs.get(bay) ?? Number.NEGATIVE_INFINITY) < MOVED_MS) return;
    this.#movedMs.set(bay, nowMs);
    this.#step({ kind: 'moved', bay });
  }

  #step(input: Unstamped<PresenceInput>): readonly PresenceEvent[] {
    const before = this.#state;
    const moment = { atMs: this.#clock.monoMs(), at: isoNow(this.#clock) };
    const { state, events } = stepPresence(before, { ...input, ...moment } as PresenceInput);
    this.#changed(state);
    this.#persist(sessionRows(before.bays, state.bays, events, moment.at));
    for (const bay of this.#options.bays) void persistOwners(bay, events, moment.at, this.#options.store);
    return events;
  }

  /** One change, whichever bays it is about: they share the queue. */
  #persist(sessions: BaySession[]): void {
    if (sessions.length > 0) void this.#bay(sessions[0]!.bay).persist({ sessions });
  }

  #changed(state: PresenceState): void {
    const before = this.#state;
    this.#state = state;
    for (const bay of this.#options.bays) {
      const was = before.bays.get(bay.config.id);
      const is = state.bays.get(bay.config.id);
      if (was === is) continue;
      if (was?.on?.sessionId !== is?.on?.sessionId) bay.setLoad(null); // what the one before had on the bar
      if (was?.on !== is?.on) this.#training.turn(bay, is?.on ?? null);
      this.#push(bay);
    }
  }

  async #restore(): Promise<void> {
    const { store, bays, logger } = this.#options;
    const ids = bays.map(({ config }) => config.id);
    const atMs = this.#clock.monoMs();
    const saved = await savedPresence(store(), ids, {
      atMs,
      wallMs: this.#clock.wallMs(),
      claimMs: this.#state.times.claimMs,
    });
    this.#isRestored = true;
    this.#changed(restorePresence(this.#state, saved, atMs));
    for (const { bay, on, waiting } of saved) {
      const known = this.#known(bay);
      const isAsItWas = known.on?.sessionId === on?.sessionId && !known.set;
      // Another member has come since; the old one no longer waits.
      if (!isAsItWas) this.#persist(waitingRows(bay, { ...known, waiting }, known, isoNow(this.#clock)));
      else if (waiting?.kind === 'in') this.#step({ ...waiting, kind: 'put', bay });
      else if (waiting) this.#step({ kind: 'log-out', bay });
      if (this.on(bay)) logger.info({ bay }, 'the member signed in before the restart is signed in again');
    }
  }

  /** Refreshes names and consents of the signed-in members; a deleted member is signed out. */
  async #refreshMembers(): Promise<void> {
    for (const memberId of membersIn(this.#state)) {
      const member = await this.#options.store().members.get(memberId);
      if (!member) this.#step({ kind: 'member-gone', memberId });
      else this.#step({ kind: 'member-changed', ...presentMember(member) });
    }
  }

  /** Sets got an owner without a tap at their bay. */
  async claimed(sets: readonly { setId: string; bay: string }[]): Promise<void> {
    for (const { setId, bay } of sets) {
      const of = this.#options.bays.find(({ config }) => config.id === bay);
      if (of) await publishOwner(of, setId, this.#options.store);
    }
  }

  #known(bay: string): BayPresence {
    return this.#state.bays.get(bay)!;
  }

  #bay(id: string): PresenceBay {
    return this.#options.bays.find(({ config }) => config.id === id)!;
  }
}
