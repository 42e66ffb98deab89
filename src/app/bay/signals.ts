/** What a lifter sees and hears without a screen, and the two buttons of the bay. */
import type { TapResult } from '../../contracts/presence.ts';
import type { BoardState, ButtonName, Light, Sound } from '../../rig/messages.ts';
import type { BoardSupervisor } from '../../rig/supervisor.ts';
import type { Cue } from '../sets/run-events.ts';

interface SignalsOptions {
  board: Pick<BoardSupervisor, 'show' | 'on'>;
  /** Zeroes the load cell. @returns why that is refused; null when it is done */
  tare: () => Promise<string | null>;
  /** Takes the last count back, or counts it again. @returns the same */
  undo: () => Promise<string | null>;
  log: (text: string) => void;
}

const SOUNDS: Record<Cue, Sound | null> = {
  lockout: 'lockout',
  'hold-met': 'hold-met',
  'hold-ended': null,
  'set-done': 'set-done',
  'set-dropped': null,
};
/** What a card at the reader sounds like; a card that is still the same tap is silent. */
const TAP_SOUNDS: Record<TapResult, Sound | null> = {
  in: 'hello',
  switched: 'hello',
  enrolled: 'hello',
  out: 'goodbye',
  waits: 'question',
  'confirm-out': 'question',
  claimed: 'hello',
  unknown: 'unknown',
  refused: 'unknown',
  'two-cards': 'unknown',
  malformed: 'unknown',
  repeated: null,
  'left-on-reader': null,
};
/** How long the light answers a card. */
const GREETING_MS = 1_000;

const AT_REST: Record<BoardState, Light> = { starting: 'off', ok: 'ready', degraded: 'trouble', lost: 'trouble' };

export class Signals {
  readonly #options: SignalsOptions;
  #board: BoardState = 'starting';
  #hold: 'lockout' | 'held' | null = null;
  #greeting: NodeJS.Timeout | null = null;

  constructor(options: SignalsOptions) {
    this.#options = options;
    options.board.on('button', (button) => void this.#pressed(button));
  }

  /** A restarted board is dark until the signal is sent again. */
  boardChanged(state: BoardState): void {
    this.#board = state;
    this.#show(null);
  }

  cue(cue: Cue): void {
    if (cue === 'lockout') this.#hold = 'lockout';
    else if (cue !== 'hold-met') this.#hold = null;
    else if (this.#hold) this.#hold = 'held';
    this.#show(SOUNDS[cue]);
  }

  /** In mid-set the light keeps showing the set. @param asks the tap left a question that a second one answers */
  tapped(result: TapResult, asks = false): void {
    const sound = asks ? 'question' : TAP_SOUNDS[result];
    if (!sound) return;
    if (this.#greeting) clearTimeout(this.#greeting);
    this.#greeting = setTimeout(() => {
      this.#greeting = null;
      this.#show(null);
    }, GREETING_MS);
    this.#greeting.unref();
    this.#show(sound);
  }

  #show(sound: Sound | null): void {
    const light = this.#hold ?? (this.#greeting ? 'greeting' : AT_REST[this.#board]);
    this.#options.board.show(light, sound);
  }

  async #pressed(button: ButtonName): Promise<void> {
    const { tare, undo, log } = this.#options;
    const refusal = button === 'tare' ? await tare() : await undo();
    log(`${button} button pressed: ${refusal ? `refused, ${refusal}` : 'done'}`);
    this.#show(refusal ? 'refused' : 'accepted');
  }
}
