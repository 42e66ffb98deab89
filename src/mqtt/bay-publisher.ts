import type { IPublishPacket } from 'mqtt';
import { type Clock, isoNow, systemClock } from '../common/clock.ts';
import { CONTRACT_VERSION } from '../contracts/common.ts';
import type { Availability, Session, State } from '../contracts/events.ts';
import { bayTopic, type CommandName, type CommandResult, TOPICS, type TopicName } from '../contracts/topics.ts';
import { type CommandPayload, parseCommand } from './commands.ts';
import { Connection } from './connection.ts';
import type { Discovery } from './home-assistant.ts';
import type { Logger } from './logger.ts';
import { OutboxDrain, type OutboxPort } from './outbox-drain.ts';
import { RetainedTopic } from './retained-topic.ts';

export interface BayPublisherOptions {
  /** mqtt://, mqtts://, ws:// or wss:// */
  url: string;
  base: string;
  site: string;
  bay: string;
  username?: string;
  password?: string;
  outbox: OutboxPort;
  clock?: Clock;
  /** Kept at the broker for Home Assistant; left out: nothing is said there. */
  discovery?: Discovery;
  logger?: Logger;
  /** Carries a command out; what it throws goes back to the sender as the error. */
  onCommand(name: CommandName, payload: CommandPayload): Promise<void>;
}

interface BayPublisherStats {
  connected: boolean;
  connects: number;
  losses: number;
  failedAttempts: number;
  /** messages that the broker has acknowledged */
  published: number;
  /** events of the outbox that were sent a second time, because their acknowledgement was lost with a connection */
  redelivered: number;
  /** events sent and not acknowledged yet */
  inFlight: number;
  /** times that the outbox could not be read or sent */
  outboxFailures: number;
  commands: number;
  commandErrors: number;
  /** retained commands: orders of the past, not carried out */
  commandsIgnored: number;
  /** answers to commands that no connection could take any more */
  resultsLost: number;
}

/** stop() shares out its second among these three. */
const SETTLE_MS = 400;
const OFFLINE_MS = 300;
const END_MS = 200;
const MAX_WAITING_COMMANDS = 16;

/**
 * One bay on MQTT: its availability with last will, its retained state and session, the events of its outbox, and its commands.
 * One connection per bay, because a connection has one will.
 */
export class BayPublisher {
  readonly #options: BayPublisherOptions;
  readonly #connection: Connection;
  readonly #drain: OutboxDrain;
  readonly #availability: RetainedTopic;
  readonly #state: RetainedTopic;
  readonly #session: RetainedTopic;
  readonly #discovery: RetainedTopic;
  #commandQueue: Promise<void> = Promise.resolve();
  #waitingCommands = 0;
  #counts = { commands: 0, commandErrors: 0, commandsIgnored: 0, resultsLost: 0 };

  constructor(options: BayPublisherOptions) {
    const { url, base, site, bay, username, password, outbox, logger } = options;
    this.#options = options;
    this.#connection = new Connection({
      url,
      // Site and bay may hold a `-`, none of the three a `.`: two bays never get the same id, which would cut each other off.
      clientId: [...base.split('/'), site, bay].join('.'),
      ...(username ? { username, password: password ?? '' } : {}),
      will: { topic: bayTopic(base, site, bay, 'availability'), payload: 'offline' satisfies Availability },
      ...(logger ? { logger } : {}),
      onUp: () => this.#onUp(),
      onDown: () => this.#onDown(),
      onMessage: (topic, payload, packet) => this.#onMessage(topic, payload, packet),
    });
    this.#drain = new OutboxDrain({
      bay,
      outbox,
      publish: (topic, payload) => this.#publish(topic, payload),
      ...(logger ? { logger } : {}),
    });
    this.#availability = new RetainedTopic((payload) => this.#publish('availability', payload));
    this.#state = new RetainedTopic((payload) => this.#publish('state', payload));
    this.#session = new RetainedTopic((payload) => this.#publish('session', payload));
    const { discovery } = options;
    this.#discovery = new RetainedTopic((payload) => this.#connection.publish(discovery!.topic, payload, true));
    if (discovery) this.#discovery.set(discovery.payload);
  }

  /** Begins to connect and returns at once; goes on trying until `stop`. */
  start(): void {
    this.#availability.set('online' satisfies Availability);
    this.#connection.open();
  }

  /** Sends what is left, says offline and ends, within a second also without a broker. */
  async stop(): Promise<void> {
    if (this.#connection.isUp) {
      await this.#drain.settle(SETTLE_MS);
      await atMost(OFFLINE_MS, this.#publish('availability', 'offline' satisfies Availability));
    }
    await this.#connection.end(END_MS);
    this.#onDown();
  }

  setState(state: State): void {
    this.#state.set(JSON.stringify(state));
  }

  setSession(session: Session): void {
    this.#session.set(JSON.stringify(session));
  }

  /** Something was written to the outbox. */
  outboxChanged(): void {
    this.#drain.wake();
  }

  get connected(): boolean {
    return this.#connection.isUp;
  }

  get stats(): BayPublisherStats {
    const { connects, losses, failedAttempts } = this.#connection;
    const retained = this.#retained.reduce((sum, { published }) => sum + published, 0);
    return {
      connected: this.connected,
      connects,
      losses,
      failedAttempts,
      published: retained + this.#drain.published,
      redelivered: this.#drain.redelivered,
      inFlight: this.#drain.inFlight,
      outboxFailures: this.#drain.failures,
      ...this.#counts,
    };
  }

  get #retained(): readonly RetainedTopic[] {
    return [this.#availability, this.#state, this.#session, this.#discovery];
  }

  #topic(name: string): string {
    const { base, site, bay } = this.#options;
    return bayTopic(base, site, bay, name);
  }

  #publish(name: TopicName, payload: string): Promise<void> {
    return this.#connection.publish(this.#topic(name), payload, TOPICS[name].retain);
  }

  #onUp(): void {
    for (const topic of this.#retained) topic.connected();
    this.#drain.connected();
    this.#connection.subscribe(this.#topic('cmd/+')).catch((error: Error) => {
      if (this.connected) this.#options.logger?.warn(`${this.#options.bay} gets no commands: ${error.message}`);
    });
  }

  #onDown(): void {
    for (const topic of this.#retained) topic.disconnected();
    this.#drain.disconnected();
  }

  #onMessage(topic: string, payload: Buffer, packet: IPublishPacket): void {
    if (packet.retain) {
      this.#counts.commandsIgnored++;
      this.#options.logger?.warn(`${topic}: a retained command is not carried out; publish it without retain`);
      return;
    }
    const name = topic.slice(this.#topic('cmd/').length);
    this.#counts.commands++;
    if (this.#waitingCommands >= MAX_WAITING_COMMANDS) {
      this.#answer(name, null, `${MAX_WAITING_COMMANDS} commands are waiting already. Send it again later.`);
      return;
    }
    this.#waitingCommands++;
    this.#commandQueue = this.#commandQueue
      .then(() => this.#carryOut(name, payload))
      .finally(() => this.#waitingCommands--);
  }

  async #carryOut(name: string, bytes: Buffer): Promise<void> {
    const command = parseCommand(name, bytes);
    if (!command.ok) return this.#answer(name, command.id, command.error);
    try {
      await this.#options.onCommand(command.name, command.payload);
      this.#answer(name, command.id, null);
    } catch (error) {
      this.#answer(name, command.id, (error as Error).message);
    }
  }

  #answer(command: string, id: string | null, error: string | null): void {
    if (error !== null) this.#counts.commandErrors++;
    const at = isoNow(this.#options.clock ?? systemClock);
    const result: CommandResult = { v: CONTRACT_VERSION, id, command, at, ok: error === null, error };
    this.#connection.publish(this.#topic(`cmd/${command}/result`), JSON.stringify(result), false).catch(() => {
      this.#counts.resultsLost++;
    });
  }
}

/** Waits for the promise, whatever becomes of it, but no longer than `timeoutMs`. */
async function atMost(timeoutMs: number, promise: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, timeoutMs);
  });
  await Promise.race([promise.catch(() => undefined), timeout]);
  clearTimeout(timer);
}
