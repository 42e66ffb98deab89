import { EventEmitter } from 'node:events';
import five from 'johnny-five';
import type { BoardReasonCode } from '../contracts/board-reasons.ts';
import type { Board, Io } from './johnny-five.ts';
import type { ButtonName, Light, OutputPins, Sound } from './messages.ts';
import { PushButton } from './push-button.ts';

/** Half a period of each blinking light: slow enough to be distinguished from across the room. */
const BLINK_MS = { ready: 1_000, trouble: 250, held: 60, greeting: 120 } as const;

/** One beat is 100 ms. The host makes every half wave itself, so the notes are low: 880 Hz is 1760 messages a second. */
const TEMPO = 600;
const SONGS: Record<Sound, [note: string | null, beats: number][]> = {
  lockout: [['a5', 1]],
  'hold-met': [
    ['e5', 1],
    ['a5', 1.5],
  ],
  'set-done': [
    ['a5', 1],
    ['e5', 1],
    ['a4', 2],
  ],
  accepted: [
    ['a4', 1],
    ['a5', 1],
  ],
  refused: [
    ['a3', 2],
    [null, 1],
    ['a3', 2],
  ],
  hello: [
    ['a4', 1],
    ['c#5', 1],
    ['e5', 1.5],
  ],
  goodbye: [
    ['e5', 1],
    ['a4', 1.5],
  ],
  question: [
    ['e5', 1],
    [null, 0.5],
    ['e5', 1],
  ],
  unknown: [
    ['a4', 1],
    ['a3', 2],
  ],
};

/**
 * Light, buzzer and buttons of the bay, by Johnny-Five's own classes. Everything is optional. Firmata's pin messages carry
 * no CRC: a damaged one shows a wrong light until the next, and a press is believed only when asked for again.
 */
export class Outputs extends EventEmitter<{ press: [button: ButtonName] }> {
  /** Every pin that the board can't use so. */
  readonly faults: readonly BoardReasonCode[];
  readonly #io: Io;
  readonly #led: five.Led | null;
  readonly #piezo: five.Piezo | null;
  readonly #buttons: PushButton[] = [];
  #light: Light = 'off';

  /** Create it when Johnny-Five is ready: it must know the board's pins. */
  constructor(board: Board, io: Io, pins: OutputPins) {
    super();
    this.#io = io;
    const faults: BoardReasonCode[] = [];
    const usable = (part: keyof OutputPins): number | null => {
      const pin = pins[part];
      if (pin === null || (io.pins[pin]?.supportedModes ?? []).includes(io.MODES.OUTPUT)) return pin;
      faults.push({ kind: 'pin-unusable', params: { output: part, pin } });
      return null;
    };
    const led = usable('ledPin');
    this.#led = led === null ? null : new five.Led({ pin: led, board });
    const buzzer = usable('buzzerPin');
    this.#piezo = buzzer === null ? null : new five.Piezo({ pin: buzzer, board });
    for (const button of ['tare', 'undo'] as const) {
      const pin = usable(`${button}ButtonPin`);
      if (pin !== null) this.#buttons.push(new PushButton(board, io, pin, () => this.emit('press', button)));
    }
    this.faults = faults;
  }

  /** The light stays until the next one; a sound replaces the one that is playing. */
  show(light: Light, sound: Sound | null): void {
    if (light !== this.#light) this.#shine(light);
    if (sound) this.#play(SONGS[sound]);
  }

  /** The board has started again: its pins are inputs again. */
  restart(): void {
    if (this.#led) this.#io.pinMode(this.#led.pin, this.#io.pins[this.#led.pin]!.mode);
    if (this.#piezo) this.#io.pinMode(this.#piezo.pin, this.#io.MODES.OUTPUT);
    for (const button of this.#buttons) button.restart();
    this.#shine(this.#light);
  }

  /** Dark and silent. When these bytes are lost the board does so itself, 2 s after the last heartbeat. */
  stop(): void {
    this.#shine('off');
    this.#piezo?.stop().off();
    for (const button of this.#buttons) button.stop();
  }

  #shine(light: Light): void {
    this.#light = light;
    const led = this.#led?.stop();
    if (light === 'off') led?.off();
    else led?.on();
    if (light !== 'off' && light !== 'lockout') led?.blink(BLINK_MS[light]);
  }

  #play(song: [note: string | null, beats: number][]): void {
    const piezo = this.#piezo?.stop().off();
    // Its timer may end in the middle of a wave, which would leave a current in the buzzer.
    piezo?.play({ song, tempo: TEMPO }, () => piezo.off());
  }
}
