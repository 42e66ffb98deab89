/** Card readers: bytes in, taps out. They know cards by their number, and no members. */
export { createReader, type ReaderOptions } from './create-reader.ts';
export { REFUSAL_TEXTS } from './hot-plug-reader.ts';
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
export type { OpenSerial, SerialChannel } from './serial-channel.ts';
export { EMPTY_READER, stepTapFilter } from './tap-filter.ts';
