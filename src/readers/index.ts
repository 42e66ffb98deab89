/** Card readers: bytes in, taps out. They know cards by their number, and no members. */
export { createReader, type ReaderOptions } from './create-reader.ts';
export type {
  Reader,
  ReaderCounters,
  ReaderEvents,
  ReaderHealth,
  ReaderRefusal,
  ReaderTap,
  RefusalReason,
} from './reader.ts';
export { sameDevice } from './same-device.ts';
