import type { LinkCounters, SlotCounters } from './messages.ts';

const WINDOW_MS = 500;
/** One damaged sample in fifty costs no rep; more is a cable that gets worse. */
const BAD_SHARE = 0.02;
/** How long a bad window keeps its mark, so that the state doesn't flicker. */
const HOLD_MS = 2_000;

export interface WireVerdict {
  /** Words for what is wrong with the wire, or empty. */
  reason: string;
  /** Bytes arrive. */
  isNoisy: boolean;
}

/** Judges from the counters, window by window, how much of what the board sent arrived whole. */
export class WireQuality {
  #windowEndMs = 0;
  #badUntilMs = 0;
  #badShare = 0;
  #isNoisy = false;
  #before = { bytes: 0, good: 0, bad: 0 };

  judge(nowMs: number, link: LinkCounters, slots: readonly SlotCounters[]): WireVerdict {
    if (nowMs >= this.#windowEndMs) this.#closeWindow(nowMs, link, slots);
    const percent = Math.round(this.#badShare * 100);
    const reason = `${percent} % of what the board sends is lost or damaged on its way: check the USB cable.`;
    return { reason: nowMs < this.#badUntilMs ? reason : '', isNoisy: this.#isNoisy };
  }

  #closeWindow(nowMs: number, link: LinkCounters, slots: readonly SlotCounters[]): void {
    const lost = slots.reduce((sum, slot) => sum + slot.samplesLost, 0);
    const corrupt = link.framesBadCrc + link.framesBadLength + link.parserFaults;
    // A damaged sample is counted both as corrupt and, by its sequence number, as lost.
    const now = { bytes: link.bytesReceived, good: link.framesReceived, bad: Math.max(lost, corrupt) };
    const good = now.good - this.#before.good;
    const bad = now.bad - this.#before.bad;
    const isFirst = this.#windowEndMs === 0;
    this.#isNoisy = now.bytes > this.#before.bytes;
    this.#before = now;
    this.#windowEndMs = nowMs + WINDOW_MS;
    if (isFirst || bad < 2 || bad <= (good + bad) * BAD_SHARE) return;
    this.#badShare = bad / (good + bad);
    this.#badUntilMs = nowMs + HOLD_MS;
  }
}
