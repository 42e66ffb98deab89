import { FIRMWARE_NAME } from '../../firmware-bridge/protocol.ts';
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

/** From the open port to the firmware that answers, with words for everything that can be wrong with it. */
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
  ask(nowMs: number): string | null {
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
  refusal(): string | null {
    const { name = '' } = this.#options.io.firmware;
    if (name === FIRMWARE_NAME) return null;
    return `The board runs "${name}", not the ${FIRMWARE_NAME} firmware: flash it with \`npx lockout flash\`, or choose another port.`;
  }

  /** By its name: among bytes that make no sense, three are soon enough taken for a version. */
  #hasAnswered(): boolean {
    return this.#options.io.firmware.name !== undefined;
  }

  #failure(): string {
    const { counters, config } = this.#options;
    const { port, baud } = config;
    if (counters.bytesReceived === 0) {
      return `${port} is open but nothing answers: is it the right port, and is the Lockout firmware flashed (npx lockout flash)?`;
    }
    if (!this.#hasAnswered()) {
      return `${port} sends bytes that make no sense at ${baud} baud: the firmware may speak another speed (board.baud), or it isn't the Lockout firmware (npx lockout flash).`;
    }
    return `The board on ${port} stopped answering in mid-handshake.`;
  }
}
