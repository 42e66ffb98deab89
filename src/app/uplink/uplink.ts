/**
 * Sends what the store has noted to the hub, and forgets it once that has committed it. What was lifted just now goes first, by requests of its own;
 * what waited longer follows beside it. Loaded only where `hub.url` is set.
 */
import type { Logger } from 'pino';
import { Backoff } from '../../common/backoff.ts';
import { type Clock, isoNow } from '../../common/clock.ts';
import { messageOf } from '../../common/message-of.ts';
import {
  type BayStatus,
  type ControllerHealth,
  MAX_UNPACKED_BYTES,
  MAX_UPLINK_ITEMS,
  UPLINK_VERSION,
  type UplinkAnswer,
  type UplinkItem,
  type UplinkRequest,
} from '../../contracts/uplink.ts';
import type { Store } from '../../store/index.ts';
import { HUB_BACKOFF, HubClient, HubError } from './hub-client.ts';
import { isRenewalDue, type Paired, writePaired } from './pairing-files.ts';
import { newSigningRequest } from './signing-request.ts';

const FRESH_MS = 5 * 60_000;
/** The hub is to hear of a station that has nothing to send. */
const HEARTBEAT_MS = 30_000;
const REFILL_ITEMS = 500;
/** Below the limit, because a request has more than its items. */
const MAX_BYTES = MAX_UNPACKED_BYTES / 2;
const LANES = ['fresh', 'backlog'] as const;
type Lane = (typeof LANES)[number];

interface UplinkState {
  /** none: not tried yet */
  connection: 'none' | 'ok' | 'failing';
  /** in words; empty when all is well */
  reason: string;
  waiting: number;
  refused: number;
  acked: number;
  diverged: number;
  /** highest number that the hub has committed, and when; null: none yet */
  ackedSeq: number | null;
  ackedAt: string | null;
  /** what came of the feed since the start; null: it is not followed */
  people: Beside['state'] | null;
}

/** What follows the hub beside it. */
interface Beside {
  readonly state: { changed: number; gone: number; notTaken: number; failed: number };
  start(): void;
  /** The hub is there again. */
  askAgain(): void;
  stop(): Promise<void>;
}

interface UplinkOptions {
  paired: Paired;
  dataDir: string;
  controllerId: string;
  version: string;
  bootId: string;
  /** @throws Error while the database isn't there */
  store: () => Pick<Store, 'changes' | 'replica'>;
  bays: () => BayStatus[];
  /** what else the hub is to know of it; left out: nothing */
  health?: () => ControllerHealth;
  clock: Clock;
  random?: () => number;
  logger: Pick<Logger, 'info' | 'warn'>;
}

export class Uplink {
  readonly #options: UplinkOptions;
  readonly #random: () => number;
  readonly #ending = new AbortController();
  readonly #wakers = new Map<Lane, () => void>();
  readonly #isWoken = new Set<Lane>();
  #client: HubClient;
  #paired: Paired;
  #lanes: Promise<unknown> = Promise.resolve();
  #beside: Beside | null = null;
  readonly state: UplinkState = {
    connection: 'none',
    reason: '',
    waiting: 0,
    refused: 0,
    acked: 0,
    diverged: 0,
    ackedSeq: null,
    ackedAt: null,
    people: null,
  };

  constructor(options: UplinkOptions) {
    this.#options = options;
    this.#random = options.random ?? Math.random;
    this.#paired = options.paired;
    this.#client = new HubClient(options.paired.url, options.paired, options.clock);
  }

  /** As it is after the latest renewal. */
  get paired(): Paired {
    return this.#paired;
  }

  /** Starts and ends with it. */
  accompany(beside: Beside): void {
    this.#beside = beside;
    this.state.people = beside.state;
  }

  start(): void {
    this.#beside?.start();
    this.#lanes = Promise.all(LANES.map((lane) => this.#run(lane)));
  }

  /** There may be something new. */
  wake(): void {
    for (const lane of LANES) this.#wake(lane);
  }

  /** A request in progress is given up: it is sent again at the next start. */
  async stop(): Promise<void> {
    this.#ending.abort();
    this.wake();
    await Promise.all([this.#lanes, this.#beside?.stop()]);
    this.#client.close();
  }

  #wake(lane: Lane): void {
    this.#isWoken.add(lane);
    this.#wakers.get(lane)?.();
  }

  async #run(lane: Lane): Promise<void> {
    const backoff = new Backoff({ ...HUB_BACKOFF, random: this.#random });
    let isDue = lane === 'fresh';
    while (!this.#ending.signal.aborted) {
      this.#isWoken.delete(lane);
      let pauseMs = HEARTBEAT_MS * (0.75 + this.#random() / 4);
      let mayBeWoken = true;
      try {
        const sent = await this.#sendSome(lane, isDue);
        if (sent !== 'nothing') backoff.reset();
        if (sent === 'more') pauseMs = 0;
      } catch (error) {
        if (this.#ending.signal.aborted) return;
        pauseMs = Math.max(backoff.next(), pauseOf(error) * (1 + this.#random()));
        mayBeWoken = false; // a new set doesn't make the hub come back sooner
        this.#failed(error);
      }
      if (pauseMs > 0) await this.#pause(lane, pauseMs, mayBeWoken);
      isDue = lane === 'fresh';
    }
  }

  /** @param isDue whether the hub is to hear from us even when there is nothing */
  async #sendSome(lane: Lane, isDue: boolean): Promise<'nothing' | 'all' | 'more'> {
    const { changes, replica } = this.#options.store();
    // Before what is to be sent: what is read after it may have been made from a newer one.
    const { epoch: sentIn } = await replica.state();
    const query = { lane, ageMs: FRESH_MS, limit: MAX_UPLINK_ITEMS, maxBytes: MAX_BYTES };
    const items = await changes.next(query);
    if (items.length === 0 && !isDue) return 'nothing';
    if (lane === 'fresh') await this.#renewWhenDue();
    const answer = await this.#send(items);
    await this.#store(items, answer, sentIn);
    if (answer.resend !== null && lane === 'fresh') await this.#refill(answer.resend);
    return items.length === 0 ? 'all' : 'more';
  }

  async #send(items: UplinkItem[]): Promise<UplinkAnswer> {
    const { store, bootId, version, bays, health, clock } = this.#options;
    const { waiting, refused, resentMark, epoch } = await store().changes.state();
    Object.assign(this.state, { waiting, refused });
    const request: UplinkRequest = {
      v: UPLINK_VERSION,
      epoch: epoch ?? '',
      bootId,
      monoMs: clock.monoMs(),
      sentAt: isoNow(clock),
      waiting,
      refused,
      version,
      resent: resentMark,
      bays: bays(),
      // With a request that has nothing else to say: the hub writes it by itself.
      ...(health && items.length === 0 && { health: health() }),
      items,
    };
    return this.#client.post<UplinkAnswer>('/api/v1/uplink', request, this.#ending.signal);
  }

  /** @param sentIn epoch of the feed then; null: it was not read yet */
  async #store(
    items: readonly UplinkItem[],
    { acked, diverged, refused, members }: UplinkAnswer,
    sentIn: string | null,
  ): Promise<void> {
    const { store, clock, logger } = this.#options;
    const { state } = this;
    const { changes, replica } = store();
    // Only of what was asked: a number that the hub makes up deletes nothing.
    const own = new Set(items.map(({ seq }) => seq));
    const done = acked.filter((seq) => own.has(seq));
    const people = items.flatMap((item) => {
      const stored = members.find(({ seq }) => seq === item.seq);
      return item.kind === 'member' && stored ? [{ item, revision: stored.revision }] : [];
    });
    if (people.length > 0) await replica.acked(people, sentIn);
    const sets = done.filter((seq) => people.every(({ item }) => item.seq !== seq));
    if (sets.length > 0) await changes.acked(sets);
    for (const { seq, why } of refused.filter((one) => own.has(one.seq))) {
      await changes.refused(seq, why);
      const kind = items.find((item) => item.seq === seq)!.kind;
      logger.warn({ seq }, `the hub does not take a ${kind}: ${why}`);
    }
    // Asked again at once, it would never end.
    if (items.length > 0 && done.length === 0 && !refused.some((one) => own.has(one.seq)))
      throw new Error('it stored nothing of what was sent, and does not say why');
    if (diverged.length > 0) logger.warn({ diverged }, 'the hub has the same sets with another content; see its page');
    if (state.connection !== 'ok') logger.info(`connected to the hub ${this.#paired.url}`);
    if (state.connection === 'failing') this.#beside?.askAgain();
    state.connection = 'ok';
    state.reason = '';
    state.acked += done.length;
    state.diverged += diverged.length;
    state.waiting = Math.max(0, state.waiting - done.length);
    if (done.length === 0) return;
    state.ackedSeq = Math.max(...done, state.ackedSeq ?? 0);
    state.ackedAt = isoNow(clock);
  }

  /** The hub was restored from a backup, or has just met us. */
  async #refill({ mark, since }: NonNullable<UplinkAnswer['resend']>): Promise<void> {
    const { changes } = this.#options.store();
    this.#options.logger.info(`the hub asks for every set ${since === null ? 'again' : `since ${since}`}`);
    for (let after: string | null = null; ; ) {
      after = await changes.refill({ since, after, limit: REFILL_ITEMS });
      this.wake();
      if (after === null || this.#ending.signal.aborted) break;
    }
    if (!this.#ending.signal.aborted) await changes.resent(mark);
  }

  async #renewWhenDue(): Promise<void> {
    const { clock, controllerId, dataDir, logger } = this.#options;
    if (!isRenewalDue(this.#paired.cert, clock.wallMs())) return;
    try {
      const { key, csr } = newSigningRequest(controllerId);
      const { certificate } = await this.#client.post<{ certificate: string }>(
        '/api/v1/renew',
        { csr },
        this.#ending.signal,
      );
      this.#paired = { ...this.#paired, key, cert: certificate };
      writePaired(dataDir, this.#paired);
      // The other lane may have a request in progress: the old connections end by themselves.
      this.#client = new HubClient(this.#paired.url, this.#paired, clock);
      logger.info('the certificate for the hub was renewed');
    } catch (error) {
      // The old one counts for another month.
      logger.warn(`the certificate for the hub could not be renewed: ${messageOf(error)}`);
    }
  }

  #failed(error: unknown): void {
    const reason = messageOf(error);
    if (this.state.reason !== reason) this.#options.logger.warn(`the hub: ${reason}`);
    this.state.connection = 'failing';
    this.state.reason = reason;
  }

  #pause(lane: Lane, ms: number, mayBeWoken: boolean): Promise<void> {
    const { signal } = this.#ending;
    if (signal.aborted || (mayBeWoken && this.#isWoken.has(lane))) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#wakers.delete(lane);
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.#wakers.set(lane, () => {
        if (mayBeWoken || signal.aborted) done();
      });
    });
  }
}

const pauseOf = (error: unknown): number => (error instanceof HubError ? error.pauseMs : 0);
