import { setTimeout as delay } from 'node:timers/promises';
import { COMMANDS, type CommandName } from './pn532-commands.ts';
import { ACK_FRAME, encodeCommand, type Pn532Frame, Pn532Scanner } from './pn532-frame.ts';

/** The chip acknowledges within 15 ms (6.2.2); USB adapters and a busy controller hold bytes back for longer. */
const ACK_PATIENCE_MS = 500;

/** Frames not yet read; one command has two. */
const MAX_WAITING = 64;

/** One command after the other with the chip: command, ACK, answer (6.2.2.1). */
export class Pn532Dialog {
  readonly #write: (bytes: Uint8Array) => void;
  readonly #scanner = new Pn532Scanner();
  #frames: Pn532Frame[] = [];
  #wake: () => void = () => {};
  #framesStray = 0;

  constructor(write: (bytes: Uint8Array) => void) {
    this.#write = write;
  }

  /** Frames that were damaged, or came unasked. */
  get garbage(): number {
    return this.#scanner.framesDamaged + this.#framesStray;
  }

  push(bytes: Uint8Array): void {
    for (const frame of this.#scanner.push(bytes)) {
      if (this.#frames.length < MAX_WAITING) this.#frames.push(frame);
      else this.#framesStray++;
    }
    this.#wake();
  }

  /**
   * A damaged answer isn't asked for again (by a NACK): the next poll is soon, and says what is there then.
   *
   * @param lead bytes ahead of the frame
   * @returns what follows the code of the answer
   * @throws Error that names the command and what went wrong
   */
  async ask(name: CommandName, lead: Uint8Array = new Uint8Array()): Promise<Uint8Array> {
    const { code, data, patienceMs } = COMMANDS[name];
    this.#scanner.reset();
    this.#framesStray += this.#frames.splice(0).length;
    this.#write(Uint8Array.from([...lead, ...encodeCommand(code, data)]));
    await this.#next(ACK_PATIENCE_MS, `${name}: no ACK`, ({ kind }) => kind === 'ack');
    const answer = await this.#next(patienceMs, `${name}: no answer`, (frame) => {
      return frame.kind === 'error' || (frame.kind === 'answer' && frame.code === code + 1);
    }).catch((error: unknown) => {
      this.#write(ACK_FRAME); // ends the command, so that the chip listens to the next one
      throw error;
    });
    if (answer.kind !== 'answer') throw new Error(`${name}: the chip reports a syntax error`);
    return answer.data;
  }

  /** The next frame that is `wanted`; others are counted. */
  async #next(patienceMs: number, fault: string, wanted: (frame: Pn532Frame) => boolean): Promise<Pn532Frame> {
    const patience = new AbortController();
    const tooLong = delay(patienceMs, true, { signal: patience.signal }).catch(() => true);
    try {
      for (;;) {
        for (let frame = this.#frames.shift(); frame; frame = this.#frames.shift()) {
          if (wanted(frame)) return frame;
          this.#framesStray++;
        }
        const more = new Promise<false>((resolve) => {
          this.#wake = () => resolve(false);
        });
        if (await Promise.race([more, tooLong])) throw new Error(fault);
      }
    } finally {
      patience.abort();
    }
  }
}
