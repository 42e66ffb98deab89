/** What is made of one board's process: how the board is, when the process is ended, when a new one starts. Pure: time comes in as data. */
import { type BoardHealth, EXIT_BOARD_LOST, healthOf } from './messages.ts';
import { type Pace, patienceMs, worstLagMs } from './pace.ts';

export interface Supervision {
  readonly health: BoardHealth;
  /** What the child said last, for when it was silent and comes back. */
  readonly childHealth: BoardHealth | null;
  /** `queued`: for its turn. `resting`: it ended, and the next one is due after a while. */
  readonly process: 'none' | 'queued' | 'running' | 'killed' | 'resting';
  readonly heardMs: number;
  readonly hasSpoken: boolean;
  readonly okSinceMs: number | null;
  /** Processes that were ended for silence since the board was last well for a while. */
  readonly kills: number;
  readonly restartMs: number;
}

export type SupervisionInput = { readonly nowMs: number } & (
  | { kind: 'queued' }
  | { kind: 'started' }
  | { kind: 'heard'; health: BoardHealth | null }
  /** @param lateMs how late this very look is: what the child has sent since waits behind it */
  | { kind: 'check'; lateMs: number; pace: Pace }
  | { kind: 'ended'; code: number | null; signal: string | null; errorLine: string }
);

type SupervisionEvent =
  | { kind: 'health'; health: BoardHealth }
  | { kind: 'kill' }
  /** Its process was silent for longer than a process that is well on a quick computer. */
  | { kind: 'silent' }
  | { kind: 'late-start' }
  | { kind: 'settled' }
  | { kind: 'rest'; delayMs: number };

/** The child beats every 200 ms: then it does not respond, and the state says so. */
const SILENT_AFTER_MS = 650;
/** It may still come to itself (a swapping Pi), with nothing lost: the kernel holds its bytes for a while. */
const NOTED_AFTER_MS = 1_500;
const LONG_HELD_UP_MS = 1_000;
const GOOD_WHILE_MS = 10_000;
const FORGIVEN_AFTER_MS = 60_000;
const FIRST_RESTART_MS = 250;
const LONGEST_RESTART_MS = 5_000;

export const newSupervision = (): Supervision => ({
  health: healthOf('starting'),
  childHealth: null,
  process: 'none',
  heardMs: 0,
  hasSpoken: false,
  okSinceMs: null,
  kills: 0,
  restartMs: FIRST_RESTART_MS,
});

type Step = { state: Supervision; events: SupervisionEvent[] };

export function stepSupervision(state: Supervision, input: SupervisionInput): Step {
  switch (input.kind) {
    case 'queued':
      return withHealth({ ...state, process: 'queued' }, QUEUED, input.nowMs);
    case 'started':
      return quiet({ ...state, process: 'running', heardMs: input.nowMs, hasSpoken: false, childHealth: null });
    case 'heard':
      return heard(state, input.health, input.nowMs);
    case 'check':
      return check(state, input.lateMs, input.pace, input.nowMs);
    case 'ended':
      return ended(state, input);
  }
}

function heard(state: Supervision, health: BoardHealth | null, nowMs: number): Step {
  const childHealth = health ?? state.childHealth;
  const next = { ...state, heardMs: nowMs, hasSpoken: true, childHealth };
  const { state: judged, events } = childHealth ? withHealth(next, childHealth, nowMs) : quiet(next);
  return { state: judged, events: state.hasSpoken ? events : [{ kind: 'settled' }, ...events] };
}

function check(before: Supervision, lateMs: number, pace: Pace, nowMs: number): Step {
  if (before.process !== 'running') return quiet(before);
  // What the child sent while this process was held up waits behind this look; after a long time both may have been stopped.
  const heardMs = lateMs > LONG_HELD_UP_MS ? Math.min(before.heardMs + lateMs, nowMs) : before.heardMs;
  const dueMs = Math.max(heardMs, nowMs - lateMs);
  const okMs = before.okSinceMs === null ? 0 : nowMs - before.okSinceMs;
  const state: Supervision = {
    ...before,
    heardMs,
    restartMs: okMs > GOOD_WHILE_MS ? FIRST_RESTART_MS : before.restartMs,
    kills: okMs > FORGIVEN_AFTER_MS ? 0 : before.kills,
  };
  const silentMs = dueMs - heardMs;
  if (!state.hasSpoken) {
    return silentMs > pace.startupMs ? killed(state, nowMs, [{ kind: 'late-start' }]) : quiet(state);
  }
  // Its successor could not start now, and the CPU is busy with that of another board.
  const isTurnFree = pace.turn === null && pace.queue.length === 0;
  const noted: SupervisionEvent[] = silentMs > NOTED_AFTER_MS ? [{ kind: 'silent' }] : [];
  if (silentMs > patienceMs(pace, state.kills) && isTurnFree)
    return killed({ ...state, kills: state.kills + 1 }, nowMs, noted);
  if (silentMs <= Math.max(SILENT_AFTER_MS, 2 * worstLagMs(pace.lag))) return { state, events: noted };
  const { state: judged, events } = withHealth(state, NO_RESPONSE, nowMs);
  return { state: judged, events: [...noted, ...events] };
}

function killed(state: Supervision, nowMs: number, noted: SupervisionEvent[]): Step {
  const { state: judged, events } = withHealth({ ...state, process: 'killed' }, HANGS, nowMs);
  return { state: judged, events: [...noted, ...events, { kind: 'kill' }] };
}

function ended(
  state: Supervision,
  { code, signal, errorLine, nowMs }: Extract<SupervisionInput, { kind: 'ended' }>,
): Step {
  const delayMs = state.restartMs;
  const next: Supervision = { ...state, process: 'resting', restartMs: Math.min(2 * delayMs, LONGEST_RESTART_MS) };
  // A child that gave up said why; what a hung one was killed for is said already, too.
  const saidWhy = state.health.state === 'lost' && (code === EXIT_BOARD_LOST || signal === 'SIGKILL');
  const how = errorLine || (signal ? `by ${signal}` : `with code ${code}`);
  const health = healthOf('lost', { kind: 'process-ended', params: { how } });
  const { state: told, events } = saidWhy ? quiet(next) : withHealth(next, health, nowMs);
  return { state: told, events: [{ kind: 'settled' }, ...events, { kind: 'rest', delayMs }] };
}

const QUEUED = healthOf('starting', { kind: 'queued', params: {} });
const NO_RESPONSE = healthOf('lost', { kind: 'no-response', params: {} });
const HANGS = healthOf('lost', { kind: 'hangs', params: {} });

const quiet = (state: Supervision): Step => ({ state, events: [] });

function withHealth(state: Supervision, health: BoardHealth, nowMs: number): Step {
  // Until a new try has succeeded, the reason of the last failure is what a person needs to read.
  if (health.state === 'starting' && state.health.state === 'lost') return quiet(state);
  const next = { ...state, okSinceMs: health.state === 'ok' ? (state.okSinceMs ?? nowMs) : null };
  if (health.state === state.health.state && health.reason === state.health.reason) return quiet(next);
  return { state: { ...next, health }, events: [{ kind: 'health', health }] };
}
