/** Reads the hub's feed of people: one long poll after the other. Loaded only if `hub.url` is set. */
import type { Logger } from 'pino';
import { Backoff } from '../../common/backoff.ts';
import { type Clock, isoNow } from '../../common/clock.ts';
import { messageOf } from '../../common/message-of.ts';
import {
  type FeedAnswer,
  type FeedItem,
  MAX_CARD_KEYS,
  MAX_FEED_WAIT_S,
  type OrganisationKey,
} from '../../contracts/hub-people.ts';
import { addHubCardKeys, type Followed, type Store } from '../../store/index.ts';
import type { CommandRunner } from './command-runner.ts';
import { HUB_BACKOFF, HubClient } from './hub-client.ts';
import type { LiveSender } from './live-sender.ts';
import type { Paired } from './pairing-files.ts';

/** A hub that answers nothing, and at once, is not asked again at once. */
const SHORTEST_WAIT_MS = 1000;
/** Who holds a card to the reader waits no longer for the hub. */
const FIND_MS = 300;
const DROP_VISITORS_MS = 3_600_000;

interface FollowerOptions {
  paired: () => Paired;
  dataDir: string;
  /** @throws Error while the database isn't there */
  store: () => Pick<Store, 'replica'>;
  /** Members or cards are not what they were, or wait to be sent. */
  onFollowed: (followed: Followed) => Promise<void>;
  /** Left out: no one here can show or do anything. */
  beside?: { live: Pick<LiveSender, 'watch' | 'stop'>; commands: Pick<CommandRunner, 'run' | 'report'> };
  /** The hub has answered; called again and again. */
  onHeard?: () => Promise<void>;
  clock: Clock;
  /** how long an unknown card waits for the hub; 300 when left out */
  findMs?: number;
  random?: () => number;
  logger: Pick<Logger, 'info' | 'warn'>;
}

export class Follower {
  readonly #options: FollowerOptions;
  readonly #ending = new AbortController();
  readonly #backoff: Backoff;
  #client: HubClient | null = null;
  #paired: Paired | null = null;
  #loop: Promise<void> = Promise.resolve();
  /** Ends a question, or the pause before it, for the next one. */
  #asking = new AbortController();
  #watch = 0;
  #droppedMs = Number.NEGATIVE_INFINITY;
  /** since the start */
  readonly state = {
    cursor: 0,
    pages: 0,
    changed: 0,
    gone: 0,
    notTaken: 0,
    failed: 0,
    reason: '',
    asked: 0,
    found: 0,
    late: 0,
  };

  constructor(options: FollowerOptions) {
    this.#options = options;
    this.#backoff = new Backoff({ ...HUB_BACKOFF, random: options.random ?? Math.random });
  }

  start(): void {
    this.#loop = this.#run();
  }

  /** The hub is there again: what was asked before is not answered any more. */
  askAgain(): void {
    this.#asking.abort();
  }

  /** A page in progress is read again at the next start. */
  async stop(): Promise<void> {
    this.#ending.abort();
    await this.#loop;
    await this.#options.beside?.live.stop();
    this.#client?.close();
  }

  /**
   * Looks up an unknown card at the hub. An answer that comes too late arrives by the feed, for the next tap.
   * @param hashes by every key @returns whether its owner is known here now
   */
  async find(hashes: readonly string[]): Promise<boolean> {
    return (await this.lookUp(hashes)) === 'known';
  }

  /** The same; `away`: the hub could not be asked in time. */
  async lookUp(hashes: readonly string[]): Promise<'known' | 'unknown' | 'away'> {
    const shared = hashes.filter((hash) => hash.includes(':')).slice(0, MAX_CARD_KEYS);
    if (shared.length === 0) return 'unknown';
    if (this.state.reason !== '' || this.#ending.signal.aborted) return 'away';
    this.state.asked++;
    try {
      const signal = AbortSignal.any([this.#ending.signal, AbortSignal.timeout(this.#options.findMs ?? FIND_MS)]);
      const { visitor } = await this.#hub().post<{ visitor: FeedItem | null }>(
        '/api/v1/visitor',
        { hashes: shared },
        signal,
      );
      if (visitor?.kind !== 'member') return 'unknown';
      await this.#tell(await this.#options.store().replica.visit(visitor, isoNow(this.#options.clock)));
      this.state.found++;
      return 'known';
    } catch (error) {
      this.state.late++;
      this.#options.logger.warn(`an unknown card was not looked up at the hub: ${messageOf(error)}`);
      return 'away';
    }
  }

  async #run(): Promise<void> {
    const { signal } = this.#ending;
    while (!signal.aborted) {
      const asking = (this.#asking = new AbortController());
      try {
        await this.#follow();
        this.#backoff.reset();
        this.state.reason = '';
        await this.#options.onHeard?.();
      } catch (error) {
        if (signal.aborted) return;
        if (asking.signal.aborted) continue;
        this.#failed(messageOf(error));
        await this.#pause(this.#backoff.next());
      }
    }
  }

  async #follow(): Promise<void> {
    const { store, dataDir, clock } = this.#options;
    const { replica } = store();
    await this.#dropVisitors();
    const { cursor, epoch } = await replica.state();
    this.state.cursor = cursor;
    const known = epoch === null ? '' : `&epoch=${epoch}`;
    const { beside } = this.#options;
    await beside?.commands.report(this.#hub());
    // After a failure it is to say at once that it is back.
    const waitS = this.state.reason === '' ? MAX_FEED_WAIT_S : 0;
    const path = `/api/v1/feed?since=${cursor}&wait=${waitS}&watch=${this.#watch}${known}`;
    const askedMs = clock.monoMs();
    const page = await this.#hub().get<FeedAnswer>(path, this.#askingSignal(), waitS * 1000);
    this.#watch = page.watch?.token ?? 0;
    beside?.live.watch(page.watch);
    const isNew = (await beside?.commands.run(page.commands, this.#hub())) ?? false;
    const keys = page.items.flatMap((item): OrganisationKey[] => (item.kind === 'card-key' ? [item.key] : []));
    // Before the cursor moves past them: no later page repeats a key.
    if (keys.length > 0) addHubCardKeys(dataDir, keys);
    if (page.next === cursor && page.epoch === epoch) {
      if (!isNew && clock.monoMs() - askedMs < SHORTEST_WAIT_MS) await this.#pause(SHORTEST_WAIT_MS);
      return;
    }
    const isErasing = page.items.some(({ kind }) => kind === 'gone');
    const followed = await replica[isErasing ? 'followErasing' : 'follow'](page, isoNow(clock));
    this.state.cursor = page.next;
    this.state.pages++;
    await this.#tell(followed);
  }

  /** The certificate may have been renewed. */
  #hub(): HubClient {
    const paired = this.#options.paired();
    if (this.#client === null || paired !== this.#paired) {
      this.#client = new HubClient(paired.url, paired, this.#options.clock);
      this.#paired = paired;
    }
    return this.#client;
  }

  async #tell(followed: Followed): Promise<void> {
    const { onFollowed, logger } = this.#options;
    const { changed, gone, again, notTaken } = followed;
    this.state.changed += changed.length;
    this.state.gone += gone.length;
    this.state.notTaken += notTaken.length;
    for (const what of notTaken) logger.warn(`not taken over from the hub: ${what}`);
    if (changed.length > 0 || gone.length > 0 || again.length > 0) await onFollowed(followed);
  }

  async #dropVisitors(): Promise<void> {
    const { store, clock } = this.#options;
    if (clock.monoMs() - this.#droppedMs < DROP_VISITORS_MS) return;
    const gone = await store().replica.dropVisitors(isoNow(clock));
    this.#droppedMs = clock.monoMs();
    await this.#tell({ changed: [], gone, again: [], notTaken: [] });
  }

  #failed(reason: string): void {
    this.state.failed++;
    if (this.state.reason !== reason) this.#options.logger.warn(`people of the hub: ${reason}`);
    this.state.reason = reason;
  }

  #askingSignal(): AbortSignal {
    return AbortSignal.any([this.#ending.signal, this.#asking.signal]);
  }

  #pause(ms: number): Promise<void> {
    const signal = this.#askingSignal();
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      signal.addEventListener('abort', done, { once: true });
    });
  }
}
