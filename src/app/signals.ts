/** What a lifter sees and hears without a screen, and the two buttons of the bay. */
import type { BoardState, ButtonName, Light, Sound } from '../rig/messages.ts';
import type { BoardSupervisor } from '../rig/supervisor.ts';

/** What happens in a set that is worth a light or a sound. */
export type Cue = 'lockout' | 'hold-met' | 'hold-ended' | 'set-done' | 'set-dropped';

interface SignalsOptions {
  board: Pick<BoardSupervisor, 'show' | 'on'>;
  /** Zeroes the load cell. @returns why that is refused; null when it is done */
  tare: () => Promise<string | null>;
  log: (text: string) => void;
}

const SOUNDS: Record<Cue, Sound | null> = {
  lockout: 'lockout',
  'hold-met': 'hold-met',
  'hold-ended': null,
  'set-done': 'set-done',
  'set-dropped': null,
};
const AT_REST: Record<BoardState, Light> = { starting: 'off', ok: 'ready', degraded: 'trouble', lost: 'trouble' };

export class Signals {
  readonly #options: SignalsOptions;
  #board: BoardState = 'starting';
  #hold: 'lockout' | 'held' | null = null;

  constructor(options: SignalsOptions) {
    this.#options = options;
    options.board.on('button', (button) => void this.#pressed(button));
  }

  /** A board that starts anew is dark until it is told. */
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

  #show(sound: Sound | null): void {
    this.#options.board.show(this.#hold ?? AT_REST[this.#board], sound);
  }

  async #pressed(button: ButtonName): Promise<void> {
    const { tare, log } = this.#options;
    const refusal = button === 'tare' ? await tare() : 'taking a count back is not available yet';
    log(`${button} button pressed: ${refusal ? `refused, ${refusal}` : 'done'}`);
    this.#show(refusal ? 'refused' : 'accepted');
  }
}
