/** The ways out of a station: MQTT, webhooks, mail, push and the hub. Each sends what is stored, at its own pace. */
import type { Logger } from 'pino';
import type { Clock } from '../common/clock.ts';
import { type EmbeddedBroker, startEmbeddedBroker } from '../mqtt/index.ts';
import { newControllerId, readControllerId, type Store } from '../store/index.ts';
import type { Bay } from './bay/bay.ts';
import type { LoadedConfig } from './config/config.ts';
import { AlertMail } from './publish/mail/alert-mail.ts';
import { type BayPresence, ownTopics, Publishing } from './publish/publishing.ts';
import { AlertPush } from './publish/push/alert-push.ts';
import { WebhookDelivery } from './publish/webhooks/webhook-delivery.ts';
import { dataFiles } from './storage/data-folder.ts';
import type { WriteQueue } from './storage/write-queue.ts';
import type { StationOfHub } from './uplink/start-uplink.ts';
import type { Uplink } from './uplink/uplink.ts';

interface OutputsOptions {
  loaded: LoadedConfig;
  bays: readonly Bay[];
  writeQueue: WriteQueue;
  clock: Clock;
  logger: Logger;
}

export class StationOutputs {
  readonly webhooks: WebhookDelivery;
  readonly alertMail: AlertMail;
  readonly alertPush: AlertPush;
  readonly #options: OutputsOptions;
  #broker: EmbeddedBroker | null = null;
  #publishing: Publishing | null = null;
  #uplink: Uplink | null = null;

  constructor(options: OutputsOptions) {
    this.#options = options;
    const { loaded, bays, clock, logger } = options;
    const { webhooks, mail, push, site, web, language, zone } = loaded.config;
    const store = this.#store;
    const configOf = (id: string) => bays.find(({ config }) => config.id === id)?.config;
    const nameOf = (id: string) => configOf(id)?.name ?? id;
    const isInPounds = (id: string) => configOf(id)?.plates.platesLb !== undefined;
    const texts = { language, zone, nameOf, isInPounds };
    this.webhooks = new WebhookDelivery({ store, clock, logger, networks: webhooks.networks });
    this.alertMail = new AlertMail({ mail, texts, site, store, clock, logger });
    const pageUrl = web.publicUrl === '' ? '' : new URL('/floor', web.publicUrl).href;
    this.alertPush = new AlertPush({ push, networks: webhooks.networks, pageUrl, texts, site, store, clock, logger });
  }

  get publishing(): Publishing | null {
    return this.#publishing;
  }

  get uplink(): Uplink | null {
    return this.#uplink;
  }

  get broker(): EmbeddedBroker | null {
    return this.#broker;
  }

  /** @returns the address of the broker; null when MQTT is off */
  async startMqtt(presence: BayPresence): Promise<string | null> {
    const { loaded, bays, writeQueue, clock, logger } = this.#options;
    const { config } = loaded;
    const { mqtt } = config;
    if (mqtt.url === 'none') return null;
    if (mqtt.url === 'embedded') {
      const { username, password, base } = mqtt;
      const own = ownTopics(config);
      this.#broker = await startEmbeddedBroker({ ...mqtt.embedded, username, password, base, own, logger });
    }
    const url = this.#broker?.url ?? mqtt.url;
    const login = this.#broker?.station ?? mqtt;
    const controllerId = this.#controllerId;
    this.#publishing = new Publishing({ url, login, controllerId, config, bays, writeQueue, clock, presence, logger });
    this.#publishing.start();
    return url;
  }

  /** Without a hub nothing of it is even loaded. */
  async startUplink(station: StationOfHub): Promise<void> {
    const { loaded, logger } = this.#options;
    const { url } = loaded.config.hub;
    if (url === '') return;
    const { startUplink } = await import('./uplink/start-uplink.ts');
    const { dataDir } = loaded;
    const controllerId = this.#controllerId;
    this.#uplink = startUplink({ url, dataDir, controllerId, station, store: this.#store, logger });
  }

  /** There are new rows for MQTT, and perhaps for webhooks and the hub. */
  announce(bay: string, hasSets = false): void {
    if (hasSets) void this.#publishing?.setsChanged(bay);
    else this.#publishing?.wake(bay);
    this.webhooks.wake();
    this.#uplink?.wake();
  }

  /** Members, and with them their sets, have changed. */
  membersChanged(): void {
    this.#publishing?.wakeAll();
    this.#uplink?.wake();
  }

  /** What can be sent is sent; the broker stays up for others. */
  async stop(): Promise<void> {
    await Promise.all([this.#publishing?.stop(), this.#uplink?.stop()]);
    await Promise.all([this.webhooks.stop(), this.alertMail.stop(), this.alertPush.stop()]);
  }

  async stopBroker(): Promise<void> {
    await this.#broker?.stop();
  }

  readonly #store = (): Store => this.#options.writeQueue.store;

  /** One that cannot be kept holds until the next start. */
  get #controllerId(): string {
    const { idFile } = dataFiles(this.#options.loaded.dataDir);
    return readControllerId(idFile) ?? newControllerId();
  }
}
