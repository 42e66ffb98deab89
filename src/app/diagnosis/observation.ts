/** What is collected before anything is judged. */
import type { SendingReason } from '../../contracts/sending-reasons.ts';
import type { UpdateReport } from '../../contracts/update.ts';
import type { ReaderHealth } from '../../readers/index.ts';
import type { BoardHealth, BoardStatus, RawSample } from '../../rig/messages.ts';
import type { PhoneAddress } from '../phone-address.ts';
import type { MachineReading } from './machine.ts';

/** What came from one board while it was listened to. */
export interface Observation {
  listenedS: number;
  samples: readonly RawSample[];
  /** How the board was at the end. */
  health: BoardHealth;
  /** What was wrong first while it listened; empty when all was well. */
  trouble: BoardHealth['reasons'];
  /** Counters at the beginning and at the end; null while the board has sent none. */
  before: BoardStatus | null;
  after: BoardStatus | null;
}

/** What surrounds the board: the controller's own disk, clock, broker and database, and the card readers of the bay. */
export interface Surroundings {
  /** Null: not known without a running station. */
  computer: { isSlow: boolean; bays: number; worstLagMs: number } | null;
  /** Why no old sets are deleted, empty when they are; null: not known without a running station. */
  retention: { refusal: string } | null;
  /** Of the schedule; null: not known without a running station. */
  backup: { everyH: number; isOverdue: boolean; newestAt: string | null; lastError: string | null } | null;
  /** Of the ways to people, why the latest message was not sent, null when it was. Null: not known without a running station. */
  alerts: Readonly<Record<'mail' | 'push', { isOn: boolean; trouble: SendingReason | null }>> | null;
  disk: { freeBytes: number; path: string } | { fault: string };
  time: { synchronized: boolean | null; source: string };
  broker: {
    /** refused: it takes our messages and does not publish them; conflict: another station has the bay */
    state: 'connected' | 'away' | 'refused' | 'conflict' | 'off' | 'with-station';
    address: string;
    reason: string;
    /** that is spoken; null: not known */
    mqttVersion: 4 | 5 | null;
    /** The bays are announced to Home Assistant there. */
    discovery: boolean;
  };
  /** Messages that wait for the broker; null: not known. */
  outbox: { waiting: number; dropped: number; orphans: Readonly<Record<string, number>> } | null;
  database:
    | { state: 'absent' }
    | { state: 'failing'; reason: string }
    | {
        state: 'open';
        problems: readonly string[] | null;
        commitMs: number;
        /** of wrong counts */
        cases: { cases: number; bytes: number };
      };
  phones: PhoneAddress;
  /** Parts of the data folder that other users of this computer may use, with their modes. */
  openToOthers: readonly string[];
  readers: readonly (ReaderHealth & { name: string })[];
  machine: MachineReading;
  /** Of this program. */
  version: string;
  /** The last update of the package; null: there was none. */
  update: UpdateReport | null;
}
