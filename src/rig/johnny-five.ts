/** Johnny-Five and Firmata with the types their packages leave out, and with the options that keep them quiet. */
import firmata, { type Firmata as FirmataIo } from 'firmata-io';
import five from 'johnny-five';
import type { Transport } from './transport.ts';

export type Io = FirmataIo;
export type Board = InstanceType<typeof five.Board>;

/** Options of a Johnny-Five component, as its own classes take them. */
export interface ComponentOptions {
  board: Board;
  controller: string;
  pins?: number[];
  address?: number;
}

/** `Board.Component`: gives a component its `board`, `io` and `id`, and enters it into the board's register. */
export const initComponent = (
  five.Board as unknown as {
    Component: (this: object, options: ComponentOptions, pins: { requestPin: boolean; normalizePin: boolean }) => void;
  }
).Component;

/** Delay before Firmata requests the version; its default of 5 s would be our whole handshake. */
const REPORT_VERSION_TIMEOUT_MS = 500;

/** Create it before `transport.start()`: it needs the `open` event. */
export function createIo(transport: Transport): Io {
  return new firmata.Firmata(transport, { reportVersionTimeout: REPORT_VERSION_TIMEOUT_MS });
}

/**
 * `repl` would take over stdin, `debug` prints to stdout, `sigint` ends the process within a second. Johnny-Five's own
 * handshake timeout is put out of the way: ours is shorter and gives a better reason.
 */
export function createBoard(io: Io): Board {
  const options = { io, repl: false, debug: false, sigint: false, timeout: 60_000 };
  return new five.Board(options);
}
