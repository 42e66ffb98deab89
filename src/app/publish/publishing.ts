/** MQTT for every bay: one connection each, so that each has its own last will; commands come back to the bay. */
import type { Logger } from 'pino';
import type { Clock } from '../../common/clock.ts';
import type { ExerciseName } from '../../contracts/common.ts';
import type { Config } from '../../contracts/config.ts';
import type { Session } from '../../contracts/events.ts';
import { bayTopic, type CommandName, type TapCommand } from '../../contracts/topics.ts';
import { BayPublisher, discoveryOf, noDiscovery, type OutboxPort, type OwnTopics } from '../../mqtt/index.ts';
import type { Bay } from '../bay/bay.ts';
import { UpdateWatch } from '../service/update-watch.ts';
import { OutboxWatch } from '../storage/outbox-watch.ts';
import type { WriteQueue } from '../storage/write-queue.ts';
import { version } from '../version.ts';

/** What may be published over MQTT about the occupant of a bay. */
export interface BayPresence {
  /** @throws Error when the token is not good for it */
  tap(bay: string, card: TapCommand): Promise<unknown>;
  logOut(bay: string): void;
}

interface PublishingOptions {
  url: string;
  /** empty `username`: none */
  login: { username: string; password: string };
  /** Distinguishes this station from others at the broker. */
  controllerId: string;
  config: Published;
  bays: readonly Bay[];
  writeQueue: WriteQueue;
  clock: Clock;
  presence: BayPresence;
  logger: Logger;
}

type Published = Pick<Config, 'mqtt' | 'site' | 'web'>;

function discoveryFor({ mqtt, site, web }: Published, { id, name }: Config['bays'][number]) {
  const { base, homeAssistant } = mqtt;
  const device = { base, site, bay: id, name, version, pageUrl: web.publicUrl };
  return (homeAssistant.discovery ? discoveryOf : noDiscovery)(device, homeAssistant.prefix);
}

/** Topics reserved for this station. */
export function ownTopics(config: Published & Pick<Config, 'bays'>): OwnTopics {
  return {
    prefixes: config.bays.map(({ id }) => bayTopic(config.mqtt.base, config.site, id, '')),
    exact: config.bays.map((bay) => discoveryFor(config, bay).topic),
  };
}

export class Publishing {
  readonly publishers = new Map<string, BayPublisher>();
  readonly outbox: OutboxWatch;
  readonly #updates = new UpdateWatch((report) => {
    for (const publisher of this.publishers.values()) publisher.setUpdate(report);
  });
  readonly #writeQueue: WriteQueue;

  constructor({ url, login, controllerId, config, bays, writeQueue, clock, presence, logger }: PublishingOptions) {
    const { mqtt, site } = config;
    this.#writeQueue = writeQueue;
    for (const bay of bays) {
      const publisher = new BayPublisher({
        url,
        protocol: mqtt.protocol,
        tls: mqtt.tls,
        base: mqtt.base,
        site,
        bay: bay.config.id,
        controllerId,
        discovery: discoveryFor(config, bay.config),
        username: login.username,
        password: login.password,
        outbox: outboxOf(writeQueue),
        clock,
        logger,
        onCommand: (name, payload) => runCommand(bay, presence, name, payload),
      });
      bay.on('state', (state) => publisher.setState(state));
      bay.on('session', (session) => void this.#setSession(bay, session));
      this.publishers.set(bay.config.id, publisher);
    }
    this.outbox = new OutboxWatch({
      bays: [...this.publishers.keys()],
      store: () => writeQueue.store,
      logger,
      onLooked: () => this.wakeAll(),
    });
  }

  start(): void {
    for (const publisher of this.publishers.values()) publisher.start();
    this.#updates.start();
  }

  /** The database is open. */
  storeIsThere(): void {
    this.outbox.start();
  }

  /** There are new rows in the outbox of a bay. */
  wake(bay: string): void {
    this.publishers.get(bay)?.outboxChanged();
  }

  /** Sets of a bay were added, corrected or deleted, and there are new rows in its outbox. */
  async setsChanged(bay: string): Promise<void> {
    this.wake(bay);
    try {
      this.publishers.get(bay)?.setLastSet(await this.#writeQueue.store.outbox.lastSet(bay));
    } catch {
      // the database is unavailable: the last set is published when it is back
    }
  }

  wakeAll(): void {
    for (const bay of this.publishers.keys()) void this.setsChanged(bay);
  }

  /** Says offline, within a second. What the outbox still holds goes out after the next start. */
  async stop(): Promise<void> {
    this.outbox.stop();
    this.#updates.stop();
    await Promise.all([...this.publishers.values()].map((publisher) => publisher.stop()));
  }

  /** Who it is only when they agreed to that, which the database knows. */
  async #setSession(bay: Bay, session: Session): Promise<void> {
    const publisher = this.publishers.get(bay.config.id);
    publisher?.setSession({ ...session, memberId: null });
    if (session.memberId === null) return;
    try {
      const member = await this.#writeQueue.store.members.get(session.memberId);
      const isStillThere = bay.session.now.memberId === session.memberId;
      if (member?.consents.shareSets && isStillThere) publisher?.setSession(session);
    } catch {
      // the database is unavailable: consent can't be checked
    }
  }
}

/** Rows that wait outside of the database, by their negative number, have not been asked for consent yet. */
function outboxOf(writeQueue: WriteQueue): OutboxPort {
  return {
    pending: async (bay, limit, afterSeq) =>
      (await writeQueue.pending(bay, limit, afterSeq)).map((row) =>
        row.seq < 0 ? { ...row, payload: withoutPerson(row.payload) } : row,
      ),
    delivered: (seqs) => writeQueue.delivered(seqs),
    newest: async (bay) => (writeQueue.status.failing ? 0 : writeQueue.store.outbox.newest(bay)),
  };
}

function withoutPerson(payload: string): string {
  const message = JSON.parse(payload) as object;
  const person = Object.keys(message).filter((key) => key === 'memberId' || key === 'sessionId');
  return JSON.stringify({ ...message, ...Object.fromEntries(person.map((key) => [key, null])) });
}

/** @throws Error whose text goes back in the result. */
async function runCommand(bay: Bay, presence: BayPresence, name: CommandName, payload: unknown): Promise<void> {
  switch (name) {
    case 'ping':
      return;
    case 'end-set':
      if (!bay.endSet()) throw new Error('no set is in progress on this bay');
      return;
    case 'select-exercise':
      bay.selectExercise((payload as { exercise: ExerciseName }).exercise);
      return;
    case 'set-load':
      bay.setLoad((payload as { enteredLoadKg: number | null }).enteredLoadKg);
      return;
    case 'tap':
      await presence.tap(bay.config.id, payload as TapCommand);
      return;
    case 'log-out':
      presence.logOut(bay.config.id);
      return;
  }
}
