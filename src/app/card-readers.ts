/** The card readers of every bay, on the rig's serial ports. */
import type { Logger } from 'pino';
import { type Clock, systemClock } from '../common/clock.ts';
import type { Config } from '../contracts/config.ts';
import { readerReasonText } from '../contracts/reader-reasons.ts';
import { createReader, type OpenSerial, type Reader, ReaderFault } from '../readers/index.ts';
import { type PortCode, PortError } from '../rig/serial-ports.ts';
import { openSerial } from '../rig/serial-transport.ts';

/** The rig's serial ports, with faults that speak of a card reader. */
export const openReader: OpenSerial = (path, baud) =>
  openSerial(path, baud).catch((error: unknown) => {
    throw error instanceof PortError ? readerFault(error.code) : error;
  });

function readerFault({ kind, params }: PortCode): ReaderFault {
  switch (kind) {
    case 'port-missing':
      return new ReaderFault({ kind: 'reader-missing', params });
    case 'port-forbidden':
      return new ReaderFault({ kind: 'reader-forbidden', params: { ...params, group: 'dialout' } });
    case 'port-in-use':
      return new ReaderFault({ kind: 'reader-in-use', params });
    case 'port-failing':
      return new ReaderFault({ kind: 'reader-failing', params });
  }
}

export type Readers = ReadonlyMap<string, readonly Reader[]>;

/**
 * @param open opens their ports: the rig's serial ports, or simulated readers
 * @returns the readers of each bay, by its id, as configured; nothing is opened before they are started
 */
export function createReaders(
  { bays }: Pick<Config, 'bays'>,
  open: OpenSerial = openReader,
  clock: Clock = systemClock,
): Readers {
  const boardPorts = bays.map(({ board }) => board.port);
  return new Map(
    bays.map(({ id, readers }) => [
      id,
      readers.map((config, index) =>
        createReader(config, {
          openSerial: open,
          boardPorts,
          clock,
          name: readers.length === 1 ? config.kind : `${config.kind} ${index + 1}`,
        }),
      ),
    ]),
  );
}

export const everyReader = (readers: Readers): Reader[] => [...readers.values()].flat();

/** Says in the log when a reader is lost, and when it is back. Card numbers never get there. */
export function logReaders(readers: Readers, logger: Logger): void {
  for (const [bay, some] of readers) {
    for (const reader of some) {
      reader.on('state', ({ state, reasons }) => {
        const level = state === 'ok' && reasons.length === 0 ? 'info' : 'warn';
        const text = [`Card reader: ${state}.`, ...reasons.map(readerReasonText)].join(' ');
        logger[level]({ bay, reader: reader.name, state }, text);
      });
      reader.on('refused', ({ reason }) => logger.debug({ bay, reader: reader.name, reason }, 'Card refused.'));
    }
  }
}
