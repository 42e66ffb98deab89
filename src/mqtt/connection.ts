import mqtt, { type IClientOptions, type IConnackPacket, type IPublishPacket, type MqttClient } from 'mqtt';
import { messageOf } from '../common/message-of.ts';
import type { Logger } from './logger.ts';
import { type Protocol, ProtocolChoice, type ProtocolVersion } from './protocol-choice.ts';
import { FIRST_REFUSAL, RefusedError } from './refused-error.ts';
import { readTls, type TlsFiles, tlsTrouble } from './tls.ts';

export interface BrokerAddress {
  /** mqtt://, mqtts://, ws:// or wss:// */
  url: string;
  /** MQTT 5 where the broker knows it, when left out */
  protocol?: Protocol;
  username?: string;
  password?: string;
  tls?: TlsFiles;
  /** Certificates that are in no file of the configuration, PEM; asked for at each connection. */
  keys?: () => BrokerKeys;
}

export interface BrokerKeys {
  ca: string;
  cert: string;
  key: string;
}

interface ConnectionOptions extends BrokerAddress {
  /** The same at each connection: a broker drops a half-open older one at once, instead of sending its will over our `online` later. */
  clientId: string;
  /** Left out: none will miss it. */
  will?: { topic: string; payload: string };
  /** What is wrong, in words; that of the station's configuration when left out. */
  words?: (error: Error & { code?: unknown }) => string;
  /** Sent with each message to brokers of MQTT 5; nothing about a person. */
  userProperties?: Record<string, string>;
  /** 0 to 1; Math.random when left out */
  random?: () => number;
  logger?: Logger;
  onUp(): void;
  onDown(): void;
  onMessage(topic: string, payload: Buffer, packet: IPublishPacket): void;
}

/** What a message is sent with; expiry and content type reach brokers of MQTT 5 only. */
interface Sending {
  retain: boolean;
  /** Useless after this. */
  expiryS?: number;
  isJson?: boolean;
}

interface Hearing {
  /** 0 for what may be lost: a cluster keeps nothing of it on one node, and goes on at another one when that dies */
  qos?: 0 | 1;
  /** MQTT 5 leaves out what we publish ourselves */
  isOthersOnly?: boolean;
}

const FIRST_RETRY_MS = 100;
const SLOWEST_RETRY_MS = 5000;
const CONNECT_TIMEOUT_MS = 5000;
/** A connection that lasts shorter than this is no success: the next attempts come slower and slower. */
const STEADY_MS = 5000;
/** MQTT 3.1.1 §3.1.4: a broker cuts off a client when another one comes with the same id, and gives no reason. */
const SAME_ID = 'another program the same client id (a copy of this data folder)';
/** After one and a half of it without a word the broker sends the will. */
const KEEPALIVE_S = 10;
/** MQTT 5 §3.2.2.3.3, when the broker says nothing. */
const DEFAULT_RECEIVE_MAXIMUM = 65535;

/** Messages in flight on one connection, and those that wait because the broker accepts no more at once (MQTT 5 §3.2.2.3.3). */
interface Flow {
  readonly maximum: number;
  underWay: number;
  readonly waiting: (() => void)[];
}
const newFlow = (maximum: number): Flow => ({ maximum, underWay: 0, waiting: [] });

/**
 * A connection to the broker that is made again whenever it is lost. Each attempt is a fresh MQTT.js client: nothing that was under
 * way on the old connection is sent again by the library, so that the outbox alone decides what follows what.
 */
export class Connection {
  readonly #options: ConnectionOptions;
  readonly #choice: ProtocolChoice;
  readonly #random: () => number;
  #client: MqttClient | null = null;
  #isUp = false;
  #isEnded = false;
  #retryMs = FIRST_RETRY_MS;
  #retryTimer: NodeJS.Timeout | undefined;
  #upAtMs = 0;
  #lastTrouble = '';
  #flow = newFlow(DEFAULT_RECEIVE_MAXIMUM);
  connects = 0;
  losses = 0;
  failedAttempts = 0;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#choice = new ProtocolChoice(options.protocol ?? 'auto');
    this.#random = options.random ?? Math.random;
  }

  get isUp(): boolean {
    return this.#isUp;
  }

  /** Of the connection that is up, or of the next attempt. */
  get version(): ProtocolVersion {
    return this.#choice.version;
  }

  /** Why the last attempt failed; empty while connected. */
  get trouble(): string {
    return this.#lastTrouble;
  }

  open(): void {
    let client: MqttClient;
    try {
      client = mqtt.connect(this.#options.url, this.#clientOptions());
    } catch (error) {
      this.#onTrouble(messageOf(error));
      this.#retry(false);
      return;
    }
    this.#client = client;
    let trouble: { words: string; code: unknown } | null = null;
    const note = (error: Error & { code?: unknown }) => {
      trouble ??= { words: (this.#options.words ?? describe)(error), code: error.code };
    };
    client.on('error', note);
    client.stream.on('error', note); // what TLS 1.3 says about our certificate comes after its handshake
    client.on('disconnect', ({ reasonCode = 0 }) => note(new Error(`the broker ended it (${reasonCode})`)));
    client.on('connect', (connack) => this.#onConnect(client, connack));
    client.on('message', (topic, payload, packet) => {
      if (this.#client === client) this.#options.onMessage(topic, payload, packet); // not of one that we have left
    });
    client.on('close', () => {
      if (this.#client === client) this.#onClose(client, trouble);
    });
  }

  /** Resolves when the broker has accepted it (QoS 1); rejects when the connection goes first, or with a RefusedError. */
  publish(topic: string, payload: string, sending: Sending): Promise<void> {
    const client = this.#client;
    if (!client || !this.#isUp) return Promise.reject(new Error('not connected to the broker'));
    const flow = this.#flow;
    const properties = this.#propertiesOf(sending);
    const options = { qos: 1, retain: sending.retain, ...(properties && { properties }) } as const;
    return new Promise((resolve, reject) => {
      const send = () => {
        flow.underWay++;
        client.publish(topic, payload, options, (error) => {
          flow.underWay--;
          flow.waiting.shift()?.(); // of a connection that is gone they fail one after another
          if (!error) return resolve();
          const { code } = error as Error & { code?: unknown };
          const isRefusal = typeof code === 'number' && code >= FIRST_REFUSAL;
          reject(isRefusal ? new RefusedError(topic, code, error.message) : error);
        });
      };
      if (flow.underWay < flow.maximum) send();
      else flow.waiting.push(send);
    });
  }

  /** Of what may be lost (QoS 0): false when it is not sent, because there is no connection, or because it takes no more just now. */
  offer(topic: string, payload: string): boolean {
    const client = this.#client;
    if (!client || !this.#isUp || client.stream.writableNeedDrain) return false;
    client.publish(topic, payload, { qos: 0 });
    return true;
  }

  subscribe(filters: readonly string[], { qos = 1, isOthersOnly = false }: Hearing = {}): Promise<void> {
    const client = this.#client;
    if (!client) return Promise.reject(new Error('not connected to the broker'));
    return new Promise((resolve, reject) => {
      const options = { qos, ...(this.version === 5 && isOthersOnly ? { nl: true } : {}) } as const;
      client.subscribe([...filters], options, (error) => (error ? reject(error) : resolve()));
    });
  }

  unsubscribe(filters: readonly string[]): void {
    if (this.#isUp) this.#client?.unsubscribe([...filters], () => undefined);
  }

  /** Leaves the broker for so long: nothing is wrong with it, but it is not ours to speak there. */
  leave(forMs: number): void {
    const client = this.#client;
    this.#client = null;
    this.#goDown();
    if (!client) return;
    client.end(false, () => client.end(true));
    if (this.#isEnded) return;
    clearTimeout(this.#retryTimer);
    this.#retryTimer = setTimeout(() => this.open(), jittered(forMs, this.#random()));
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

  #clientOptions(): IClientOptions {
    const { clientId, username, password, will, tls, keys, userProperties } = this.#options;
    const version = this.#choice.version;
    const properties = userProperties && { userProperties };
    const files = tls && readTls(tls);
    return {
      clientId,
      protocolVersion: version,
      ...(username ? { username, password: password ?? '' } : {}),
      ...files,
      ...keys?.(),
      ...(files?.servername ? { wsOptions: { servername: files.servername } as object } : {}),
      ...(will && {
        will: {
          topic: will.topic,
          payload: Buffer.from(will.payload),
          qos: 1,
          retain: true,
          ...(version === 5 && properties ? { properties } : {}),
        },
      }),
      clean: true,
      // The outbox keeps what must not be lost; a session would send it a second time.
      ...(version === 5 ? { properties: { sessionExpiryInterval: 0, requestProblemInformation: true } } : {}),
      keepalive: KEEPALIVE_S,
      connectTimeout: CONNECT_TIMEOUT_MS,
      reconnectPeriod: 0,
      queueQoSZero: false,
      resubscribe: false,
    };
  }

  #propertiesOf({ expiryS, isJson = true }: Sending): IPublishPacket['properties'] | null {
    if (this.version !== 5) return null;
    const { userProperties } = this.#options;
    return {
      payloadFormatIndicator: true,
      contentType: isJson ? 'application/json' : 'text/plain',
      ...(userProperties && { userProperties }),
      ...(expiryS === undefined ? {} : { messageExpiryInterval: expiryS }),
    };
  }

  #onConnect(client: MqttClient, { properties }: IConnackPacket): void {
    // Without it, Nagle's algorithm holds a small packet back until the one before is acknowledged: 40 ms on Linux.
    (client.stream as { setNoDelay?(on: boolean): void }).setNoDelay?.(true);
    this.#isUp = true;
    this.#upAtMs = performance.now();
    this.#flow = newFlow(properties?.receiveMaximum ?? DEFAULT_RECEIVE_MAXIMUM);
    this.connects++;
    this.#choice.connected();
    if (this.#lastTrouble || this.connects === 1) {
      const version = this.version === 5 ? '5' : '3.1.1';
      this.#options.logger?.info(`connected to the broker ${this.#name()} (MQTT ${version})`);
    }
    this.#lastTrouble = '';
    this.#options.onUp();
  }

  #onClose(client: MqttClient, trouble: { words: string; code: unknown } | null): void {
    this.#client = null;
    const wasUp = this.#isUp;
    const wasSteady = wasUp && performance.now() - this.#upAtMs > STEADY_MS;
    if (wasSteady) this.#retryMs = FIRST_RETRY_MS;
    if (wasUp) this.losses++;
    else this.failedAttempts++;
    const code = typeof trouble?.code === 'number' ? trouble.code : undefined;
    const hasOther = !wasUp && this.#choice.failed({ code, wasSilent: trouble === null });
    const words = trouble?.words ?? 'the connection was closed';
    if (!hasOther) this.#onTrouble(wasUp && !wasSteady ? `${words} soon after it was made. Has ${SAME_ID}?` : words);
    // Fails what waits for an acknowledgement, and frees the timers of this client.
    client.end(true);
    this.#goDown();
    this.#retry(hasOther);
  }

  #goDown(): void {
    const wasUp = this.#isUp;
    this.#isUp = false;
    if (wasUp) this.#options.onDown();
  }

  /** Once for each kind of trouble, not once for each attempt. */
  #onTrouble(trouble: string): void {
    if (trouble === this.#lastTrouble) return;
    this.#lastTrouble = trouble;
    this.#options.logger?.warn(`no broker at ${this.#name()}: ${trouble}; trying again until it is there`);
  }

  #retry(atOnce: boolean): void {
    if (this.#isEnded) return;
    this.#retryTimer = setTimeout(() => this.open(), atOnce ? 0 : jittered(this.#retryMs, this.#random()));
    if (!atOnce) this.#retryMs = Math.min(this.#retryMs * 2, SLOWEST_RETRY_MS);
  }

  /** The address without a password that may be in it. */
  #name(): string {
    return this.#options.url.replace(/\/\/[^@/]*@/, '//');
  }
}

/**
 * Half of `ms` to all of it: the bays of a gym don't come back to a broker that was unavailable in the same instant.
 * @param random 0 to 1
 */
export const jittered = (ms: number, random: number): number => ms * (0.5 + random / 2);

/** CONNACK codes 4 and 5 of MQTT 3.1.1 §3.2.2.3, 134 and 135 of MQTT 5. */
export function describe(error: Error & { code?: unknown }): string {
  if ([4, 5, 134, 135].includes(error.code as number))
    return `${error.message}. Check \`mqtt.username\` and \`mqtt.password\``;
  return tlsTrouble(error) ?? (error.message || String(error.code ?? error.name));
}
