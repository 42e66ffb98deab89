/** The computer of this station and the boards on it, for the page of an admin. */
import type { Logger } from 'pino';
import { type Clock, isoNow } from '../common/clock.ts';
import type { Config } from '../contracts/config.ts';
import { listPorts } from '../rig/serial-ports.ts';
import type { Bay } from './bay/bay.ts';
import { portRows } from './board/port-rows.ts';
import { BoardFlasher } from './board-flasher.ts';
import { readTime } from './clock-evidence.ts';
import { machineAddresses } from './phone-address.ts';

interface MachineOptions {
  bays: readonly Bay[];
  config: Config;
  clock: Clock;
  logger: Logger;
}

export const machinePort = ({ bays, config, clock, logger }: MachineOptions) => ({
  boards: () =>
    bays.map(({ config: { id }, board: { state }, boardStatus }) => ({
      bay: id,
      state,
      firmware: boardStatus?.firmware ?? null,
    })),
  serialPorts: async () => portRows(await listPorts(), config),
  machine: async () => ({
    time: { at: isoNow(clock), isSynchronized: (await readTime()).synchronized },
    addresses: machineAddresses()
      .map(({ address }) => address)
      .filter((address) => !address.startsWith('fe80:')),
  }),
  flasher: new BoardFlasher({ bays, config, clock, logger }),
  /** False: in mid-set; null: no such bay. */
  restartBoard: async (id: string) => bays.find(({ config: { id: own } }) => own === id)?.restartBoard() ?? null,
});
