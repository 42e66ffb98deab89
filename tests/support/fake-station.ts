import type { FastifyInstance } from 'fastify';
import { Default } from 'typebox/value';
import { v7 } from 'uuid';
import type { Role } from '../../src/contracts/access.ts';
import type { ExerciseName } from '../../src/contracts/common.ts';
import { Config } from '../../src/contracts/config.ts';
import { Diagnosis } from '../../src/contracts/diagnosis.ts';
import type { Alert, Rep, Session, SetEvent, State } from '../../src/contracts/events.ts';
import type { Health, ReplayStarted, SetDetail, SetPage } from '../../src/contracts/http.ts';
import type { BaySnapshot, LiveEvent, LiveFrame } from '../../src/contracts/live.ts';
import type { Presence } from '../../src/contracts/presence.ts';
import { buildWeb, type WebOptions } from '../../src/web/build-web.ts';
import type { HistoryPort, LiveListener, SampleSubscription, SetListQuery, StationPort } from '../../src/web/ports.ts';
import { FakeAccess } from './fake-access.ts';
import { FakeCalibration } from './fake-calibration.ts';
import { FakeMembers } from './fake-members.ts';

const SITE = 'gym';
const now = () => new Date().toISOString();

export function makeRep(bay: string, patch: Partial<Rep> = {}): Rep {
  const at = now();
  return {
    v: 1,
    site: SITE,
    bay,
    id: v7(),
    revision: 1,
    stage: 'complete',
    setId: v7(),
    memberId: null,
    source: 'board',
    exercise: 'hip-thrust',
    n: 1,
    verdict: 'counted',
    reasons: [],
    startedAt: at,
    lockoutAt: at,
    endedAt: at,
    concentricS: 1.1,
    holdS: 1.02,
    eccentricS: 1.4,
    romMm: 310,
    meanVelocityMps: 0.28,
    meanPropulsiveVelocityMps: 0.29,
    peakVelocityMps: 0.45,
    topMm: 420,
    meanForceN: 806.4,
    peakForceN: 934.2,
    meanPowerW: 226.5,
    peakPowerW: 402.8,
    workJ: 251.9,
    leftSharePercent: null,
    flags: [],
    correction: null,
    ...patch,
  };
}

export function makeSet(bay: string, patch: Partial<SetEvent> = {}): SetEvent {
  const at = now();
  return {
    v: 1,
    site: SITE,
    bay,
    id: v7(),
    revision: 1,
    memberId: null,
    sessionId: null,
    source: 'board',
    exercise: 'hip-thrust',
    side: 'both',
    startedAt: at,
    endedAt: at,
    endReason: 'rested',
    countedReps: 9,
    partialReps: 1,
    doubtfulReps: 0,
    rejectedReps: 0,
    loadKg: 80.2,
    enteredLoadKg: null,
    plates: { barKg: 20, perSideKg: [25, 5], totalKg: 80 },
    meanHoldS: 1.04,
    bestMeanVelocityMps: 0.31,
    velocityLossPercent: 12.4,
    timeUnderTensionS: 34.8,
    tempo: { concentricS: 1.14, holdS: 1.04, eccentricS: 1.41, pauseS: 0.62 },
    meanPowerW: 221.3,
    peakPowerW: 418.9,
    workJ: 2264.5,
    leftSharePercent: null,
    oneRepMax: null,
    hasRecording: true,
    ...patch,
  };
}

/** The set in progress, as the state of a bay tells it. */
export function makeSetNow(patch: Partial<NonNullable<State['set']>> = {}): NonNullable<State['set']> {
  return {
    id: v7(),
    startedAt: now(),
    countedReps: 0,
    loadKg: null,
    bestMeanVelocityMps: null,
    velocityLossPercent: null,
    side: 'both',
    ...patch,
  };
}

export function makeFrame(bay: string, patch: Partial<LiveFrame> = {}): LiveFrame {
  return {
    bay,
    at: now(),
    heightMm: 120,
    velocityMps: 0,
    forceN: 785,
    phase: 'rest',
    holdS: 0,
    countedReps: 0,
    topMm: 420,
    bottomMm: 120,
    loadKg: null,
    stalled: false,
    inSet: false,
    ...patch,
  };
}

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
      board: { state: 'ok', reason: '' },
      channels: { height: { status: 'ok', reason: '' }, force: { status: 'ok', reason: '' } },
      exercise: 'hip-thrust',
      targetHoldS: 1,
      set: null,
      enteredLoadKg: null,
      plates: null,
    },
    session: { v: 1, site: SITE, bay, at, kind: 'none', sessionId: null, memberId: null, alias: null, since: null },
    presence: null,
    live: makeFrame(bay, { topMm: null, bottomMm: null }),
    reps: [],
    lastSet: null,
    alerts: [],
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

  async diagnose(bay: string, seconds: number): Promise<Diagnosis> {
    this.calls.push(`diagnose ${bay} ${seconds}`);
    return { ...((Diagnosis as { examples?: unknown[] }).examples?.[0] as Diagnosis), bay, listenedS: seconds };
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
      claimable: 0,
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
      text: 'The board was unplugged. Plug its USB cable in again.',
      ...patch,
    };
    snapshot.alerts = [...snapshot.alerts.filter((old) => old.id !== alert.id), ...(alert.active ? [alert] : [])];
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

/** Sets in memory, newest first. */
export class FakeHistory implements HistoryPort {
  readonly details: SetDetail[] = [];
  readonly recordings = new Map<string, Buffer>();
  fails: Error | null = null;

  async listSets({ bay, limit, before }: SetListQuery): Promise<SetPage> {
    if (this.fails) throw this.fails;
    const found = this.details
      .map((detail) => detail.set)
      .filter((set) => (bay === undefined || set.bay === bay) && (before === undefined || set.id < before));
    const sets = found.slice(0, limit);
    return { sets, next: found.length > limit ? (sets.at(-1)?.id ?? null) : null };
  }

  async getSet(id: string): Promise<SetDetail | null> {
    return this.details.find((detail) => detail.set.id === id) ?? null;
  }

  async recording(setId: string): Promise<Buffer | null> {
    return this.recordings.get(setId) ?? null;
  }
}

export const defaultConfig = (): Config => Default(Config, {}) as Config;

export interface FakeWeb {
  app: FastifyInstance;
  station: FakeStation;
  history: FakeHistory;
  calibration: FakeCalibration;
  access: FakeAccess;
  members: FakeMembers;
}

export interface FakeWebOptions extends Partial<Omit<WebOptions, 'access'>> {
  station?: FakeStation;
  history?: FakeHistory;
  calibration?: FakeCalibration;
  /** Who asks: an admin when left out, so that a test which is not about rights needs no log-in. */
  access?: FakeAccess | Role;
}

/** The real web server over a fake station. */
export async function buildFakeWeb({ access: who, ...options }: FakeWebOptions = {}): Promise<FakeWeb> {
  const access = who instanceof FakeAccess ? who : new FakeAccess(who);
  const station = options.station ?? new FakeStation();
  const history = options.history ?? new FakeHistory();
  const calibration = options.calibration ?? new FakeCalibration();
  const members = new FakeMembers(history);
  const app = await buildWeb({
    memberPorts: members,
    metrics: {
      text: async () => '# HELP lockout_up 1\n# TYPE lockout_up gauge\nlockout_up 1\n',
      contentType: 'text/plain; version=0.0.4; charset=utf-8',
    },
    config: defaultConfig(),
    version: '0.0.0-test',
    dashboardDir: null,
    logger: null,
    ...options,
    station,
    history,
    calibration,
    access,
  });
  return { app, station, history, calibration, access, members };
}
