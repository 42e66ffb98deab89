/** This controller at the hub's broker, by its own certificate: only while someone watches, and a little longer. */
import { randomBytes } from 'node:crypto';
import type { Logger } from 'pino';
import { messageOf } from '../../common/message-of.ts';
import { askTopic, type LivePost, liveTopic } from '../../contracts/hub-live.ts';
import { type BrokerKeys, Connection } from '../../mqtt/connection.ts';

/** A page that was closed is often opened again soon; and controllers of a gym don't go in the same moment. */
const LINGER_MS = 60_000;
const GOODBYE_MS = 500;

interface LiveLinkOptions {
  controllerId: string;
  /** The certificate may have been renewed. */
  keys: () => BrokerKeys;
  /** The hub wants to see all bays: it has just come, this has just come, or something was lost. */
  onAsked: () => void;
  logger: Pick<Logger, 'info' | 'warn'>;
  random?: () => number;
}

export class LiveLink {
  readonly #options: LiveLinkOptions;
  #broker = '';
  #connection: Connection | null = null;
  #leaving: NodeJS.Timeout | undefined;
  #isReady = false;
  #n = 0;

  constructor(options: LiveLinkOptions) {
    this.#options = options;
  }

  /** What is sent now arrives. */
  get isReady(): boolean {
    return this.#isReady;
  }

  open(broker: string): void {
    clearTimeout(this.#leaving);
    if (this.#connection && broker === this.#broker) return;
    void this.stop();
    const { controllerId, keys, onAsked, logger } = this.#options;
    const connection = new Connection({
      ...{ url: broker, keys, protocol: 'v3.1.1' },
      // A broker cuts off who comes under the id of another one: no one else knows this one.
      clientId: `${controllerId}-${randomBytes(8).toString('hex')}`,
      words: (error) => `${messageOf(error)}; live values are not shown at the hub`,
      logger: {
        info: (text) => logger.info(text),
        warn: (text) => logger.warn(text),
        error: (text) => logger.warn(text),
      },
      onUp: () =>
        void connection.subscribe([askTopic(controllerId)], { qos: 0 }).then(
          () => {
            if (this.#connection !== connection) return;
            this.#isReady = true;
            this.#n = 0;
            onAsked();
          },
          () => undefined, // the connection has gone
        ),
      onDown: () => {
        if (this.#connection === connection) this.#isReady = false;
      },
      onMessage: () => {
        if (this.#isReady) onAsked();
      },
    });
    this.#broker = broker;
    this.#connection = connection;
    connection.open();
  }

  /** False: not now. */
  send(post: Omit<LivePost, 'n'>): boolean {
    const text = JSON.stringify({ n: this.#n + 1, ...post } satisfies LivePost);
    const isSent = this.#isReady && this.#connection!.offer(liveTopic(this.#options.controllerId), text);
    if (isSent) this.#n++;
    return isSent;
  }

  /** No one watches any more. */
  leave(): void {
    if (!this.#connection) return;
    const { random = Math.random } = this.#options;
    clearTimeout(this.#leaving);
    this.#leaving = setTimeout(() => void this.stop(), LINGER_MS * (0.5 + random() / 2)).unref();
  }

  async stop(): Promise<void> {
    clearTimeout(this.#leaving);
    const connection = this.#connection;
    this.#connection = null;
    this.#isReady = false;
    await connection?.end(GOODBYE_MS);
  }
}
