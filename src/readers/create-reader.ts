import { type Clock, systemClock } from '../common/clock.ts';
import type { ReaderConfig } from '../contracts/readers.ts';
import type { Drive } from './drive.ts';
import { HotPlugReader } from './hot-plug-reader.ts';
import { driveInputDevice } from './input-device.ts';
import { drivePn532 } from './pn532.ts';
import type { Reader } from './reader.ts';
import { ReaderFault } from './reader-fault.ts';
import { sameDevice } from './same-device.ts';
import type { OpenSerial } from './serial-channel.ts';
import { driveSerialLine } from './serial-line.ts';

interface ReaderOptions {
  /** Opens a serial port; the rig's, or a simulated reader. */
  openSerial: OpenSerial;
  /** Ports of the boards, which a reader never opens, whatever name its own has: names change when things are plugged in again. */
  boardPorts: readonly string[];
  /** For people; the kind when left out. */
  name?: string;
  clock?: Clock;
}

/** A reader as configured. Nothing is opened before `start()`. */
export function createReader(
  config: ReaderConfig,
  { openSerial, boardPorts, name = config.kind, clock = systemClock }: ReaderOptions,
): Reader {
  return new HotPlugReader(
    name,
    driveOf(config, async () => {
      const board = boardPorts.find((port) => sameDevice(port, config.port));
      if (board !== undefined)
        throw new ReaderFault({ kind: 'reader-port-of-board', params: { port: config.port, board } });
      return openSerial(config.port, config.baud);
    }),
    clock,
  );
}

function driveOf({ kind, port, format }: ReaderConfig, open: () => ReturnType<OpenSerial>): Drive {
  if (kind === 'pn532') return drivePn532(open);
  return kind === 'serial-line' ? driveSerialLine(open, format) : driveInputDevice(port, format);
}
