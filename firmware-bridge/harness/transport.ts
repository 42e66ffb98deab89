/**
 * The board as a port for firmata-io, in the shape of the rig's transports. The board's time passes only in `run()`, a
 * millisecond at a time with the host's event loop in between: unpaced, a slow machine changes nothing.
 */
import { EventEmitter } from 'node:events';
import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises';
import type { Board } from './board.ts';

const PACE_GRAIN_MS = 4;

export class EmulatedPort extends EventEmitter {
  readonly #board: Board;
  #arrived: number[] = [];
  #isOpen = false;

  constructor(board: Board) {
    super();
    this.#board = board;
    board.onByte = (byte) => this.#arrived.push(byte);
  }

  start(): void {
    this.#isOpen = true;
    this.emit('open');
  }

  write(bytes: Uint8Array | readonly number[], done?: (error?: Error | null) => void): void {
    if (this.#isOpen) this.#board.send(bytes);
    done?.(this.#isOpen ? null : new Error('the port is closed'));
  }

  async close(): Promise<void> {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.emit('close');
  }

  /** Pulls the cable: the port closes as the operating system's does, and the board goes on without a host. */
  unplug(): void {
    this.#isOpen = false;
    this.emit('close', Object.assign(new Error('the device is gone'), { disconnected: true }));
  }

  /**
   * Lets `durationMs` of the board's time pass, or less if `until` comes true.
   * @param paced no faster than real time, for a host that uses its own clock
   */
  async run(
    durationMs: number,
    { until = () => false, paced = false }: { until?: () => boolean; paced?: boolean } = {},
  ): Promise<void> {
    const startMs = performance.now();
    for (let elapsedMs = 0; elapsedMs < durationMs && !until(); elapsedMs++) {
      this.#board.runMs(1);
      const bytes = this.#arrived;
      this.#arrived = [];
      if (this.#isOpen && bytes.length > 0) this.emit('data', Buffer.from(bytes));
      const aheadMs = elapsedMs - (performance.now() - startMs);
      if (paced && aheadMs > PACE_GRAIN_MS) await delay(aheadMs);
      else await nextTurn();
    }
  }
}
