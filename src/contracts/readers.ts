import Type from 'typebox';
import { oneOf, strict } from './common.ts';

export const READER_KINDS = ['pn532', 'serial-line', 'input-device'] as const;
/** How a reader that sends text writes the number of a card. */
export const UID_FORMATS = ['auto', 'hex', 'hex-reversed', 'decimal', 'decimal-reversed'] as const;

export const ReaderConfig = strict(
  {
    kind: oneOf(READER_KINDS, {
      description:
        'pn532: a PN532 on a serial line; serial-line: sends one card number a line; input-device: types the number like a keyboard (Linux)',
      default: 'pn532',
    }),
    port: Type.String({
      description:
        'serial port: /dev/serial0 is the line on the header of a Raspberry Pi, an adapter best has its stable name below /dev/serial/by-id/; for an input-device its name below /dev/input/by-id/ (ends in -event-kbd)',
      minLength: 1,
      default: '/dev/serial0',
    }),
    baud: Type.Integer({
      description: 'serial speed: 115200 for a PN532, mostly 9600 for a desk reader; unused by an input-device',
      unit: 'Bd',
      enum: [9600, 19200, 38400, 57600, 115200],
      default: 115200,
    }),
    format: oneOf(UID_FORMATS, {
      description:
        'how the reader writes a number; auto: 10 digits, and 15 to 17, are decimal, the rest is hexadecimal; reversed: last byte first; a PN532 needs none',
      default: 'auto',
    }),
  },
  {
    title: 'Card reader',
    description: 'A card reader of the bay. Readers that report over MQTT or HTTP need no entry here.',
    default: {},
  },
);
export type ReaderConfig = Type.Static<typeof ReaderConfig>;
export type UidFormat = (typeof UID_FORMATS)[number];
