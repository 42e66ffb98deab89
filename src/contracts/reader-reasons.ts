import Type from 'typebox';
import { type CodedOf, type CodeOf, codedSchema, entry, textIn } from './codes.ts';
import { count } from './common.ts';

const port = Type.String({ description: 'port of the reader' });
const reason = (description: string) => Type.String({ description });

/** Why a card reader is not, or not quite, as it should be, and what to do. */
export const READER_REASONS = {
  'reader-opening': entry({}, () => 'Opening.'),
  'reader-missing': entry(
    { port, found: Type.String({ description: 'the serial ports that are there; empty: none' }) },
    (it) =>
      `No card reader at ${it.port}. ${it.found === '' ? 'No USB serial port is present: is the card reader plugged in?' : `Serial ports present: ${it.found}.`}`,
  ),
  'reader-input-missing': entry(
    { port },
    (it) => `No card reader at ${it.port}: plug it in (ls /dev/input/by-id shows what is there).`,
  ),
  'reader-forbidden': entry(
    { port, group: Type.String({ description: 'the group that may use it, such as dialout' }) },
    (it) =>
      `No rights on ${it.port}: add your user to the group ${it.group} (sudo usermod -aG ${it.group} $USER), then log in again.`,
  ),
  'reader-in-use': entry({ port }, (it) => `${it.port} is in use by another program. End that program.`),
  'reader-port-of-board': entry(
    { port, board: Type.String({ description: 'port of the board' }) },
    (it) =>
      `${it.port} is the port of a board (${it.board}): give the reader its own, by its name below /dev/serial/by-id/.`,
  ),
  'reader-unplugged': entry(
    { reason: reason('in the words of the system; empty: it says nothing') },
    (it) => `It was unplugged${it.reason === '' ? '' : ` (${it.reason})`}.`,
  ),
  'reader-pn532-silent': entry(
    {},
    () =>
      'The port is open, but no PN532 answers: cross TX and RX, check GND and supply, and set its switches to HSU (both off).',
  ),
  'reader-pn532-lost': entry({}, () => 'The PN532 no longer answers. Check its wires and its supply.'),
  'reader-other-chip': entry(
    {},
    () => 'The chip that answers is not a PN532. Use a PN532 module, or set the right kind of reader.',
  ),
  'reader-failing': entry({ reason: reason('in the words of the system') }, (it) => it.reason),
  'reader-flapping': entry(
    { times: count('disconnections') },
    (it) => `It disconnected ${it.times} times within a minute: check plug and cable.`,
  ),
  'reader-shared': entry(
    { reason: reason('why it could not be kept from the desktop') },
    (it) => `Its keys also reach the desktop (${it.reason}): keep them from it by the udev rule in hardware.md.`,
  ),
};

export type ReaderReasonCode = CodeOf<typeof READER_REASONS>;
export const ReaderReason = codedSchema(READER_REASONS);
export type ReaderReason = CodedOf<typeof READER_REASONS>;
export const readerReasonText = (code: ReaderReasonCode): string => textIn(READER_REASONS, code);
