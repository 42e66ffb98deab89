/** Card readers: bytes in, taps out. They know cards by their number, and no members. */
export type {
  Reader,
  ReaderCounters,
  ReaderEvents,
  ReaderHealth,
  ReaderRefusal,
  ReaderTap,
  RefusalReason,
} from './reader.ts';
