/**
 * What the boards of one computer share: turns to start a process, and how long a silent process may be waited for. Pure: time comes in
 * as data. On a busy CPU a process that is killed for its silence costs more than it gives: its successor has to load everything again,
 * and the next one falls silent over that. So one process starts at a time, and none is killed for what the whole computer suffers.
 */

export interface Pace {
  /** The board whose process is being started; null: the turn is free. */
  readonly turn: string | null;
  /** Boards that wait for the turn, first come first served. */
  readonly queue: readonly string[];
  /** How late timers of this very process were, at worst, in the present and the previous window. */
  readonly lag: { readonly fromMs: number; readonly worstMs: number; readonly beforeMs: number };
  /** When each board's process was last silent for long. */
  readonly silent: Readonly<Record<string, number>>;
  /** When this process was held up for long. */
  readonly heldUp: readonly number[];
  readonly isSlow: boolean;
  /** How long a process may take to say its first word. */
  readonly startupMs: number;
}

export type PaceInput =
  | { kind: 'wants'; board: string }
  /** The process has spoken, has ended, or is not wanted any more. */
  | { kind: 'settled'; board: string }
  | { kind: 'silent'; board: string; nowMs: number }
  /** Its process was ended for its slow start. */
  | { kind: 'late-start'; board: string; nowMs: number }
  | { kind: 'check'; nowMs: number; lateMs: number };

type PaceEvent = { kind: 'start'; board: string } | { kind: 'slow'; isSlow: boolean };

/** Loading Johnny-Five takes 0.2 s on a PC, a few seconds on a small Pi. */
const STARTUP_MS = 10_000;
/** On a swapping Pi: killing each time at the same patience would never see one of them run. */
const LONGEST_STARTUP_MS = 120_000;
const LAG_WINDOW_MS = 60_000;
/** Timers of this process that are so late are a sign that the computer is too slow; three within a minute are the proof. */
const HELD_UP_MS = 2000;
const HELD_UP_TIMES = 3;
/** One silent process hangs; two within a minute wait for the CPU. */
const SILENT_BOARDS = 2;
/** The child beats every 200 ms; by then it would have been killed on a quick computer. */
const LEAST_PATIENCE_MS = 2_500;
/** On a slow computer. A process that does hang is lost for so long, the others are not lost at all. */
const SLOW_PATIENCE_MS = 30_000;
const LONGEST_PATIENCE_MS = 120_000;
const PATIENCE_LAGS = 3;

export const newPace = (nowMs: number, startupMs = STARTUP_MS): Pace => ({
  turn: null,
  queue: [],
  lag: { fromMs: nowMs, worstMs: 0, beforeMs: 0 },
  silent: {},
  heldUp: [],
  isSlow: false,
  startupMs,
});

type Step = { state: Pace; events: PaceEvent[] };

export function stepPace(pace: Pace, input: PaceInput): Step {
  if (input.kind === 'wants') {
    if (pace.turn === input.board || pace.queue.includes(input.board)) return { state: pace, events: [] };
    return nextTurn({ ...pace, queue: [...pace.queue, input.board] });
  }
  if (input.kind === 'settled') {
    const turn = pace.turn === input.board ? null : pace.turn;
    return nextTurn({ ...pace, turn, queue: pace.queue.filter((board) => board !== input.board) });
  }
  if (input.kind === 'late-start') {
    const startupMs = Math.min(2 * pace.startupMs, LONGEST_STARTUP_MS);
    return stepPace({ ...pace, startupMs }, { ...input, kind: 'silent' });
  }
  if (input.kind === 'silent')
    return judged({ ...pace, silent: { ...pace.silent, [input.board]: input.nowMs } }, input.nowMs);
  const { nowMs, lateMs } = input;
  const { lag } = pace;
  const isOver = nowMs - lag.fromMs > LAG_WINDOW_MS;
  const worstMs = Math.max(isOver ? 0 : lag.worstMs, lateMs);
  const heldUp = lateMs > HELD_UP_MS ? [...pace.heldUp, nowMs].slice(-HELD_UP_TIMES) : pace.heldUp;
  return judged(
    {
      ...pace,
      heldUp,
      lag: { fromMs: isOver ? nowMs : lag.fromMs, worstMs, beforeMs: isOver ? lag.worstMs : lag.beforeMs },
    },
    nowMs,
  );
}

/** How long a process may be silent before it is ended. @param kills how often that was done to this board of late */
export function patienceMs({ isSlow, lag }: Pace, kills: number): number {
  const leastMs = isSlow ? SLOW_PATIENCE_MS : LEAST_PATIENCE_MS;
  return Math.min(Math.max(leastMs, PATIENCE_LAGS * worstLagMs(lag)) * 2 ** kills, LONGEST_PATIENCE_MS);
}

/** Of the last one to two minutes. */
export const worstLagMs = ({ worstMs, beforeMs }: Pace['lag']): number => Math.max(worstMs, beforeMs);

function nextTurn(pace: Pace): Step {
  const [next, ...queue] = pace.queue;
  if (pace.turn !== null || next === undefined) return { state: pace, events: [] };
  return { state: { ...pace, turn: next, queue }, events: [{ kind: 'start', board: next }] };
}

function judged(pace: Pace, nowMs: number): Step {
  const isRecent = (atMs: number) => nowMs - atMs <= LAG_WINDOW_MS;
  const silent = Object.fromEntries(Object.entries(pace.silent).filter(([, atMs]) => isRecent(atMs)));
  const heldUp = pace.heldUp.filter(isRecent);
  const isSlow = Object.keys(silent).length >= SILENT_BOARDS || heldUp.length >= HELD_UP_TIMES;
  const events: PaceEvent[] = isSlow === pace.isSlow ? [] : [{ kind: 'slow', isSlow }];
  return { state: { ...pace, silent, heldUp, isSlow }, events };
}
