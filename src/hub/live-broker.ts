/**
 * The hub at the broker: hears the controllers that a page looks at, and no others. All of it may be lost: what is missing is asked for again, and who comes
 * is asked for everything.
 */
import { randomBytes } from 'node:crypto';
import { Compile } from 'typebox/compile';
import type { Clock } from '../common/clock.ts';
import { messageOf } from '../common/message-of.ts';
import { askTopic, CONTROL_TOPIC, HUB_AT_BROKER, LivePost, liveTopic, MAX_LIVE_BYTES } from '../contracts/hub-live.ts';
import { type BrokerKeys, Connection } from '../mqtt/connection.ts';
import { declared } from '../web/declared.ts';

/** Of one controller, which sends five; the broker takes more from one that is broken. */
const MAX_POSTS_A_SECOND = 20;
const GOODBYE_MS = 500;
const check = Compile(LivePost);

interface Followed {
  take: (post: LivePost) => void;
  /** number of its last message */
  n: number;
  sinceMs: number;
  times: number;
}

interface LiveBrokerOptions {
  /** mqtts:// */
  url: string;
  keys: BrokerKeys;
  clock: Clock;
  onFault: (message: string) => void;
}

/** Who may come to the broker is said to it by its own users. */
export interface BrokerControl {
  readonly isUp: boolean;
  /** how many there were, with the present one */
  readonly connections: number;
  /** False: there is no connection. */
  control(commands: readonly object[]): boolean;
}

export class LiveBroker implements BrokerControl {
  readonly url: string;
  readonly #connection: Connection;
  readonly #clock: Clock;
  readonly #onFault: (message: string) => void;
  readonly #followed = new Map<string, Followed>();
  /** of whom the broker has yet to be told */
  #new: string[] = [];
  readonly counts = { posts: 0, bad: 0, tooMany: 0, missing: 0, asked: 0 };

  constructor({ url, keys, clock, onFault }: LiveBrokerOptions) {
    this.url = url;
    this.#clock = clock;
    this.#onFault = onFault;
    this.#connection = new Connection({
      ...{ url, keys: () => keys, protocol: 'v3.1.1' },
      // Hubs of one organisation are one user with a connection each.
      clientId: `${HUB_AT_BROKER}-${randomBytes(8).toString('hex')}`,
      words: (error) => `${messageOf(error)}. \`lockout hub doctor\` says more`,
      logger: { info: () => undefined, warn: onFault, error: onFault },
      onUp: () => this.#hear([...this.#followed.keys()]),
      onDown: () => undefined,
      onMessage: (topic, payload) => this.#onMessage(topic, payload),
    });
  }

  get isUp(): boolean {
    return this.#connection.isUp;
  }

  get connections(): number {
    return this.#connection.connects;
  }

  control(commands: readonly object[]): boolean {
    return this.#connection.offer(CONTROL_TOPIC, JSON.stringify({ commands }));
  }

  start(): void {
    this.#connection.open();
  }

  async stop(): Promise<void> {
    await this.#connection.end(GOODBYE_MS);
  }

  /** From now on, and all of its bays at first. @returns ends it */
  follow(controllerId: string, take: (post: LivePost) => void): () => void {
    const followed = { take, n: 0, sinceMs: Number.NEGATIVE_INFINITY, times: 0 };
    this.#followed.set(controllerId, followed);
    if (this.#new.push(controllerId) === 1)
      queueMicrotask(() => {
        const ids = this.#new.filter((id) => this.#followed.has(id));
        this.#new = [];
        if (this.isUp) this.#hear(ids);
      });
    return () => {
      // It may have moved to another gym, which is looked at too.
      if (this.#followed.get(controllerId) !== followed) return;
      this.#followed.delete(controllerId);
      this.#connection.unsubscribe([liveTopic(controllerId)]);
    };
  }

  #hear(ids: readonly string[]): void {
    if (ids.length === 0) return;
    for (const id of ids) this.#followed.get(id)!.n = 0;
    this.#connection.subscribe(ids.map(liveTopic), { qos: 0 }).then(
      () => {
        for (const id of ids) this.#ask(id);
      },
      (error) => this.#onFault(`live values: ${messageOf(error)}`), // again with the next connection
    );
  }

  #ask(controllerId: string): void {
    if (this.#connection.offer(askTopic(controllerId), '')) this.counts.asked++;
  }

  #onMessage(topic: string, payload: Buffer): void {
    const controllerId = topic.split('/')[2] ?? '';
    const of = this.#followed.get(controllerId);
    if (!of) return;
    const nowMs = this.#clock.monoMs();
    if (nowMs - of.sinceMs >= 1000) Object.assign(of, { sinceMs: nowMs, times: 0 });
    if (++of.times > MAX_POSTS_A_SECOND) {
      this.counts.tooMany++;
      return;
    }
    const post = postOf(payload);
    if (post === null) {
      this.counts.bad++;
      return;
    }
    this.counts.posts++;
    // A first one, and one of a new connection, shows all bays by itself.
    const isMissing = of.n > 0 && post.n !== 1 && post.n !== of.n + 1;
    of.n = post.n;
    if (isMissing) {
      this.counts.missing++;
      this.#ask(controllerId);
    }
    of.take(post);
  }
}

/** Null: it is none. */
function postOf(payload: Buffer): LivePost | null {
  if (payload.length > MAX_LIVE_BYTES) return null;
  try {
    // A newer controller says more than this hub knows.
    const post = declared(JSON.parse(payload.toString('utf8')), LivePost);
    return check.Check(post) ? post : null;
  } catch {
    return null;
  }
}
