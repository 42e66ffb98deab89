import type { EventEmitter } from 'node:events';

/**
 * An open byte channel to a board: a serial port or a virtual board. Nothing is emitted before `start()`, so that
 * Firmata can be attached first: it needs the `open` event and the board's first bytes.
 *
 * Events: `open`; `data` (Uint8Array, any chunking); `close` (Error when it wasn't us who closed it); `error` (Error).
 */
export interface Transport extends EventEmitter {
  start(): void;
  write(bytes: Uint8Array, done?: (error?: Error | null) => void): void;
  close(): Promise<void>;
}

/** Opens the channel, or rejects with an error that says what to do. */
export type OpenTransport = () => Promise<Transport>;
