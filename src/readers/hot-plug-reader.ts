import { EventEmitter } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { type Clock, systemClock } from '../common/clock.ts';
import type { CardUid } from '../contracts/card-uid.ts';
import type { ReaderReasonCode } from '../contracts/reader-reasons.ts';
import type { Drive } from './drive.ts';
import type { Reader, ReaderCounters, ReaderEvents, ReaderHealth, RefusalReason } from './reader.ts';
import { codeOf } from './reader-fault.ts';
import { EMPTY_READER, stepTapFilter, type TapFilterInput } from './tap-filter.ts';

const FIRST_RETRY_MS = 250;
const LONGEST_RETRY_MS = 5_000;
const GOOD_WHILE_MS = 10_000;
/** A reader that disconnects this often within a minute has a loose plug. */
const FLAPPING_LOSSES = 3;
const FLAPPING_MS = 60_000;

export const REFUSAL_TEXTS: Record<RefusalReason, string> = {
  repeated: 'This card was just read. Take it off the reader, then tap again.',
  'left-on-reader': 'A card lies on the reader. Take it off.',
  'two-cards': 'Two cards at once. Hold only one to the reader.',
  malformed: 'The card was not read rightly. Hold it flat and still.',
  'random-uid':
    'This phone or card shows another number each time, so it can’t be known again. Use a card, or the QR code on the screen.',
};

/** Keeps one device open, opens it again whenever it is gone, and turns what it sees into taps. */
export class HotPlugReader extends EventEmitter<ReaderEvents> implements Reader {
  readonly name: string;
  readonly counters: ReaderCounters = {
    taps: 0,
    refused: { repeated: 0, 'left-on-reader': 0, 'two-cards': 0, malformed: 0, 'random-uid': 0 },
    garbage: 0,
    losses: 0,
  };
  readonly #drive: Drive;
  readonly #clock: Clock;
  readonly #end = new AbortController();
  #running: Promise<void> | null = null;
  #health: ReaderHealth = { state: 'starting', reasons: [{ kind: 'reader-opening', params: {} }] };
  #filter = EMPTY_READER;
  #lossesMs: number[] = [];

  constructor(name: string, drive: Drive, clock: Clock = systemClock) {
    super();
    this.name = name;
    this.#drive = drive;
    this.#clock = clock;
  }

  get health(): ReaderHealth {
    return this.#health;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  async stop(): Promise<void> {
    this.#end.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#end;
    let retryMs = FIRST_RETRY_MS;
    while (!signal.aborted) {
      const startMs = this.#clock.monoMs();
      try {
        await this.#drive(this.#sink, signal);
      } catch (error) {
        if (!signal.aborted) this.#lost(codeOf(error));
      }
      if (this.#clock.monoMs() - startMs > GOOD_WHILE_MS) retryMs = FIRST_RETRY_MS;
      await delay(retryMs, undefined, { signal }).catch(() => {}); // aborted: the loop ends
      retryMs = Math.min(2 * retryMs, LONGEST_RETRY_MS);
    }
  }

  readonly #sink = {
    opened: (remark?: ReaderReasonCode) => {
      this.#step({ kind: 'opened', atMs: this.#clock.monoMs() });
      this.#setHealth({ state: 'ok', reasons: remark ? [remark] : [] });
    },
    polled: (cards: readonly CardUid[]) => this.#step({ kind: 'polled', atMs: this.#clock.monoMs(), cards }, cards),
    sent: (card: CardUid) => this.#step({ kind: 'sent', atMs: this.#clock.monoMs(), card }, [card]),
    garbage: (count: number) => {
      this.counters.garbage += count;
    },
  };

  #step(input: TapFilterInput, cards: readonly CardUid[] = []): void {
    const { state, output } = stepTapFilter(this.#filter, input);
    this.#filter = state;
    for (const { reason, isNews } of output.refusals) {
      this.counters.refused[reason]++;
      const fault = reason === 'malformed' ? cards.find((card) => !card.ok) : undefined;
      const text = fault?.ok === false ? fault.text : REFUSAL_TEXTS[reason];
      if (isNews) this.emit('refused', { reason, text, atMs: this.#clock.wallMs() });
    }
    if (output.tap === null) return;
    this.counters.taps++;
    this.emit('tap', { uidHex: output.tap, atMs: this.#clock.wallMs() });
  }

  #lost(reason: ReaderReasonCode): void {
    const nowMs = this.#clock.monoMs();
    if (this.#health.state === 'ok') {
      this.counters.losses++;
      this.#lossesMs = [...this.#lossesMs, nowMs].filter((atMs) => nowMs - atMs < FLAPPING_MS);
    }
    const times = this.#lossesMs.length;
    const flapping = times < FLAPPING_LOSSES ? [] : [{ kind: 'reader-flapping', params: { times } } as const];
    this.#setHealth({ state: 'lost', reasons: [reason, ...flapping] });
  }

  #setHealth(health: ReaderHealth): void {
    if (isDeepStrictEqual(health, this.#health)) return;
    this.#health = health;
    this.emit('state', health);
  }
}
