/** The state of one bay, as it is published: retained on MQTT, live on the pages, again whenever it changes. */
import { type Clock, isoNow } from '../../common/clock.ts';
import { boardReason } from '../../contracts/board-reasons.ts';
import { channelReason } from '../../contracts/channel-reasons.ts';
import type { ClassClock } from '../../contracts/class-clock.ts';
import type { BayConfig } from '../../contracts/config.ts';
import type { State } from '../../contracts/events.ts';
import { plateSetOf } from '../../contracts/plates.ts';
import { rounded } from '../../contracts/rounded.ts';
import type { BoardHealth } from '../../rig/messages.ts';
import { platesOf } from '../sets/messages.ts';
import type { ChannelEvent } from '../sets/run-events.ts';
import type { BayMeasuring } from './measuring.ts';
import { sameButTime } from './same-but-time.ts';

interface BayStateOptions {
  place: Pick<State, 'v' | 'site' | 'bay'>;
  clock: Clock;
  config: BayConfig;
  board: () => BoardHealth;
  measuring: () => BayMeasuring;
  onChange: (state: State) => void;
}

const ABSENT: State['channels'] = {
  height: { status: 'absent', reason: null },
  force: { status: 'absent', reason: null },
};

export class BayState {
  readonly #options: BayStateOptions;
  #published: State | null = null;
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
    const { core, context, set, view } = current;
    const { state, reasons } = board();
    return {
      ...place,
      at: isoNow(clock),
      name: config.name,
      source,
      board: { state, reasons: reasons.map(boardReason) },
      channels: this.#channels,
      exercise: context.exercise,
      targetHoldS: core.targetHoldS,
      set: set && {
        id: set.id,
        startedAt: set.startedAt,
        countedReps: set.countedReps,
        loadKg: set.loadKg,
        bestMeanVelocityMps: set.bestMeanVelocityMps,
        velocityLossPercent: set.velocityLossPercent,
        side: set.side,
      },
      enteredLoadKg: this.enteredLoadKg,
      plates: platesOf(view.loadKg, context.plates),
      plateSet: shownPlateSet(config.plates),
      ...(this.classClock && { class: this.classClock }),
    };
  }

  get height(): State['channels']['height'] {
    return this.#channels.height;
  }

  channel({ channel, status, reason }: ChannelEvent): void {
    this.#channels = { ...this.#channels, [channel]: { status, reason: reason && channelReason(reason) } };
    this.publish();
  }

  /** The samples come from elsewhere now. */
  channelsAbsent(): void {
    this.#channels = ABSENT;
    this.publish();
  }

  publish(): void {
    const state = this.now;
    if (sameButTime(this.#published, state)) return;
    this.#published = state;
    this.#options.onChange(state);
  }
}

function shownPlateSet(plates: BayConfig['plates']): State['plateSet'] {
  const { unit, barKg, platesKg } = plateSetOf(plates);
  return { unit, barKg: rounded(barKg, 4), platesKg: platesKg.map((plateKg) => rounded(plateKg, 4)) };
}
