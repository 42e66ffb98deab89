import mqtt, { type IPublishPacket, type MqttClient } from 'mqtt';
import { onTestFinished } from 'vitest';

export interface Seen {
  topic: string;
  text: string;
  retain: boolean;
  qos: number;
}

export interface ObserverOptions {
  url: string;
  protocolVersion?: 4 | 5;
  filter?: string;
  username?: string;
  password?: string;
}

/** A second client that sees everything, and connects again by itself after a loss. */
export class Observer {
  readonly client: MqttClient;
  readonly seen: Seen[] = [];

  private constructor(client: MqttClient) {
    this.client = client;
    client.on('error', () => undefined);
    client.on('message', (topic: string, payload: Buffer, { retain, qos }: IPublishPacket) => {
      this.seen.push({ topic, text: payload.toString(), retain, qos });
    });
  }

  /** Resolves once it is subscribed. */
  static async open({ url, protocolVersion = 4, filter = 'lockout/#', ...login }: ObserverOptions): Promise<Observer> {
    const client = mqtt.connect(url, { protocolVersion, reconnectPeriod: 50, resubscribe: false, ...login });
    const observer = new Observer(client);
    onTestFinished(() => observer.close());
    await new Promise<void>((resolve) => {
      client.on('connect', () => client.subscribe(filter, { qos: 1 }, () => resolve()));
    });
    return observer;
  }

  /** Waits for the first message, from the `from`th on, that passes. */
  async next(passes: (message: Seen) => boolean, from = 0, timeoutMs = 30_000): Promise<Seen> {
    const deadline = Date.now() + timeoutMs;
    for (;;) {
      const found = this.seen.slice(from).find(passes);
      if (found) return found;
      if (Date.now() > deadline)
        throw new Error(`not seen in ${timeoutMs} ms; seen: ${JSON.stringify(this.seen.slice(-10))}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  /** Waits for a message on `<any base>/<site>/<bay>/<name>` whose text passes. */
  nextOn(name: string, passes: (text: string) => boolean = () => true, from = 0): Promise<Seen> {
    return this.next(({ topic, text }) => topic.endsWith(`/${name}`) && passes(text), from);
  }

  async close(): Promise<void> {
    await this.client.endAsync(true);
  }
}
