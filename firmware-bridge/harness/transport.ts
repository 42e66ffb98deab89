/**
 * The board as a serial port for firmata-io: `new Firmata(new EmulatedPort(board))`. The board's time passes only in
 * `run()`, a millisecond at a time with the host's event loop in between, so a slow machine changes nothing.
 */
import { EventEmitter } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Board } from './board.ts';

export class EmulatedPort extends EventEmitter {
  readonly #board: Board;
  #arrived: number[] = [];
  #open = false;

  constructor(board: Board) {
    super();
    this.#board = board;
    board.onByte = (byte) => this.#arrived.push(byte);
  }

  open(): void {
    this.#open = true;
    this.emit('open');
  }

  write(bytes: Iterable<number>, callback?: (error?: Error) => void): void {
    if (this.#open) this.#board.send(bytes);
    callback?.(this.#open ? undefined : new Error('the port is closed'));
  }

  close(callback?: () => void): void {
    this.#open = false;
    this.emit('close');
    callback?.();
  }

  /** Pulls the cable: the port closes as the operating system's does, the board goes on without a host. */
  unplug(): void {
    this.#open = false;
    this.emit('close', Object.assign(new Error('the device is gone'), { disconnected: true }));
  }

  /** Lets `durationMs` of the board's time pass, or less if `until` comes true. */
  async run(durationMs: number, until: () => boolean = () => false): Promise<void> {
    for (let elapsedMs = 0; elapsedMs < durationMs && !until(); elapsedMs++) {
      this.#board.runMs(1);
      const bytes = this.#arrived;
      this.#arrived = [];
      if (this.#open && bytes.length > 0) this.emit('data', Buffer.from(bytes));
      await nextTurn();
    }
  }
}
