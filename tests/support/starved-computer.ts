/** A computer in virtual time: its CPU is shared among the controller, the processes of the boards and other programs. */
import type { BoardHealth } from '../../src/rig/messages.ts';
import { healthOf } from '../../src/rig/messages.ts';
import { newPace, type Pace, type PaceInput, stepPace } from '../../src/rig/pace.ts';
import { newSupervision, type Supervision, type SupervisionInput, stepSupervision } from '../../src/rig/supervision.ts';

const STEP_MS = 20;
const LOOK_MS = 100;
const BEAT_MS = 200;
/** CPU time: to load Johnny-Five, to serve the board between two beats, and for one look at all boards. */
const LOAD_CPU_MS = 600;
const BEAT_CPU_MS = 8;
const LOOK_CPU_MS = 2;
const EXIT_MS = 60;

interface Child {
  /** CPU time that its pieces of work still need, in order; the first one of a new process is loading. */
  work: number[];
  nextBeatMs: number;
  hangs: boolean;
}

interface Board {
  id: string;
  supervision: Supervision;
  child: Child | null;
  restartAtMs: number | null;
  endsAtMs: number | null;
  health: BoardHealth[];
}

export class StarvedComputer {
  nowMs = 1_000_000;
  cores = 2;
  /** Other programs that always have work. */
  hogs = 0;
  /** The controller is never held up, as by its priority. */
  isControllerFirst = false;
  kills = 0;
  /** Processes that were loading at the same time, at most. */
  mostLoading = 0;
  readonly slow: boolean[] = [];
  readonly boards: Board[];
  #pace: Pace = newPace(this.nowMs);
  #look = { work: 0, nextMs: this.nowMs, dueMs: this.nowMs };

  constructor(bays: number) {
    this.boards = Array.from({ length: bays }, (_, n) => ({
      id: `bay-${n + 1}`,
      supervision: newSupervision(),
      child: null,
      restartAtMs: null,
      endsAtMs: null,
      health: [],
    }));
    for (const board of this.boards) this.#queue(board);
  }

  get states(): string[] {
    return this.boards.map(({ supervision }) => supervision.health.state);
  }

  run(seconds: number): void {
    for (const endMs = this.nowMs + 1000 * seconds; this.nowMs < endMs; ) this.#step();
  }

  #step(): void {
    this.nowMs += STEP_MS;
    if (this.#look.work === 0 && this.nowMs >= this.#look.nextMs)
      this.#look = { work: LOOK_CPU_MS, nextMs: 0, dueMs: this.#look.nextMs };
    for (const { child } of this.boards)
      if (child && !child.hangs && this.nowMs >= child.nextBeatMs) {
        child.work.push(BEAT_CPU_MS);
        child.nextBeatMs = this.nowMs + BEAT_MS;
      }
    this.#share();
    for (const board of this.boards) {
      if (board.endsAtMs !== null && this.nowMs >= board.endsAtMs) this.#ended(board);
      if (board.restartAtMs !== null && this.nowMs >= board.restartAtMs) this.#queue(board);
    }
    const loading = this.boards.filter(({ child, supervision }) => child && !supervision.hasSpoken).length;
    this.mostLoading = Math.max(this.mostLoading, loading);
  }

  /** Every process with work gets the same share, and at most one core. */
  #share(): void {
    const busy = this.boards.filter(({ child }) => child && !child.hangs && child.work.length > 0);
    const takers = busy.length + this.hogs + (this.#look.work > 0 ? 1 : 0);
    const shareMs = Math.min(STEP_MS, (this.cores * STEP_MS) / Math.max(1, takers));
    for (const board of busy) this.#work(board, shareMs);
    if (this.#look.work === 0) return;
    this.#look.work = this.isControllerFirst ? 0 : Math.max(0, this.#look.work - shareMs);
    if (this.#look.work === 0) this.#lookAtAll();
  }

  #work(board: Board, shareMs: number): void {
    const { work } = board.child!;
    let leftMs = shareMs;
    while (work.length > 0 && leftMs > 0) {
      const doneMs = Math.min(leftMs, work[0]!);
      work[0]! -= doneMs;
      leftMs -= doneMs;
      if (work[0]! > 0) return;
      work.shift();
      this.#take(board, { kind: 'heard', health: healthOf('ok'), nowMs: this.nowMs });
    }
  }

  #lookAtAll(): void {
    const { dueMs } = this.#look;
    this.#look.nextMs = this.nowMs + LOOK_MS;
    const lateMs = this.nowMs - dueMs;
    this.#paced({ kind: 'check', nowMs: this.nowMs, lateMs });
    for (const board of this.boards) this.#take(board, { kind: 'check', nowMs: this.nowMs, lateMs, pace: this.#pace });
  }

  #queue(board: Board): void {
    board.restartAtMs = null;
    this.#take(board, { kind: 'queued', nowMs: this.nowMs });
    this.#paced({ kind: 'wants', board: board.id });
  }

  #ended(board: Board): void {
    board.endsAtMs = null;
    board.child = null;
    this.#take(board, { kind: 'ended', code: null, signal: 'SIGKILL', errorLine: '', nowMs: this.nowMs });
  }

  #paced(input: PaceInput): void {
    const { state, events } = stepPace(this.#pace, input);
    this.#pace = state;
    for (const event of events) {
      if (event.kind === 'slow') this.slow.push(event.isSlow);
      else this.#spawn(this.boards.find(({ id }) => id === event.board)!);
    }
  }

  #spawn(board: Board): void {
    board.child = { work: [LOAD_CPU_MS], nextBeatMs: this.nowMs + BEAT_MS, hangs: false };
    this.#take(board, { kind: 'started', nowMs: this.nowMs });
  }

  #take(board: Board, input: SupervisionInput): void {
    const { state, events } = stepSupervision(board.supervision, input);
    board.supervision = state;
    for (const event of events) {
      if (event.kind === 'health') board.health.push(event.health);
      else if (event.kind === 'kill') {
        this.kills++;
        board.endsAtMs = this.nowMs + EXIT_MS;
      } else if (event.kind === 'rest') board.restartAtMs = this.nowMs + event.delayMs;
      else this.#paced({ kind: event.kind, board: board.id, nowMs: this.nowMs });
    }
  }
}
