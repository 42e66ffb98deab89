/** MQTT for every bay: one connection each, so that each has its own last will; commands come back to the bay. */
import type { Logger } from 'pino';
import type Type from 'typebox';
import type { ExerciseName } from '../contracts/common.ts';
import type { Config } from '../contracts/config.ts';
import { bayTopic, type COMMANDS, type CommandName } from '../contracts/topics.ts';
import { BayPublisher, discoveryOf, noDiscovery, type OwnTopics } from '../mqtt/index.ts';
import type { Bay } from './bay.ts';
import type { Journal } from './journal.ts';
import { version } from './version.ts';

/** What may be told over MQTT about who is on a bay. */
export interface BayPresence {
  /** @throws Error when the token is not good for it */
  tap(bay: string, card: TapCommand): Promise<unknown>;
  logOut(bay: string): void;
}

type TapCommand = Type.Static<(typeof COMMANDS)['tap']['schema']>;

export interface PublishingOptions {
  url: string;
  /** empty `username`: none */
  login: { username: string; password: string };
  config: Published;
  bays: readonly Bay[];
  journal: Journal;
  presence: BayPresence;
  logger: Logger;
}

type Published = Pick<Config, 'mqtt' | 'site' | 'web'>;

function discoveryFor({ mqtt, site, web }: Published, { id, name }: Config['bays'][number]) {
  const { base, homeAssistant } = mqtt;
  const device = { base, site, bay: id, name, version, pageUrl: web.publicUrl };
  return (homeAssistant.discovery ? discoveryOf : noDiscovery)(device, homeAssistant.prefix);
}

/** Where nobody but this station speaks. */
export function ownTopics(config: Published & Pick<Config, 'bays'>): OwnTopics {
  return {
    prefixes: config.bays.map(({ id }) => bayTopic(config.mqtt.base, config.site, id, '')),
    exact: config.bays.map((bay) => discoveryFor(config, bay).topic),
  };
}

export class Publishing {
  readonly publishers = new Map<string, BayPublisher>();

  constructor({ url, login, config, bays, journal, presence, logger }: PublishingOptions) {
    const { mqtt, site } = config;
    for (const bay of bays) {
      const publisher = new BayPublisher({
        url,
        base: mqtt.base,
        site,
        bay: bay.config.id,
        discovery: discoveryFor(config, bay.config),
        ...login,
        outbox: journal,
        logger,
        onCommand: (name, payload) => runCommand(bay, presence, name, payload),
      });
      bay.on('state', (state) => publisher.setState(state));
      bay.on('session', (session) => publisher.setSession(session));
      this.publishers.set(bay.config.id, publisher);
    }
  }

  start(): void {
    for (const publisher of this.publishers.values()) publisher.start();
  }

  /** There are new rows in the outbox of a bay. */
  wake(bay: string): void {
    this.publishers.get(bay)?.outboxChanged();
  }

  /** Says offline, within a second. What the outbox still holds goes out after the next start. */
  async stop(): Promise<void> {
    await Promise.all([...this.publishers.values()].map((publisher) => publisher.stop()));
  }
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
