import { batch, computed, signal } from '@preact/signals';
import type { Alert, Rep, SetEvent, State } from '../../../src/contracts/events.ts';
import { exercises } from '../../../src/contracts/exercises.ts';
import type { BaySnapshot, LiveEvent, LiveFrame } from '../../../src/contracts/live.ts';

export type Painter = (frame: LiveFrame) => void;

/**
 * All a page knows of one bay. What changes a few times per rep is a signal; the moving values are painted straight into
 * the page by painters, so that sixty frames a second redraw four elements and not a tree.
 */
export class BayStore {
  readonly id: string;
  readonly state;
  readonly reps;
  readonly lastSet;
  readonly alerts;
  /** Of the frame, what words and layout depend on; it changes a few times per rep. */
  readonly phase = signal<LiveFrame['phase']>('rest');
  readonly isHoldMet = signal(false);
  /** Rises when a set was kept: the list of sets is out of date. */
  readonly setsKept = signal(0);
  readonly painters = new Set<Painter>();
  frame: LiveFrame | null;

  readonly exercise = computed(() => exercises[this.state.value.exercise]);
  readonly isInSet = computed(() => this.state.value.set !== null);
  /** Reps with the verdict counted, of the set in progress or the last one. */
  readonly countedReps = computed(() => this.reps.value.filter((rep) => rep.verdict === 'counted').length);
  readonly lastRep = computed(() => this.reps.value.at(-1) ?? null);
  readonly loadKg = computed(() => this.state.value.set?.loadKg ?? this.#shownSet()?.loadKg ?? null);

  constructor(snapshot: BaySnapshot) {
    this.id = snapshot.state.bay;
    this.state = signal<State>(snapshot.state);
    this.reps = signal<Rep[]>(snapshot.reps);
    this.lastSet = signal<SetEvent | null>(snapshot.lastSet);
    this.alerts = signal<Alert[]>(snapshot.alerts);
    this.frame = null;
    if (snapshot.live) this.takeFrame(snapshot.live);
  }

  #shownSet(): SetEvent | null {
    return this.isInSet.value ? null : this.lastSet.value;
  }

  replace(snapshot: BaySnapshot): void {
    batch(() => {
      this.state.value = snapshot.state;
      this.reps.value = snapshot.reps;
      this.lastSet.value = snapshot.lastSet;
      this.alerts.value = snapshot.alerts;
      this.setsKept.value += 1;
      if (snapshot.live) this.takeFrame(snapshot.live);
    });
  }

  takeFrame(frame: LiveFrame): void {
    this.frame = frame;
    this.phase.value = frame.phase;
    const { targetHoldS } = this.state.peek();
    this.isHoldMet.value = frame.phase === 'lockout' && frame.holdS >= targetHoldS;
  }

  takeEvent(event: LiveEvent): void {
    batch(() => {
      if (event.topic === 'state') this.#takeState(event.payload);
      else if (event.topic === 'rep') this.#takeRep(event.payload);
      else if (event.topic === 'alert') this.#takeAlert(event.payload);
      else if (event.topic === 'set') {
        this.lastSet.value = event.payload;
        this.setsKept.value += 1;
      }
    });
  }

  #takeState(state: State): void {
    const begun = state.set !== null && state.set.id !== this.state.peek().set?.id;
    this.state.value = state;
    if (begun) this.reps.value = this.reps.peek().filter((rep) => rep.setId === state.set?.id);
  }

  #takeRep(rep: Rep): void {
    const reps = this.reps.peek().filter((old) => old.setId === rep.setId);
    const index = reps.findIndex((old) => old.id === rep.id);
    const old = reps[index];
    if (old && old.revision >= rep.revision) return;
    this.reps.value = old ? reps.with(index, rep) : [...reps, rep];
  }

  #takeAlert(alert: Alert): void {
    const others = this.alerts.peek().filter((old) => old.id !== alert.id && old.kind !== alert.kind);
    this.alerts.value = alert.active ? [...others, alert] : others;
  }
}
