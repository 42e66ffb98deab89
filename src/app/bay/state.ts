/** The state of one bay as everyone is told it: retained on MQTT, live on the pages, again whenever it changes. */
import { type Clock, isoNow } from '../../common/clock.ts';
import type { ClassClock } from '../../contracts/class-clock.ts';
import type { BayConfig } from '../../contracts/config.ts';
import type { State } from '../../contracts/events.ts';
import type { BoardHealth } from '../../rig/messages.ts';
import type { BayMeasuring } from './measuring.ts';
import { ABSENT, type ChannelEvent, describeBay, sameButTime, withChannel } from './messages.ts';

interface BayStateOptions {
  place: Pick<State, 'v' | 'site' | 'bay'>;
  clock: Clock;
  config: BayConfig;
  board: () => BoardHealth;
  measuring: () => BayMeasuring;
  told: (state: State) => void;
}

export class BayState {
  readonly #options: BayStateOptions;
  #told: State | null = null;
  #channels = ABSENT;
  /** What a person says is on the bar; null: as measured. */
  enteredLoadKg: number | null = null;
  /** Of the class that this bay takes part in. */
  classClock: ClassClock | null = null;

  constructor(options: BayStateOptions) {
    this.#options = options;
  }

  get now(): State {
    const { place, clock, config, board, measuring } = this.#options;
    const { current, source } = measuring();
    const { enteredLoadKg } = this;
    const state = describeBay({
      place,
      at: isoNow(clock),
      config,
      board: board(),
      channels: this.#channels,
      source,
      measuring: current,
      enteredLoadKg,
    });
    return this.classClock ? { ...state, class: this.classClock } : state;
  }

  channel(event: ChannelEvent): void {
    this.#channels = withChannel(this.#channels, event);
    this.publish();
  }

  /** The samples come from elsewhere now. */
  channelsAbsent(): void {
    this.#channels = ABSENT;
    this.publish();
  }

  publish(): void {
    const state = this.now;
    if (sameButTime(this.#told, state)) return;
    this.#told = state;
    this.#options.told(state);
  }
}
