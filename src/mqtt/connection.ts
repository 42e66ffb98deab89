import mqtt, { type IPublishPacket, type MqttClient } from 'mqtt';
import type { Logger } from './logger.ts';

interface ConnectionOptions {
  url: string;
  /** One id per bay: a broker drops a half-open older connection at once, instead of sending its will over our `online` later. */
  clientId: string;
  username?: string;
  password?: string;
  will: { topic: string; payload: string };
  logger?: Logger;
  onUp(): void;
  onDown(): void;
  onMessage(topic: string, payload: Buffer, packet: IPublishPacket): void;
}

const FIRST_RETRY_MS = 100;
const SLOWEST_RETRY_MS = 5000;
const CONNECT_TIMEOUT_MS = 5000;
/** A connection that lasts shorter than this is no success: the next attempts come slower and slower. */
const STEADY_MS = 5000;
/** MQTT 3.1.1 §3.1.4: a broker cuts off a client when another one comes with the same id, and gives no reason. */
const SAME_ID = 'another station the same `site` and bay `id`';
/** After one and a half of it without a word the broker sends the will. */
const KEEPALIVE_S = 10;

/**
 * A connection to the broker that is made anew whenever it is lost. Each attempt is a fresh MQTT.js client: nothing that was under
 * way on the old connection is sent again by the library, so that the outbox alone decides what follows what.
 */
export class Connection {
  readonly #options: ConnectionOptions;
  #client: MqttClient | null = null;
  #isUp = false;
  #isEnded = false;
  #retryMs = FIRST_RETRY_MS;
  #retryTimer: NodeJS.Timeout | undefined;
  #upAtMs = 0;
  #lastTrouble = '';
  connects = 0;
  losses = 0;
  failedAttempts = 0;

  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  get isUp(): boolean {
    return this.#isUp;
  }

  open(): void {
    const { url, clientId, username, password, will } = this.#options;
    let client: MqttClient;
    try {
      client = mqtt.connect(url, {
        clientId,
        ...(username ? { username, password: password ?? '' } : {}),
        will: { topic: will.topic, payload: Buffer.from(will.payload), qos: 1, retain: true },
        clean: true,
        keepalive: KEEPALIVE_S,
        connectTimeout: CONNECT_TIMEOUT_MS,
        reconnectPeriod: 0,
        queueQoSZero: false,
        resubscribe: false,
      });
    } catch (error) {
      this.#onTrouble((error as Error).message);
      this.#retry();
      return;
    }
    this.#client = client;
    let trouble = '';
    client.on('error', (error) => {
      trouble = describe(error);
    });
    client.on('connect', () => this.#onConnect(client));
    client.on('message', (topic, payload, packet) => this.#options.onMessage(topic, payload, packet));
    client.on('close', () => {
      if (this.#client === client) this.#onClose(client, trouble || 'the connection was closed');
    });
  }

  /** Resolves when the broker has acknowledged it (QoS 1); rejects when the connection goes first or the broker refuses it. */
  publish(topic: string, payload: string, retain: boolean): Promise<void> {
    const client = this.#client;
    if (!client || !this.#isUp) return Promise.reject(new Error('not connected to the broker'));
    return new Promise((resolve, reject) => {
      client.publish(topic, payload, { qos: 1, retain }, (error) => (error ? reject(error) : resolve()));
    });
  }

  subscribe(filter: string): Promise<void> {
    const client = this.#client;
    if (!client) return Promise.reject(new Error('not connected to the broker'));
    return new Promise((resolve, reject) => {
      client.subscribe(filter, { qos: 1 }, (error) => (error ? reject(error) : resolve()));
    });
  }

  /** Says goodbye, so that no will is sent; cuts the connection when that takes longer than `timeoutMs`. */
  async end(timeoutMs: number): Promise<void> {
    this.#isEnded = true;
    clearTimeout(this.#retryTimer);
    const client = this.#client;
    this.#client = null;
    this.#isUp = false;
    if (!client) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, timeoutMs);
      client.end(!client.connected, () => {
        clearTimeout(timer);
        resolve();
      });
    });
    client.end(true);
  }

  #onConnect(client: MqttClient): void {
    // Without it, Nagle's algorithm holds a small packet back until the one before is acknowledged: 40 ms on Linux.
    (client.stream as { setNoDelay?(on: boolean): void }).setNoDelay?.(true);
    this.#isUp = true;
    this.#upAtMs = performance.now();
    this.connects++;
    if (this.#lastTrouble || this.connects === 1) this.#options.logger?.info(`connected to the broker ${this.#name()}`);
    this.#lastTrouble = '';
    this.#options.onUp();
  }

  #onClose(client: MqttClient, trouble: string): void {
    this.#client = null;
    const wasUp = this.#isUp;
    this.#isUp = false;
    const wasSteady = wasUp && performance.now() - this.#upAtMs > STEADY_MS;
    if (wasSteady) this.#retryMs = FIRST_RETRY_MS;
    // Fails what waits for an acknowledgement, and frees the timers of this client.
    client.end(true);
    if (wasUp) this.losses++;
    else this.failedAttempts++;
    this.#onTrouble(wasUp && !wasSteady ? `${trouble} soon after it was made. Has ${SAME_ID}?` : trouble);
    if (wasUp) this.#options.onDown();
    this.#retry();
  }

  /** Once for each kind of trouble, not once for each attempt. */
  #onTrouble(trouble: string): void {
    if (trouble === this.#lastTrouble) return;
    this.#lastTrouble = trouble;
    this.#options.logger?.warn(`no broker at ${this.#name()}: ${trouble}; trying again until it is there`);
  }

  #retry(): void {
    if (this.#isEnded) return;
    this.#retryTimer = setTimeout(() => this.open(), this.#retryMs);
    this.#retryMs = Math.min(this.#retryMs * 2, SLOWEST_RETRY_MS);
  }

  /** The address without a password that may be in it. */
  #name(): string {
    return this.#options.url.replace(/\/\/[^@/]*@/, '//');
  }
}

/** CONNACK codes 4 and 5 of MQTT 3.1.1 §3.2.2.3, 134 and 135 of MQTT 5. */
export function describe(error: Error & { code?: unknown }): string {
  if ([4, 5, 134, 135].includes(error.code as number))
    return `${error.message}. Check \`mqtt.username\` and \`mqtt.password\``;
  return error.message || String(error.code ?? error.name);
}
