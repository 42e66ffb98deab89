import five from 'johnny-five';
import type { Board, Io } from './johnny-five.ts';

/** Shorter than any press of a finger, longer than a contact bounces. */
const PRESS_MS = 50;

/**
 * A button between its pin and ground, with the board's own pull-up. The board reports a port only when it changes, and
 * without a CRC: a damaged report would hold the button down for ever. So after 50 ms the board is asked for the level
 * again, and only if it says the same the press counts.
 */
export class PushButton {
  readonly #io: Io;
  readonly #pin: number;
  readonly #onPress: () => void;
  #timer: NodeJS.Timeout | undefined;
  #isAsking = false;

  constructor(board: Board, io: Io, pin: number, onPress: () => void) {
    this.#io = io;
    this.#pin = pin;
    this.#onPress = onPress;
    const button = new five.Button({ pin, isPullup: true, board });
    this.#pullUp();
    button.on('press', () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#ask(), PRESS_MS);
    });
    button.on('release', () => clearTimeout(this.#timer));
    io.on(`digital-read-${pin}`, (level: number) => this.#hear(level));
  }

  /** The board has started again: its pins are inputs without pull-ups, and nothing is reported. */
  restart(): void {
    this.stop();
    this.#pullUp();
    this.#io.reportDigitalPin(this.#pin, 1);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#isAsking = false;
  }

  /** Johnny-Five enables the pull-up by writing to an input, as old Firmata did; ours uses the pin's mode. */
  #pullUp(): void {
    this.#io.pinMode(this.#pin, this.#io.MODES.PULLUP);
  }

  #ask(): void {
    this.#isAsking = true;
    this.#io.reportDigitalPin(this.#pin, 1);
  }

  #hear(level: number): void {
    if (!this.#isAsking) return;
    this.#isAsking = false;
    if (level === 0) this.#onPress();
  }
}
