/** MQTT 3.1.1 packets made by hand, so that a test can send what no client library would. */
const text = (value: string) => {
  const bytes = Buffer.from(value);
  return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 0xff]), bytes]);
};

/** §2.2.3: seven bits a byte, lowest first. */
export function remainingLength(length: number): Buffer {
  const bytes: number[] = [];
  do {
    bytes.push((length % 128) | (length >= 128 ? 0x80 : 0));
    length = Math.floor(length / 128);
  } while (length > 0);
  return Buffer.from(bytes);
}

const packet = (firstByte: number, ...parts: Buffer[]) => {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([firstByte]), remainingLength(body.length), body]);
};

/** §3.1: clean session, keep-alive 60 s. */
export const connectPacket = (clientId: string) =>
  packet(0x10, text('MQTT'), Buffer.from([4, 0x02, 0, 60]), text(clientId));
/** §3.3: QoS 0 */
export const publishPacket = (topic: string, payload: Buffer, retain = false) =>
  packet(retain ? 0x31 : 0x30, text(topic), payload);
/** MQTT 5 §3.1, without properties. */
export const connect5Packet = (clientId: string) =>
  packet(0x10, text('MQTT'), Buffer.from([5, 0x02, 0, 60, 0]), text(clientId));
/** MQTT 5 §3.3: the response topic ends behind the packet. */
export const cutShort5Packet = (topic: string) => packet(0x30, text(topic), Buffer.from([3, 0x08, 0xff, 0xff]));
/** §3.3: QoS 2, which the sender has to finish with a PUBREL. */
export const halfQos2Packet = (topic: string, messageId: number) =>
  packet(0x34, text(topic), Buffer.from([messageId >> 8, messageId & 0xff]));
/** §3.8: one filter, QoS 0 */
export const subscribePacket = (filter: string) => packet(0x82, Buffer.from([0, 1]), text(filter), Buffer.from([0]));
