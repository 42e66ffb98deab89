import { batch, computed, type Signal, signal } from '@preact/signals';
import { isCounted } from '../../../src/contracts/events/counted.ts';
import { belongsToSession } from '../../../src/contracts/events/ownership.ts';
import type { Alert, AlertSeen, Rep, Session, SetEvent, State } from '../../../src/contracts/events.ts';
import { exercises } from '../../../src/contracts/exercises.ts';
import type { BaySnapshot, LiveEvent, LiveFrame } from '../../../src/contracts/live.ts';
import type { Presence } from '../../../src/contracts/presence.ts';

export type Painter = (frame: LiveFrame) => void;

interface Shown {
  /** Of the set in progress, or of the last one. */
  readonly reps: Signal<Rep[]>;
  readonly lastSet: Signal<SetEvent | null>;
}

/**
 * All a page knows of one bay. What changes a few times per rep is a signal; the moving values are painted straight into
 * the page by painters, so that sixty frames a second redraw four elements and not a tree.
 */
export class BayStore {
  readonly id: string;
  readonly state;
  readonly session;
  readonly presence;
  readonly alerts;
  readonly seenAlerts;
  /** What was lifted here, and apart from it what a recording shows while it is played. */
  readonly #lifted: Shown = { reps: signal([]), lastSet: signal(null) };
  readonly #replayed: Shown = { reps: signal([]), lastSet: signal(null) };
  readonly #shown = computed(() => (this.state.value.source === 'replay' ? this.#replayed : this.#lifted));
  /** The last set lifted here, by whomever; one that was deleted is none. */
  readonly endedSet = computed(() => {
    const last = this.#shown.value.lastSet.value;
    return last?.deletedAt === undefined ? last : null;
  });
  /** The last set of the current occupant only; a new occupant, or none, never sees another member's set. */
  readonly lastSet = computed(() => {
    const last = this.endedSet.value;
    const on = this.session.value;
    return last === null || last.source === 'replay' || belongsToSession(last, on) ? last : null;
  });
  readonly reps = computed(() => {
    const isOfAnother = !this.isInSet.value && this.endedSet.value !== this.lastSet.value;
    return isOfAnother ? [] : this.#shown.value.reps.value;
  });
  /** Of the frame, what words and layout depend on; it changes a few times per rep. */
  readonly phase = signal<LiveFrame['phase']>('rest');
  readonly isHoldMet = signal(false);
  /** Rises when a set was kept: the list of sets is out of date. */
  readonly setsKept = signal(0);
  readonly painters = new Set<Painter>();
  frame: LiveFrame | null;
  /** When this page last got a frame of it, by the clock of this screen. */
  heardAtMs = Date.now();

  readonly exercise = computed(() => exercises[this.state.value.exercise]);
  /** The occupant's plan for the exercise of the bay. */
  readonly plan = computed(() => {
    const plan = this.presence.value?.plan ?? null;
    return plan?.programme.exercise === this.state.value.exercise ? plan : null;
  });
  /** What there is to say of the last set; null while another member's is shown. */
  readonly review = computed(() => {
    const review = this.presence.value?.review ?? null;
    return review !== null && review.setId === this.lastSet.value?.id && !this.isInSet.value ? review : null;
  });
  /** Alerts that no trainer has seen yet. */
  readonly unseenAlerts = computed(() => {
    const seen = new Set(this.seenAlerts.value.map(({ alertId }) => alertId));
    return this.alerts.value.filter(({ id }) => !seen.has(id));
  });
  /** What is to be done in this set: as planned, or as usual for the exercise. */
  readonly target = computed(() => {
    const { targetRepsMin, targetRepsMax } = this.exercise.value;
    const programme = this.plan.value?.programme;
    return { repsMin: programme?.repsMin ?? targetRepsMin, repsMax: programme?.repsMax ?? targetRepsMax };
  });
  readonly targetHoldS = computed(() => this.state.value.targetHoldS);
  readonly isInSet = computed(() => this.state.value.set !== null);
  /** Reps with the verdict counted, of the set in progress or the last one. */
  readonly countedReps = computed(() => this.reps.value.filter(isCounted).length);
  readonly lastRep = computed(() => this.reps.value.at(-1) ?? null);
  /** What a person entered stands before what the load cell says. */
  readonly loadKg = computed(() => {
    const { enteredLoadKg, set } = this.state.value;
    const last = this.#shownSet();
    return enteredLoadKg ?? set?.loadKg ?? last?.enteredLoadKg ?? last?.loadKg ?? null;
  });

  constructor(snapshot: BaySnapshot) {
    this.id = snapshot.state.bay;
    this.state = signal<State>(snapshot.state);
    this.session = signal<Session>(snapshot.session);
    this.presence = signal<Presence | null>(snapshot.presence);
    this.alerts = signal<Alert[]>(snapshot.alerts);
    this.seenAlerts = signal<AlertSeen[]>(snapshot.seenAlerts);
    this.frame = null;
    this.#show(snapshot);
    if (snapshot.live) this.takeFrame(snapshot.live);
  }

  #shownSet(): SetEvent | null {
    return this.isInSet.value ? null : this.lastSet.value;
  }

  replace(snapshot: BaySnapshot): void {
    batch(() => {
      this.state.value = snapshot.state;
      this.session.value = snapshot.session;
      this.presence.value = snapshot.presence;
      this.#show(snapshot);
      this.alerts.value = snapshot.alerts;
      this.seenAlerts.value = snapshot.seenAlerts;
      this.setsKept.value += 1;
      if (snapshot.live) this.takeFrame(snapshot.live);
    });
  }

  takeFrame(frame: LiveFrame): void {
    this.frame = frame;
    this.heardAtMs = Date.now();
    this.phase.value = frame.phase;
    this.isHoldMet.value = frame.phase === 'lockout' && frame.holdS >= this.targetHoldS.peek();
  }

  /** The time of the station at `screenMs` of this screen, whose clock may be wrong. */
  stationMs(screenMs: number): number {
    return this.frame ? screenMs - this.heardAtMs + Date.parse(this.frame.at) : screenMs;
  }

  /** What another page would need to draw this bay from nothing. */
  snapshot(): BaySnapshot {
    return {
      state: this.state.peek(),
      session: this.session.peek(),
      presence: this.presence.peek(),
      live: this.frame,
      reps: this.#shown.peek().reps.peek(),
      lastSet: this.endedSet.peek(),
      alerts: this.alerts.peek(),
      seenAlerts: this.seenAlerts.peek(),
    };
  }

  takeEvent(event: LiveEvent): void {
    batch(() => {
      if (event.topic === 'state') this.#takeState(event.payload);
      else if (event.topic === 'rep') this.#takeRep(event.payload);
      else if (event.topic === 'alert') this.#takeAlert(event.payload);
      else if (event.topic === 'alert-seen') this.seenAlerts.value = [...this.seenAlerts.peek(), event.payload];
      else if (event.topic === 'session') this.session.value = event.payload;
      else if (event.topic === 'presence') this.presence.value = event.payload;
      else if (event.topic === 'set') this.#takeSet(event.payload);
    });
  }

  #takeState(state: State): void {
    const begun = state.set !== null && state.set.id !== this.state.peek().set?.id;
    this.state.value = state;
    const { reps } = this.#shown.peek();
    if (begun) reps.value = reps.peek().filter((rep) => rep.setId === state.set?.id);
  }

  #shownBy = (source: SetEvent['source']) => (source === 'replay' ? this.#replayed : this.#lifted);

  #show({ state, reps, lastSet }: BaySnapshot): void {
    const shown = this.#shownBy(state.source);
    shown.reps.value = reps;
    shown.lastSet.value = lastSet;
  }

  /** A new set, or an older one that a person corrected, which does not become the last one by it. */
  #takeSet(set: SetEvent): void {
    const { lastSet } = this.#shownBy(set.source);
    const last = lastSet.peek();
    if (!last || set.id === last.id || set.startedAt > last.startedAt) lastSet.value = set;
    this.setsKept.value += 1;
  }

  #takeRep(rep: Rep): void {
    const shown = this.#shownBy(rep.source);
    const reps = shown.reps.peek().filter((old) => old.setId === rep.setId);
    const index = reps.findIndex((old) => old.id === rep.id);
    const old = reps[index];
    if (old && old.revision >= rep.revision) return;
    shown.reps.value = old ? reps.with(index, rep) : [...reps, rep];
  }

  #takeAlert(alert: Alert): void {
    const others = this.alerts.peek().filter((old) => old.id !== alert.id && old.kind !== alert.kind);
    this.alerts.value = alert.active ? [...others, alert] : others;
    // What waited for the database is in it now.
    if (alert.kind === 'storage-failing' && !alert.active) this.setsKept.value += 1;
    this.seenAlerts.value = this.seenAlerts
      .peek()
      .filter((seen) => this.alerts.peek().some(({ id }) => id === seen.alertId));
  }
}
