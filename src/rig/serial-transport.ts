import { EventEmitter } from 'node:events';
import type { SerialPort } from 'serialport';
import { explainOpenError } from './serial-ports.ts';
import type { Transport } from './transport.ts';

/** A serial port that is open. See `Transport` for its events. */
class SerialTransport extends EventEmitter implements Transport {
  readonly #port: SerialPort;

  constructor(port: SerialPort) {
    super();
    this.#port = port;
    port.on('close', (error?: Error | null) => this.emit('close', error ?? undefined));
    port.on('error', (error: Error) => this.emit('error', error));
  }

  start(): void {
    this.emit('open');
    this.#port.on('data', (bytes: Uint8Array) => this.emit('data', bytes));
  }

  write(bytes: Uint8Array, done?: (error?: Error | null) => void): void {
    // serialport would queue for a port that is closed, without end.
    if (!this.#port.isOpen) done?.(new Error('The port is closed.'));
    else this.#port.write(bytes, (error) => done?.(error));
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#port.isOpen) this.#port.close(() => resolve());
      else resolve();
    });
  }
}

/** Opens a serial port, locked against other programs, or rejects with an error that says what to do. */
export async function openSerial(path: string, baud: number): Promise<Transport> {
  // Loaded only when needed: the native module costs 8 MB that a simulated board can do without.
  const { SerialPort: Port } = await import('serialport');
  const port = new Port({ path, baudRate: baud, autoOpen: false });
  const error = await new Promise<Error | null>((resolve) => port.open(resolve));
  if (error) throw await explainOpenError(path, error);
  return new SerialTransport(port);
}
