/** The other end of the cable: frames in and out by the codec, with a heartbeat, in the board's own time. */
import { type Decoded, decodeBody, encodeFrame, type MessageName } from '../codec.ts';
import { LIMITS, SENSOR_KINDS } from '../protocol.ts';
import { StreamScanner } from '../scanner.ts';
import type { Board } from './board.ts';

interface Received<N extends MessageName = MessageName> {
  name: N;
  fields: Decoded<N>;
  /** Board time at which the frame's last byte was out, µs. */
  atUs: number;
}

type SensorChoice = { slot: number; kind: keyof typeof SENSOR_KINDS } & Partial<
  Omit<Decoded<'CONFIGURE'>, 'seq' | 'slot' | 'kind'>
>;

export class Host {
  readonly received: Received[] = [];
  /** Firmata's own messages: command byte and data. */
  readonly firmata: { command: number; data: number[] }[] = [];
  readonly faults: string[] = [];
  /** Everything the board sent. */
  readonly bytes: number[] = [];
  heartbeats = true;
  readonly #board: Board;
  readonly #scanner = new StreamScanner('device');
  #seq = 0;

  constructor(board: Board) {
    this.#board = board;
    board.onByte = (byte, atUs) => {
      this.bytes.push(byte);
      this.#scanner.push([byte], ({ command, data }) => this.#onMessage(command, data, atUs));
    };
    this.#beat();
  }

  get bytesDiscarded(): number {
    return this.#scanner.bytesDiscarded;
  }

  /** Sends a message with the next seq and returns that. */
  send<N extends 'CONFIGURE' | 'HEARTBEAT' | 'QUERY'>(name: N, fields: Omit<Decoded<N>, 'seq'>): number {
    this.#seq = (this.#seq + 1) & 0xffff;
    this.#board.send(encodeFrame(name, { seq: this.#seq, ...fields } as Decoded<N>));
    return this.#seq;
  }

  configure({ kind, ...choice }: SensorChoice): number {
    return this.send('CONFIGURE', {
      rateHz: 0,
      gain: 128,
      pinA: 255,
      pinB: 255,
      address: 0,
      kind: SENSOR_KINDS[kind],
      ...choice,
    });
  }

  all<N extends MessageName>(name: N): Received<N>[] {
    return this.received.filter((message) => message.name === name) as unknown as Received<N>[];
  }

  last<N extends MessageName>(name: N): Decoded<N> | undefined {
    return this.all(name).at(-1)?.fields;
  }

  samples(slot: number): Decoded<'SAMPLE'>[] {
    return this.all('SAMPLE')
      .map((message) => message.fields)
      .filter((sample) => sample.slot === slot);
  }

  states(slot: number): Decoded<'SENSOR_STATE'>[] {
    return this.all('SENSOR_STATE')
      .map((message) => message.fields)
      .filter((state) => state.slot === slot);
  }

  /** The answer to the command with this seq, once it has come. */
  ack(seq: number): Decoded<'ACK'> | undefined {
    return this.all('ACK').find((message) => message.fields.seq === seq)?.fields;
  }

  #beat(): void {
    if (this.heartbeats) this.send('HEARTBEAT', {});
    this.#board.schedule(LIMITS.hostHeartbeatPeriodMs * 1000, () => this.#beat());
  }

  #onMessage(command: number, data: number[], atUs: number): void {
    if (command !== 0xf0 || data[0]! > 0x0f) {
      this.firmata.push({ command, data });
      return;
    }
    const result = decodeBody(data[0]!, data.slice(1));
    if (result.ok) this.received.push({ name: result.name, fields: result.fields, atUs } as Received);
    else this.faults.push(result.reason);
  }
}
