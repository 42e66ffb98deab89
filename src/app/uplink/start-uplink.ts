/** The way to the hub, as the station has it. Imported only where `hub.url` is set. */
import type { Logger } from 'pino';
import type { Clock } from '../../common/clock.ts';
import { messageOf } from '../../common/message-of.ts';
import { bootId, type Store } from '../../store/index.ts';
import type { Bay } from '../bay/bay.ts';
import { version } from '../version.ts';
import { readPaired } from './pairing-files.ts';
import { Uplink } from './uplink.ts';

interface UplinkParts {
  url: string;
  dataDir: string;
  controllerId: string;
  bays: readonly Bay[];
  store: () => Store;
  clock: Clock;
  logger: Logger;
}

/** @returns null: it is not paired, which is logged; everything else goes on */
export function startUplink({ url, dataDir, controllerId, bays, store, clock, logger }: UplinkParts): Uplink | null {
  try {
    const uplink = new Uplink({
      paired: readPaired(dataDir, url),
      dataDir,
      controllerId,
      version,
      bootId: bootId(),
      store,
      bays: () =>
        bays.map((bay) => ({
          bay: bay.config.id,
          name: bay.config.name.slice(0, 60),
          isUp: bay.board.state === 'ok' || bay.board.state === 'degraded',
          isLifting: bay.snapshot().state.set !== null,
        })),
      clock,
      logger,
    });
    uplink.start();
    return uplink;
  } catch (error) {
    logger.error(messageOf(error));
    return null;
  }
}
