import { systemClock } from '../common/clock.ts';
import type { UidFormat } from '../contracts/readers.ts';
import { cardOfLine } from './card-line.ts';
import type { Drive, ReaderSink } from './drive.ts';
import { LineScanner } from './line-scanner.ts';
import { type SerialChannel, useSerial } from './serial-channel.ts';

/** A reader that sends each card as a line of text. */
export const driveSerialLine =
  (open: () => Promise<SerialChannel>, format: UidFormat): Drive =>
  async (sink, signal) => {
    const port = await open();
    sink.opened();
    await useSerial(port, signal, lineTaker(sink, format));
  };

/** Takes bytes of text, and gives cards and garbage to the sink. */
export function lineTaker(sink: ReaderSink, format: UidFormat): (bytes: Uint8Array) => void {
  const scanner = new LineScanner();
  return (bytes) => {
    const dropped = scanner.linesDropped;
    for (const line of scanner.push(bytes, systemClock.monoMs())) {
      const card = cardOfLine(line, format);
      if (card) sink.sent(card);
      else sink.garbage(1);
    }
    sink.garbage(scanner.linesDropped - dropped);
  };
}
