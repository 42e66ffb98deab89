/** Card readers: bytes in, taps out. They know cards by their number, and no members. */
export { createReader } from './create-reader.ts';
export { REFUSAL_TEXTS } from './hot-plug-reader.ts';
export type {
  Reader,
  ReaderHealth,
  ReaderRefusal,
  RefusalReason,
} from './reader.ts';
export { ReaderFault } from './reader-fault.ts';
export { sameDevice } from './same-device.ts';
export type { OpenSerial } from './serial-channel.ts';
export { EMPTY_READER, stepTapFilter } from './tap-filter.ts';
