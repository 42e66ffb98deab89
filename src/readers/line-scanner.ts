/** Lines out of the bytes of a reader that sends text. Pure. */

const STX = 0x02;
const ENDS = [0x03, 0x09, 0x0a, 0x0d]; // ETX, TAB, LF, CR
const LONGEST_CHARS = 64;
/** A line comes within 10 to 70 ms; what stood there longer was never ended. */
const STALE_MS = 500;

export class LineScanner {
  /** Lines that were too long, held bytes that are no text, or were never ended. */
  linesDropped = 0;
  #line = '';
  #isBad = false;
  #lastMs = Number.NEGATIVE_INFINITY;

  /** @param atMs when the bytes came, of a clock that only goes forward */
  push(bytes: Uint8Array, atMs: number): string[] {
    if (atMs - this.#lastMs > STALE_MS) this.#drop();
    this.#lastMs = atMs;
    const lines: string[] = [];
    for (const byte of bytes) {
      if (byte === STX) this.#drop();
      else if (ENDS.includes(byte)) {
        const line = this.#end();
        if (line) lines.push(line);
      } else this.#take(byte);
    }
    return lines;
  }

  #take(byte: number): void {
    if (byte < 0x20 || byte > 0x7e || this.#line.length >= LONGEST_CHARS) this.#isBad = true;
    else this.#line += String.fromCharCode(byte);
  }

  /** The line that ended here; empty when there was none, or it was bad. */
  #end(): string {
    const line = this.#isBad ? '' : this.#line.trim();
    if (this.#isBad) this.linesDropped++;
    this.#line = '';
    this.#isBad = false;
    return line;
  }

  #drop(): void {
    if (this.#line !== '') this.#isBad = true;
    this.#end();
  }
}
