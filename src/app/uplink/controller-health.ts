/** What the fleet page of a hub shows of this controller. */
import { statfsSync } from 'node:fs';
import type { ControllerHealth } from '../../contracts/uplink.ts';
import type { Bay } from '../bay/bay.ts';

export function controllerHealth(bays: readonly Bay[], dataDir: string): ControllerHealth {
  const firmware = bays.map(({ config, boardStatus }) => ({
    bay: config.id,
    version: boardStatus?.firmware?.slice(0, 60) ?? null,
  }));
  const alerts = bays.reduce((sum, bay) => {
    const { alerts: active, seenAlerts } = bay.snapshot();
    return sum + active.filter(({ id }) => !seenAlerts.some(({ alertId }) => alertId === id)).length;
  }, 0);
  return { firmware, alerts, ...disk(dataDir) };
}

function disk(folder: string): Pick<ControllerHealth, 'diskFreeBytes' | 'diskTotalBytes'> {
  try {
    const { bavail, bsize, blocks } = statfsSync(folder);
    return { diskFreeBytes: bavail * bsize, diskTotalBytes: blocks * bsize };
  } catch {
    return { diskFreeBytes: null, diskTotalBytes: null };
  }
}
