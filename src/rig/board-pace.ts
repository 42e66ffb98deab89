/** Looks after all boards of this computer ten times a second, and lets their processes start one after another. */
import { EventEmitter } from 'node:events';
import type { Clock } from '../common/clock.ts';
import { newPace, type Pace, type PaceInput, stepPace } from './pace.ts';

const CHECK_PERIOD_MS = 100;

interface PacedBoard {
  /** Its turn: it starts its process now, and says `settled` afterwards. */
  startNow(): void;
  check(nowMs: number, lateMs: number): void;
}

export class BoardPace extends EventEmitter<{ slow: [isSlow: boolean] }> {
  readonly #clock: Clock;
  readonly #boards = new Map<string, PacedBoard>();
  #pace: Pace;
  #checkedMs = 0;
  #timer: NodeJS.Timeout | undefined;

  /** @param startupMs how long the first process may take to say its first word; each one killed for it gives the next twice that, up to two minutes */
  constructor(clock: Clock, startupMs?: number) {
    super();
    this.#clock = clock;
    this.#pace = newPace(clock.monoMs(), startupMs);
  }

  get now(): Pace {
    return this.#pace;
  }

  /** From now on it is looked after. */
  add(key: string, board: PacedBoard): void {
    this.#boards.set(key, board);
    if (this.#timer) return;
    this.#checkedMs = this.#clock.monoMs();
    this.#timer = setInterval(() => this.#check(), CHECK_PERIOD_MS);
  }

  remove(key: string): void {
    this.#boards.delete(key);
    this.take({ kind: 'settled', board: key });
    if (this.#boards.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  take(input: PaceInput): void {
    const { state, events } = stepPace(this.#pace, input);
    this.#pace = state;
    for (const event of events) {
      if (event.kind === 'slow') this.emit('slow', event.isSlow);
      else this.#boards.get(event.board)?.startNow();
    }
  }

  #check(): void {
    const nowMs = this.#clock.monoMs();
    const lateMs = Math.max(0, nowMs - this.#checkedMs - CHECK_PERIOD_MS);
    this.#checkedMs = nowMs;
    this.take({ kind: 'check', nowMs, lateMs });
    for (const board of this.#boards.values()) board.check(nowMs, lateMs);
  }
}
