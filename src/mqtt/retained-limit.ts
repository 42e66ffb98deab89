/** What a gym retains has some hundred bytes on three topics a bay. */
export const MAX_RETAINED_TOPICS = 1000;
export const MAX_RETAINED_BYTES = 16 * 1024;

interface Publish {
  topic: string;
  payload: string | Buffer;
  retain: boolean;
  /** of MQTT 5; they are retained with the message */
  properties?: object | undefined;
}

const sizeOf = ({ topic, payload, properties }: Publish) =>
  topic.length + payload.length + (properties ? JSON.stringify(properties).length : 0);

/**
 * Bounds what the broker retains: payloads live outside the heap, so that no limit of the thread holds a flood of them.
 * What is too much is delivered, but not retained.
 */
export class RetainedLimit {
  readonly #topics = new Set<string>();

  /** Takes the retain flag off a packet that is too much. @returns whether it did */
  apply(packet: Publish): boolean {
    if (!packet.retain) return false;
    if (packet.payload.length === 0) {
      this.#topics.delete(packet.topic);
      return false;
    }
    const isNew = !this.#topics.has(packet.topic);
    if (sizeOf(packet) > MAX_RETAINED_BYTES || (isNew && this.#topics.size >= MAX_RETAINED_TOPICS)) {
      packet.retain = false;
      return true;
    }
    this.#topics.add(packet.topic);
    // A copy, because the payload is a window on everything that came with it in one read.
    packet.payload = Buffer.from(packet.payload);
    return false;
  }
}
