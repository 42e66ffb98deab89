import { pino } from 'pino';
import { Bay } from '../../src/app/bay/bay.ts';
import { LiveHub } from '../../src/app/bay/live-hub.ts';
import type { NewChange } from '../../src/app/storage/new-change.ts';
import { type Clock, systemClock } from '../../src/common/clock.ts';
import type { BayConfig } from '../../src/contracts/config.ts';
import { BoardPace } from '../../src/rig/board-pace.ts';

const noStore = () => {
  throw new Error('no database');
};

/** A bay without board, database and page, and the changes that it would persist. */
export function quietBay(config: BayConfig, clock: Clock = systemClock): { bay: Bay; changes: NewChange[] } {
  const changes: NewChange[] = [];
  const persist = async (change: NewChange) => void changes.push(change);
  const logger = pino({ level: 'silent' });
  return {
    bay: new Bay({
      config,
      site: 'gym',
      hub: new LiveHub(),
      clock,
      pace: new BoardPace(clock),
      logger,
      persist,
      store: noStore,
      undo: async () => null,
    }),
    changes,
  };
}
