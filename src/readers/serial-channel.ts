import type { EventEmitter } from 'node:events';
import { ReaderFault } from './reader-fault.ts';

/**
 * A serial port that is open. Nothing is emitted before `start()`.
 *
 * Events: `data` (Uint8Array, any chunking); `close` (Error when it wasn't us who closed it); `error` (Error).
 */
export interface SerialChannel extends EventEmitter {
  start(): void;
  write(bytes: Uint8Array, done?: (error?: Error | null) => void): void;
  close(): Promise<void>;
}

/** Opens a serial port, locked against other programs, or rejects with an error that says what to do. */
export type OpenSerial = (path: string, baud: number) => Promise<SerialChannel>;

/**
 * Reads from an open port until it disconnects (then it rejects), `talk` fails, or `signal` is aborted; then the port is closed.
 *
 * @param talk runs while the port is open; omitted by readers that only listen
 */
export async function useSerial(
  port: SerialChannel,
  signal: AbortSignal,
  onBytes: (bytes: Uint8Array) => void,
  talk: () => Promise<void> = () => new Promise(() => {}),
): Promise<void> {
  const { promise: ended, resolve, reject } = withResolvers();
  const onAbort = () => resolve();
  signal.addEventListener('abort', onAbort);
  if (signal.aborted) resolve();
  port.on('close', (error?: Error) =>
    reject(new ReaderFault({ kind: 'reader-unplugged', params: { reason: error?.message ?? '' } })),
  );
  port.on('error', reject);
  port.on('data', onBytes);
  port.start();
  talk().then(resolve, reject);
  try {
    await ended;
  } finally {
    signal.removeEventListener('abort', onAbort);
    await port.close();
  }
}

/** As `Promise.withResolvers` of Node 22. */
function withResolvers() {
  let resolve = () => {};
  let reject = (_: Error) => {};
  const promise = new Promise<void>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve, reject };
}
