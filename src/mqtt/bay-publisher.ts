import type { IPublishPacket } from 'mqtt';
import { type Clock, isoNow, systemClock } from '../common/clock.ts';
import { CONTRACT_VERSION } from '../contracts/common.ts';
import type { Availability, Session, SetEvent, State } from '../contracts/events.ts';
import { bayTopic, type CommandName, type CommandResult, TOPICS, type TopicName } from '../contracts/topics.ts';
import type { UpdateReport } from '../contracts/update.ts';
import { atMost } from './at-most.ts';
import { BayClaim } from './bay-claim.ts';
import { CommandQueue } from './command-queue.ts';
import type { CommandPayload } from './commands.ts';
import { Confirmation } from './confirmation.ts';
import { type BrokerAddress, Connection } from './connection.ts';
import type { Discovery } from './home-assistant.ts';
import type { Logger } from './logger.ts';
import { OutboxDrain, type OutboxPort } from './outbox-drain.ts';
import type { BayPublisherStats, PublisherTrouble } from './publisher-stats.ts';
import { RetainedTopic } from './retained-topic.ts';

export interface BayPublisherOptions extends BrokerAddress {
  base: string;
  site: string;
  bay: string;
  /** Of this station, for good: part of the client id, so that two stations with the same names don't cut each other off. */
  controllerId: string;
  outbox: OutboxPort;
  clock?: Clock;
  /** Kept at the broker for Home Assistant; left out: nothing is said there. */
  discovery?: Discovery;
  /** How long a broker of MQTT 3.1.1 may take to send our own `availability` back; 5 s when left out. */
  confirmMs?: number;
  /** While another station has the bay, it is looked at again after this; 30 s when left out. */
  conflictMs?: number;
  logger?: Logger;
  /** Carries a command out; what it throws goes back to the sender as the error. */
  onCommand(name: CommandName, payload: CommandPayload): Promise<void>;
}

/** stop() shares out its second among these three. */
const SETTLE_MS = 400;
const OFFLINE_MS = 300;
const END_MS = 200;
const CONFLICT_MS = 30_000;
/** The sender of a command doesn't wait longer for its result. */
const RESULT_EXPIRY_S = 60;

/** The time of writing says nothing new. */
const contentOf = (payload: string) => payload.replace(/"at":"[^"]*"/, '');

/**
 * One bay on MQTT: its availability with last will, its retained messages, the events of its outbox, and its commands.
 * One connection per bay, because a connection has one will.
 */
export class BayPublisher {
  readonly #options: BayPublisherOptions;
  readonly #clock: Clock;
  readonly #connection: Connection;
  readonly #drain: OutboxDrain;
  readonly #claim: BayClaim;
  readonly #commands: CommandQueue;
  readonly #retained: ReadonlyMap<string, RetainedTopic>;
  readonly #confirmation: Confirmation;
  #isConflict = false;
  #counts = { commandsIgnored: 0, resultsLost: 0, conflicts: 0 };

  constructor(options: BayPublisherOptions) {
    const { base, site, bay, controllerId, outbox, discovery, logger, onCommand, ...address } = options;
    this.#options = options;
    const clock = (this.#clock = options.clock ?? systemClock);
    this.#connection = new Connection({
      ...address,
      // Site and bay may hold a `-`, none of them a `.`: two bays never get the same id, which would cut each other off.
      clientId: [...base.split('/'), site, bay, controllerId].join('.'),
      will: { topic: bayTopic(base, site, bay, 'availability'), payload: 'offline' satisfies Availability },
      userProperties: { controller: controllerId },
      ...(logger ? { logger } : {}),
      onUp: () => void this.#onUp(),
      onDown: () => this.#onDown(),
      onMessage: (topic, payload, packet) => this.#onMessage(topic, payload, packet),
    });
    this.#drain = new OutboxDrain({
      bay,
      outbox,
      publish: (topic, payload) => this.#publish(topic, payload),
      clock,
      ...(logger ? { logger } : {}),
    });
    this.#claim = new BayClaim({
      controllerId,
      clock,
      ping: (id) => {
        const sending = { retain: false, expiryS: RESULT_EXPIRY_S };
        this.#connection.publish(this.#topic('cmd/ping'), JSON.stringify({ id }), sending).catch(() => undefined);
      },
      onHeld: () => this.#onHeld(),
      onLost: () => this.#onConflict(),
    });
    this.#confirmation = new Confirmation({
      topic: this.#topic('availability'),
      ...(options.confirmMs === undefined ? {} : { withinMs: options.confirmMs }),
      ask: () => this.#retained.get(this.#topic('availability'))!.again(),
      onConfirmed: () => this.#drain.connected(),
      onMissing: (trouble) => logger?.warn(`events of ${bay} wait in the outbox: ${trouble}`),
    });
    this.#commands = new CommandQueue(onCommand, (command, id, error) => this.#answer(command, id, error));
    const names = (Object.keys(TOPICS) as TopicName[]).filter((name) => TOPICS[name].retain);
    const topics = names.map((name): [string, RetainedTopic] => [
      this.#topic(name),
      new RetainedTopic({ publish: (payload) => this.#publish(name, payload), contentOf, clock }),
    ]);
    if (discovery) {
      const publish = (payload: string) => this.#connection.publish(discovery.topic, payload, { retain: true });
      topics.push([discovery.topic, new RetainedTopic({ publish, clock })]);
    }
    this.#retained = new Map(topics);
    if (discovery) this.#retained.get(discovery.topic)!.set(discovery.payload);
  }

  /** Begins to connect and returns at once; goes on trying until `stop`. */
  start(): void {
    this.#set('availability', 'online' satisfies Availability);
    this.#connection.open();
  }

  /** Sends what is left, says offline and ends, within a second also without a broker. */
  async stop(): Promise<void> {
    if (this.#connection.isUp && this.#claim.isHeld) {
      await this.#drain.settle(SETTLE_MS);
      this.#claim.reset(); // what comes back of it is nothing to correct
      await atMost(OFFLINE_MS, this.#publish('availability', 'offline' satisfies Availability));
    }
    await this.#connection.end(END_MS);
    this.#onDown();
  }

  setState(state: State): void {
    this.#set('state', JSON.stringify(state));
  }

  setSession(session: Session): void {
    this.#set('session', JSON.stringify(session));
  }

  /** The last set of the bay as it stands now; null: there is none. */
  setLastSet(set: SetEvent | null): void {
    this.#set('last-set', JSON.stringify(set));
  }

  /** What became of the last update of the package. */
  setUpdate(report: UpdateReport): void {
    this.#set('update', JSON.stringify(report));
  }

  /** Something was written to the outbox. */
  outboxChanged(): void {
    this.#drain.wake();
  }

  get connected(): boolean {
    return this.#connection.isUp;
  }

  /** The version of MQTT that is spoken; null while not connected. */
  get version(): 4 | 5 | null {
    return this.connected ? this.#connection.version : null;
  }

  get trouble(): PublisherTrouble {
    const { base, site, bay } = this.#options;
    if (this.#isConflict) {
      const reason = `another station publishes as ${base}/${site}/${bay} at this broker. Give one of the two another \`site\`, or its bay another \`id\``;
      return { kind: 'conflict', reason };
    }
    if (!this.connected) return { kind: 'away', reason: this.#connection.trouble || 'connecting' };
    const refusals = [...this.#retained.values()].flatMap(({ refusal }) => refusal ?? []);
    const reason = this.#confirmation.trouble || refusals[0]?.message || this.#drain.refusal;
    return { kind: reason === '' ? 'none' : 'refused', reason };
  }

  get stats(): BayPublisherStats {
    const { connects, losses, failedAttempts } = this.#connection;
    const retained = [...this.#retained.values()];
    const sum = (key: 'published' | 'reasserted') => retained.reduce((total, topic) => total + topic[key], 0);
    return {
      connected: this.connected,
      connects,
      losses,
      failedAttempts,
      published: sum('published') + this.#drain.published,
      redelivered: this.#drain.redelivered,
      inFlight: this.#drain.inFlight,
      outboxFailures: this.#drain.failures,
      refused: this.#drain.refused,
      reasserted: sum('reasserted'),
      commands: this.#commands.received,
      commandErrors: this.#commands.errors,
      ...this.#counts,
    };
  }

  #topic(name: string): string {
    const { base, site, bay } = this.#options;
    return bayTopic(base, site, bay, name);
  }

  #set(name: TopicName, payload: string): void {
    this.#retained.get(this.#topic(name))!.set(payload);
  }

  #publish(name: TopicName, payload: string): Promise<void> {
    const { retain } = TOPICS[name];
    return this.#connection.publish(this.#topic(name), payload, { retain, isJson: name !== 'availability' });
  }

  /** Subscribes first: retained messages show whether another station uses these topics. */
  async #onUp(): Promise<void> {
    this.#claim.reset();
    const connect = this.#connection.connects;
    const { bay, logger } = this.#options;
    const cannot = await this.#connection.subscribe([...this.#retained.keys()], { isOthersOnly: true }).then(
      () => '',
      (error: Error) => error.message,
    );
    const commands = [this.#topic('cmd/+'), this.#topic('cmd/ping/result')];
    await this.#connection.subscribe(commands).catch((error: Error) => {
      if (this.connected) logger?.warn(`${bay} gets no commands: ${error.message}`);
    });
    if (!this.connected || connect !== this.#connection.connects) return;
    if (cannot) logger?.warn(`${bay} does not hear who else writes on its topics: ${cannot}`);
    this.#claim.begin();
  }

  #onHeld(): void {
    this.#isConflict = false;
    for (const topic of this.#retained.values()) topic.connected();
    if (this.#connection.version === 5) this.#drain.connected();
    else this.#confirmation.begin();
  }

  #onConflict(): void {
    this.#counts.conflicts++;
    const isNew = !this.#isConflict;
    this.#isConflict = true;
    if (isNew) this.#options.logger?.error(`${this.#options.bay} is not on MQTT: ${this.trouble.reason}`);
    this.#connection.leave(this.#options.conflictMs ?? CONFLICT_MS);
  }

  #onDown(): void {
    this.#claim.reset();
    this.#confirmation.reset();
    for (const topic of this.#retained.values()) topic.disconnected();
    this.#drain.disconnected();
  }

  #onMessage(topic: string, payload: Buffer, packet: IPublishPacket): void {
    const own = this.#retained.get(topic);
    if (own) {
      this.#onOwnTopic(own, topic, payload.toString(), packet.retain);
      return;
    }
    const name = topic.slice(this.#topic('cmd/').length);
    const isAnswer = name === 'ping/result';
    if ((isAnswer || name === 'ping') && this.#claim.ping(idIn(payload), isAnswer)) return;
    if (isAnswer || (!this.#claim.isHeld && !packet.retain)) return;
    if (packet.retain) {
      this.#counts.commandsIgnored++;
      this.#options.logger?.warn(`${topic}: a retained command is not carried out; publish it without retain`);
      return;
    }
    this.#commands.push(name, payload);
  }

  #onOwnTopic(own: RetainedTopic, topic: string, text: string, isRetained: boolean): void {
    const isAvailability = topic === this.#topic('availability');
    if (!this.#claim.isHeld) {
      if (isAvailability) this.#claim.availability(text);
      return;
    }
    if (isAvailability && text === ('online' satisfies Availability)) this.#confirmation.heard();
    // MQTT 5 leaves out what is ours, so that it can't be.
    const isOthers = !isRetained && (own.heard(text) || this.#connection.version === 5);
    if (isOthers) this.#claim.suspect();
  }

  #answer(command: string, id: string | null, error: string | null): void {
    const at = isoNow(this.#clock);
    const result: CommandResult = { v: CONTRACT_VERSION, id, command, at, ok: error === null, error };
    const sending = { retain: false, expiryS: RESULT_EXPIRY_S };
    this.#connection.publish(this.#topic(`cmd/${command}/result`), JSON.stringify(result), sending).catch(() => {
      this.#counts.resultsLost++;
    });
  }
}

/** The `id` of a command or of its result, when it can be read. */
function idIn(payload: Buffer): string | null {
  if (payload.length > 1000) return null;
  try {
    const { id } = JSON.parse(payload.toString()) as { id?: unknown };
    return typeof id === 'string' ? id : null;
  } catch {
    return null;
  }
}
