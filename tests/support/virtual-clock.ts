import { type Clock, systemClock } from '../../src/common/clock.ts';

/** A clock that a test turns. Its wall clock can be set, as NTP or a person does; the monotonic one can't. */
export class VirtualClock implements Clock {
  #monoMs = 5_000_000;
  #wallAheadMs: number;

  constructor(wallMs: number) {
    this.#wallAheadMs = wallMs - this.#monoMs;
  }

  monoMs = () => this.#monoMs;
  wallMs = () => this.#monoMs + this.#wallAheadMs;

  /** Time passes, on both. */
  pass(ms: number): void {
    this.#monoMs += ms;
  }

  /** The wall clock is set to so much later than it is. */
  step(byMs: number): void {
    this.#wallAheadMs += byMs;
  }
}

/** Time passes as it does; the wall clock can be set. */
export class SetClock implements Clock {
  #aheadMs = 0;
  monoMs = systemClock.monoMs;
  wallMs = () => systemClock.wallMs() + this.#aheadMs;

  step(byMs: number): void {
    this.#aheadMs += byMs;
  }
}
