/** Whether a bay that should count hears anything to count by. Pure. */
import type { State } from '../../contracts/events.ts';
import type { HealthCode } from '../../contracts/health.ts';
import type { BoardHealth, SensorReport } from '../../rig/messages.ts';

/** The slowest sensor reads 10 times a second, and a silent one is named after 1 s by its board. */
const HEARS_NOTHING_MS = 3_000;
/** Reasons of the height that no person in front of the sensor makes. */
const DEAD: ReadonlySet<string> = new Set(['no-reading-yet', 'silent', 'height-stuck']);

interface Heard {
  /** A bay without one counts by its load cell. */
  hasDistance: boolean;
  board: BoardHealth;
  /** As the board's process judges it; null: not heard of yet. */
  distance: Pick<SensorReport, 'state' | 'reason'> | null;
  /** For how long no sample has come, in ms. */
  silentMs: number;
  height: State['channels']['height'];
}

/** @returns why no rep can be counted; null when one can */
export function deafness({ hasDistance, board, silentMs, distance, height }: Heard): HealthCode | null {
  if (board.state === 'lost' || board.state === 'starting')
    return board.reasons[0] ?? { kind: 'no-response', params: {} };
  if (silentMs > HEARS_NOTHING_MS) return { kind: 'no-readings', params: { silentS: Math.round(silentMs / 1000) } };
  if (!hasDistance) return null;
  if (distance?.state === 'failed' && distance.reason) return distance.reason;
  if (height.reason !== null && height.status !== 'ok' && DEAD.has(height.reason.kind)) return height.reason;
  return null;
}
