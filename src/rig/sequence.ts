/**
 * Follows the sequence numbers (u16) of one stream and says which of its messages to keep. A serial line can't reorder,
 * so an old number is a repeat or, when the following ones go on from it, a stream that began again.
 */
export class SequenceCounter {
  received = 0;
  lost = 0;
  duplicated = 0;
  outOfOrder = 0;
  #last: number | null = null;
  #stray: number | null = null;

  /** Forgets what came before: the next number begins a stream. */
  restart(): void {
    this.#last = null;
    this.#stray = null;
  }

  /** Counts one message; false means drop it. */
  accept(seq: number): boolean {
    const step = this.#last === null ? 1 : (seq - this.#last) & 0xffff;
    if (step === 0) {
      this.duplicated++;
      return false;
    }
    const followsStray = this.#stray !== null && seq === ((this.#stray + 1) & 0xffff);
    if (step >= 0x8000 && !followsStray) {
      this.outOfOrder++;
      this.#stray = seq;
      return false;
    }
    if (step < 0x8000) this.lost += step - 1;
    this.#stray = null;
    this.#last = seq;
    this.received++;
    return true;
  }
}
