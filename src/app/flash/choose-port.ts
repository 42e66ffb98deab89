/** Which port to flash: the one asked for, the one configured, or the only board that is plugged in. Pure. */
import type { Config } from '../../contracts/config.ts';
import { usbBoard } from '../../rig/usb-boards.ts';

/** As `listPorts` gives it. */
export interface PresentPort {
  path: string;
  device: string;
  vendorId: string;
  productId: string;
}

type PortChoice = { kind: 'port'; path: string } | { kind: 'choose'; among: PresentPort[] };

/**
 * @throws Error when there is nothing to choose from, or the bay doesn't exist. Never picks what isn't a known board, nor a card
 * reader, which may hang at the same kind of adapter.
 */
export function choosePort(
  asked: { port?: string; bay?: string },
  config: Pick<Config, 'bays'>,
  present: readonly PresentPort[],
): PortChoice {
  if (asked.port) return { kind: 'port', path: asked.port };
  const { bays } = config;
  const bay = asked.bay === undefined ? null : bays.find(({ id }) => id === asked.bay);
  if (bay === undefined)
    throw new Error(`there is no bay ${asked.bay}; the configuration has ${bays.map(({ id }) => id).join(', ')}`);
  const configured = (bay ? [bay] : bays).map(({ board }) => board.port).filter((port) => port !== 'simulated');
  const isPresent = (port: string) => present.some(({ path, device }) => path === port || device === port);
  if (configured.length === 1 && (present.length === 0 || isPresent(configured[0]!)))
    return { kind: 'port', path: configured[0]! };
  const otherBoards = bay ? bays.filter(({ id }) => id !== bay.id).map(({ board }) => board.port) : [];
  const used = new Set([...otherBoards, ...bays.flatMap(({ readers }) => readers.map(({ port }) => port))]);
  const boards = present.filter((port) => usbBoard(port).isLikely && !used.has(port.path) && !used.has(port.device));
  if (boards.length === 0) throw new Error(nothingThere(present));
  if (boards.length === 1 && configured.length === 0) return { kind: 'port', path: boards[0]!.path };
  return { kind: 'choose', among: boards };
}

function nothingThere(present: readonly PresentPort[]): string {
  if (present.length === 0) return 'no board is plugged in: no USB serial port is present';
  const others = present.map(({ path }) => path).join(', ');
  return `no free board is plugged in; ${others} is something else or another bay's. If it is a board after all, name it with --port`;
}
