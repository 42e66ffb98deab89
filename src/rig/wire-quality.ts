import type { BoardReasonCode } from '../contracts/board-reasons.ts';
import type { LinkCounters, SlotCounters } from './messages.ts';

const WINDOW_MS = 500;
/** One damaged sample in fifty costs no rep; more is a cable that gets worse. */
const BAD_SHARE = 0.02;
/** How long a bad window keeps its mark, so that the state doesn't flicker. */
const HOLD_MS = 2_000;

/** Judges from the counters, window by window, how much of what the board sent arrived whole. */
export class WireQuality {
  #windowEndMs = 0;
  #badUntilMs = 0;
  #badShare = 0;
  #before = { good: 0, bad: 0 };

  /** What is wrong with the wire, or null. */
  judge(nowMs: number, link: LinkCounters, slots: readonly SlotCounters[]): BoardReasonCode | null {
    if (nowMs >= this.#windowEndMs) this.#closeWindow(nowMs, link, slots);
    const percent = Math.round(this.#badShare * 100);
    if (nowMs >= this.#badUntilMs) return null;
    return { kind: 'wire-bad', params: { badPercent: percent } };
  }

  #closeWindow(nowMs: number, link: LinkCounters, slots: readonly SlotCounters[]): void {
    const lost = slots.reduce((sum, slot) => sum + slot.samplesLost, 0);
    const corrupt = link.framesBadCrc + link.framesBadLength + link.parserFaults;
    // A damaged sample is counted both as corrupt and, by its sequence number, as lost.
    const now = { good: link.framesReceived, bad: Math.max(lost, corrupt) };
    const good = now.good - this.#before.good;
    const bad = now.bad - this.#before.bad;
    const isFirst = this.#windowEndMs === 0;
    this.#before = now;
    this.#windowEndMs = nowMs + WINDOW_MS;
    if (isFirst || bad < 2 || bad <= (good + bad) * BAD_SHARE) return;
    this.#badShare = bad / (good + bad);
    this.#badUntilMs = nowMs + HOLD_MS;
  }
}
