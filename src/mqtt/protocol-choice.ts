/** MQTT 5, and 3.1.1 where a broker knows no other. */
export type Protocol = 'auto' | 'v5' | 'v3.1.1';
export type ProtocolVersion = 4 | 5;

/** How an attempt to connect ended before the broker accepted it. */
interface FailedAttempt {
  /** of its CONNACK; undefined: there was none */
  code?: number | undefined;
  /** The broker hung up without a word, as some do at a version that they don't know. */
  wasSilent: boolean;
}

/** Return code 1 of MQTT 3.1.1 §3.2.2.3, and what MQTT 5 has for it. */
const UNKNOWN_VERSION: readonly unknown[] = [1, 0x84];
/** One may be a broker that is just starting. */
const SILENT_ENDS = 2;

/** Which version the next attempt speaks. */
export class ProtocolChoice {
  readonly #isFixed: boolean;
  #silentEnds = 0;
  version: ProtocolVersion;

  constructor(protocol: Protocol) {
    this.#isFixed = protocol !== 'auto';
    this.version = protocol === 'v3.1.1' ? 4 : 5;
  }

  connected(): void {
    this.#silentEnds = 0;
  }

  /** @returns true when the next attempt speaks another version, and so need not wait */
  failed({ code, wasSilent }: FailedAttempt): boolean {
    if (this.#isFixed) return false;
    if (this.version === 5 && UNKNOWN_VERSION.includes(code)) return this.#speak(4);
    this.#silentEnds = wasSilent ? this.#silentEnds + 1 : 0;
    return this.#silentEnds >= SILENT_ENDS ? this.#speak(this.version === 5 ? 4 : 5) : false;
  }

  #speak(version: ProtocolVersion): true {
    this.version = version;
    this.#silentEnds = 0;
    return true;
  }
}
