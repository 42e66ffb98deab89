/** MQTT for every bay: one connection each, so that each has its own last will; commands come back to the bay. */
import type { Logger } from 'pino';
import type Type from 'typebox';
import type { Clock } from '../common/clock.ts';
import type { ExerciseName } from '../contracts/common.ts';
import type { Config } from '../contracts/config.ts';
import type { COMMANDS, CommandName } from '../contracts/topics.ts';
import { BayPublisher, type BayPublisherOptions, discoveryOf, noDiscovery } from '../mqtt/index.ts';
import type { Bay } from './bay.ts';
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
  config: Pick<Config, 'mqtt' | 'site' | 'web'>;
  bays: readonly Bay[];
  outbox: BayPublisherOptions['outbox'];
  clock: Clock;
  presence: BayPresence;
  logger: Logger;
}

export class Publishing {
  readonly publishers = new Map<string, BayPublisher>();

  constructor({ url, config, bays, outbox, clock, presence, logger }: PublishingOptions) {
    const { mqtt, site, web } = config;
    const login = mqtt.username === '' ? {} : { username: mqtt.username, password: mqtt.password };
    const { base, homeAssistant } = mqtt;
    for (const bay of bays) {
      const { id, name } = bay.config;
      const device = { base, site, bay: id, name, version, pageUrl: web.publicUrl };
      const discovery = (homeAssistant.discovery ? discoveryOf : noDiscovery)(device, homeAssistant.prefix);
      const publisher = new BayPublisher({
        url,
        base,
        site,
        bay: id,
        discovery,
        ...login,
        outbox,
        clock,
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
