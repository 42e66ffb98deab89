/** The part of firmata-io 2.3.0 that we use; the package ships no types. */
declare module 'firmata-io' {
  import type { EventEmitter } from 'node:events';

  export interface FirmataTransport extends EventEmitter {
    write(bytes: Uint8Array, done?: (error?: Error | null) => void): void;
  }

  export class Firmata extends EventEmitter {
    constructor(transport: FirmataTransport, options?: { reportVersionTimeout?: number });
    readonly isReady: boolean;
    readonly firmware: { name?: string; version?: { major: number; minor: number } };
    /** Bytes of the message being received; an endless one grows without bound. */
    readonly buffer: number[];
    readonly reportVersionTimeoutId: NodeJS.Timeout;
    readonly MODES: Readonly<Record<'INPUT' | 'OUTPUT' | 'PULLUP' | 'PWM', number>>;
    readonly pins: readonly { readonly supportedModes: readonly number[]; readonly mode: number }[];
    pinMode(pin: number, mode: number): void;
    /** Turns the reports of the pin's port on; the board then reports it at once, and whenever it changes. */
    reportDigitalPin(pin: number, on: 0 | 1): void;
    /** Sends SYSTEM_RESET. */
    reset(): void;
    reportVersion(done: () => void): void;
    queryFirmware(done: () => void): void;
    /** Bytes between F0 and F7. */
    sysexCommand(message: number[]): this;
    /** Registers in a table that all instances of the process share; throws when `id` is taken. */
    sysexResponse(id: number, handler: (this: Firmata, data: number[]) => void): this;
    clearSysexResponse(id: number): void;
  }

  const bindTransport: { Firmata: typeof Firmata };
  export default bindTransport;
}
