import { v7 } from 'uuid';
import { type ExerciseName, exampleOf } from '../../src/contracts/common.ts';
import { Diagnosis } from '../../src/contracts/diagnosis.ts';
import type { Alert, AlertSeen, Rep, Session, SetEvent, State } from '../../src/contracts/events.ts';
import type { Health } from '../../src/contracts/health.ts';
import type { ReplayStarted } from '../../src/contracts/http.ts';
import type { BaySnapshot, LiveEvent, LiveFrame } from '../../src/contracts/live.ts';
import type { Presence } from '../../src/contracts/presence.ts';
import type { Actor } from '../../src/web/identity.ts';
import type { LiveListener, Painted, SampleSubscription, StationPort } from '../../src/web/ports.ts';
import { makeFrame, now, SITE } from './messages.ts';

function makeSnapshot(bay: string, name: string): BaySnapshot {
  const at = now();
  return {
    state: {
      v: 1,
      site: SITE,
      bay,
      at,
      name,
      source: 'board',
      board: { state: 'ok', reasons: [] },
      channels: { height: { status: 'ok', reason: null }, force: { status: 'ok', reason: null } },
      exercise: 'hip-thrust',
      targetHoldS: 1,
      set: null,
      enteredLoadKg: null,
      plates: null,
      plateSet: { unit: 'kg', barKg: 20, platesKg: [25, 20, 15, 10, 5, 2.5, 1.25] },
    },
    session: { v: 1, site: SITE, bay, at, kind: 'none', sessionId: null, memberId: null, alias: null, since: null },
    presence: null,
    live: makeFrame(bay, { topMm: null, bottomMm: null }),
    reps: [],
    lastSet: null,
    alerts: [],
    seenAlerts: [],
  };
}

/** A station whose every word is told to it; it keeps the promise of StationPort that a snapshot holds what was announced. */
export class FakeStation implements StationPort {
  readonly #bays = new Map<string, BaySnapshot>();
  readonly #listeners = new Set<LiveListener>();
  readonly #sampleListeners = new Map<string, Set<(line: string) => void>>();
  readonly calls: string[] = [];
  healthNow: Health = { status: 'ok', version: '0.0.0-test', uptimeS: 1, reasons: [] };
  replayFails: Error | null = null;

  constructor(bays: Record<string, string> = { 'bay-1': 'Bay 1' }) {
    for (const [id, name] of Object.entries(bays)) this.#bays.set(id, makeSnapshot(id, name));
  }

  get listenerCount(): number {
    return this.#listeners.size;
  }

  sampleListenerCount(bay: string): number {
    return this.#sampleListeners.get(bay)?.size ?? 0;
  }

  bays = (): BaySnapshot[] => [...this.#bays.values()];
  bay = (id: string): BaySnapshot | undefined => this.#bays.get(id);
  health = (): Health => this.healthNow;
  readonly signs: Painted[] = [];
  painted = (sign: Painted): void => void this.signs.push(sign);

  async diagnose(bay: string, seconds: number): Promise<Diagnosis> {
    this.calls.push(`diagnose ${bay} ${seconds}`);
    return { ...exampleOf(Diagnosis), bay, listenedS: seconds };
  }

  async endSet(bay: string): Promise<boolean> {
    this.calls.push(`endSet ${bay}`);
    if (!this.#known(bay).state.set) return false;
    this.state(bay, { set: null });
    return true;
  }

  async selectExercise(bay: string, exercise: ExerciseName): Promise<void> {
    this.calls.push(`selectExercise ${bay} ${exercise}`);
    this.state(bay, { exercise });
  }

  async seeAlert(alertId: string, actor: Actor): Promise<AlertSeen | null> {
    this.calls.push(`seeAlert ${alertId} by ${actor.role}`);
    for (const snapshot of this.bays()) {
      if (!snapshot.alerts.some(({ id }) => id === alertId)) continue;
      const seen = { bay: snapshot.state.bay, alertId, at: now(), memberId: actor.id, role: actor.role };
      snapshot.seenAlerts = [...snapshot.seenAlerts, seen];
      this.#announce(snapshot.state.bay, { topic: 'alert-seen', payload: seen });
      return seen;
    }
    return null;
  }

  letLifterWait(bay: string, isWaiting: boolean): void {
    this.calls.push(`letLifterWait ${bay} ${isWaiting}`);
  }

  async setLoad(bay: string, enteredLoadKg: number | null): Promise<void> {
    this.calls.push(`setLoad ${bay} ${enteredLoadKg}`);
    this.state(bay, { enteredLoadKg });
  }

  async startReplay(bay: string, csv: string, speed: number): Promise<ReplayStarted> {
    this.calls.push(`startReplay ${bay} ${csv.length} ${speed}`);
    if (this.replayFails) throw this.replayFails;
    this.state(bay, { source: 'replay' });
    return { replayId: v7(), samples: csv.split('\n').length, durationS: 1 };
  }

  async stopReplay(bay: string): Promise<boolean> {
    const replaying = this.#known(bay).state.source === 'replay';
    if (replaying) this.state(bay, { source: 'board' });
    return replaying;
  }

  subscribe(listener: LiveListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  subscribeSamples(bay: string, listener: (line: string) => void): SampleSubscription {
    const listeners = this.#sampleListeners.get(bay) ?? new Set();
    this.#sampleListeners.set(bay, listeners.add(listener));
    return {
      header: '# lockout-recording: 1\nt_s,height_mm,force_n',
      unsubscribe: () => listeners.delete(listener),
    };
  }

  sample(bay: string, line: string): void {
    for (const listener of this.#sampleListeners.get(bay) ?? []) listener(line);
  }

  frame(bay: string, patch: Partial<LiveFrame> = {}): void {
    const snapshot = this.#known(bay);
    snapshot.live = { ...(snapshot.live ?? makeFrame(bay)), at: now(), ...patch };
    for (const listener of this.#listeners) listener.frame(snapshot.live);
  }

  state(bay: string, patch: Partial<State>): void {
    const snapshot = this.#known(bay);
    snapshot.state = { ...snapshot.state, at: now(), ...patch };
    this.#announce(bay, { topic: 'state', payload: snapshot.state });
  }

  /** Somebody came or went; what is left out stays, or is as with nobody there. */
  session(bay: string, patch: Partial<Session>): void {
    const snapshot = this.#known(bay);
    snapshot.session = { ...snapshot.session, at: now(), ...patch };
    this.#announce(bay, { topic: 'session', payload: snapshot.session });
  }

  presence(bay: string, patch: Partial<Presence>): void {
    const snapshot = this.#known(bay);
    const nobody: Presence = {
      bay,
      at: now(),
      kind: 'none',
      sessionId: null,
      memberId: null,
      alias: null,
      since: null,
      exercise: snapshot.state.exercise,
      plan: null,
      greeting: null,
      idleLogoutAt: null,
      waitingAlias: null,
      review: null,
      consentsDue: false,
      signOutUndo: null,
      claimable: 0,
      questions: [],
      enrolment: null,
      readers: [],
    };
    snapshot.presence = { ...nobody, ...snapshot.presence, at: now(), ...patch };
    const { kind, sessionId, memberId, alias, since, at } = snapshot.presence;
    snapshot.session = { ...snapshot.session, kind, sessionId, memberId, alias, since, at };
    this.#announce(bay, { topic: 'session', payload: snapshot.session });
    this.#announce(bay, { topic: 'presence', payload: snapshot.presence });
  }

  rep(bay: string, rep: Rep): void {
    const snapshot = this.#known(bay);
    snapshot.reps = [...snapshot.reps.filter((old) => old.setId === rep.setId && old.id !== rep.id), rep];
    this.#announce(bay, { topic: 'rep', payload: rep });
  }

  set(bay: string, set: SetEvent): void {
    this.#known(bay).lastSet = set;
    this.#announce(bay, { topic: 'set', payload: set });
  }

  alert(bay: string, patch: Partial<Alert>): void {
    const snapshot = this.#known(bay);
    const alert: Alert = {
      v: 1,
      site: SITE,
      bay,
      id: v7(),
      at: now(),
      kind: 'board-lost',
      severity: 'error',
      active: true,
      setId: null,
      params: {},
      text: 'The board was unplugged. Plug its USB cable in again.',
      ...patch,
    };
    snapshot.alerts = [...snapshot.alerts.filter((old) => old.id !== alert.id), ...(alert.active ? [alert] : [])];
    snapshot.seenAlerts = snapshot.seenAlerts.filter(({ alertId }) => alertId !== alert.id || alert.active);
    this.#announce(bay, { topic: 'alert', payload: alert });
  }

  #announce(bay: string, event: LiveEvent): void {
    for (const listener of this.#listeners) listener.event(bay, event);
  }

  #known(bay: string): BaySnapshot {
    const snapshot = this.#bays.get(bay);
    if (!snapshot) throw new Error(`the fake station has no bay ${bay}`);
    return snapshot;
  }
}
