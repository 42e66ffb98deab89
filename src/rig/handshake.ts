import { FIRMWARE_NAME } from '../../firmware-bridge/protocol.ts';
import type { BoardReasonCode } from '../contracts/board-reasons.ts';
import type { Io } from './johnny-five.ts';
import type { BoardConfig, LinkCounters } from './messages.ts';

/** Opening the port restarts an Uno; its boot loader takes up to 2 s, an old Nano's a little more. */
const TIMEOUT_MS = 5_000;

interface HandshakeOptions {
  io: Io;
  config: BoardConfig;
  counters: LinkCounters;
  openedMs: number;
}

/** From the open port to the firmware that answers, with a code for everything that can be wrong with it. */
export class Handshake {
  static readonly askPeriodMs = 1_000;
  readonly #options: HandshakeOptions;

  constructor(options: HandshakeOptions) {
    this.#options = options;
  }

  /**
   * Asks once more: Firmata requests the version only once, and a boot loader swallows what comes too early.
   * @returns why it is hopeless; null while it isn't, or when the board has answered.
   */
  ask(nowMs: number): BoardReasonCode | null {
    const { io, openedMs } = this.#options;
    if (io.isReady) return null;
    if (nowMs - openedMs > TIMEOUT_MS) return this.#failure();
    if (!this.#hasAnswered()) {
      io.reportVersion(() => {});
      io.queryFirmware(() => {});
    }
    return null;
  }

  /** Name and version such as "Lockout 1.2". */
  get firmware(): string {
    const { name = '', version } = this.#options.io.firmware;
    return `${name} ${version?.major}.${version?.minor}`;
  }

  /** Why the firmware that answered is of no use; null when it is ours. */
  refusal(): BoardReasonCode | null {
    const { name = '' } = this.#options.io.firmware;
    if (name === FIRMWARE_NAME) return null;
    return { kind: 'other-firmware', params: { name } };
  }

  /** By its name: among bytes that make no sense, three are soon enough taken for a version. */
  #hasAnswered(): boolean {
    return this.#options.io.firmware.name !== undefined;
  }

  #failure(): BoardReasonCode {
    const { counters, config } = this.#options;
    const { port, baud } = config;
    if (counters.bytesReceived === 0) return { kind: 'port-silent', params: { port } };
    if (!this.#hasAnswered()) return { kind: 'port-garbled', params: { port, baudHz: baud } };
    return { kind: 'stopped-answering', params: { port } };
  }
}
