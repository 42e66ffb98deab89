/** MQTT 5 §2.4: from here on a reason code means that the message was refused. */
export const FIRST_REFUSAL = 0x80;
const NOT_AUTHORIZED = 0x87;
/** Topic name invalid, packet too large, payload format invalid: the next message may well be accepted. */
const OF_ONE_MESSAGE: readonly number[] = [0x90, 0x95, 0x99];

/** The broker has answered, and did not accept the message. */
export class RefusedError extends Error {
  readonly topic: string;
  readonly reasonCode: number;

  constructor(topic: string, reasonCode: number, words: string) {
    const remedy = reasonCode === NOT_AUTHORIZED ? '. Allow it in the ACL of the broker' : '';
    super(`the broker refuses messages on ${topic}: ${words.replace(/^\w+ error: /, '')} (${reasonCode})${remedy}`);
    this.topic = topic;
    this.reasonCode = reasonCode;
  }

  get isOfOneMessage(): boolean {
    return OF_ONE_MESSAGE.includes(this.reasonCode);
  }
}
