import { setTimeout as delay } from 'node:timers/promises';
import type { CardUid } from '../contracts/card-uid.ts';
import type { Drive } from './drive.ts';
import { readCards, readFirmwareVersion, WAKE_UP } from './pn532-commands.ts';
import { Pn532Dialog } from './pn532-dialog.ts';
import { ReaderFault } from './reader-fault.ts';
import { type SerialChannel, useSerial } from './serial-channel.ts';

/** Between two looks for a card; a look takes some 20 ms, with a card 50 ms. */
const POLL_MS = 80;
/** Single exchanges fail by noise; so many in a row mean that the chip is gone. */
const FAILURES = 3;

/** A PN532 on a serial port (HSU), polled for cards. */
export const drivePn532 =
  (open: () => Promise<SerialChannel>): Drive =>
  async (sink, signal) => {
    const port = await open();
    const dialog = new Pn532Dialog((bytes) => port.write(bytes));
    let garbage = 0;
    const onBytes = (bytes: Uint8Array) => {
      dialog.push(bytes);
      sink.garbage(dialog.garbage - garbage);
      garbage = dialog.garbage;
    };
    await useSerial(port, signal, onBytes, async () => {
      await setUp(dialog);
      sink.opened();
      let failures = 0;
      while (!signal.aborted) {
        const cards = await poll(dialog);
        failures = cards ? 0 : failures + 1;
        if (cards) sink.polled(cards);
        if (failures === FAILURES) throw new ReaderFault({ kind: 'reader-pn532-lost', params: {} });
        await delay(POLL_MS, undefined, { signal }).catch(() => {}); // aborted: the loop ends
      }
    });
  };

async function setUp(dialog: Pn532Dialog): Promise<void> {
  // Noise while it is plugged in, or a command in progress, may spoil the first attempt.
  await dialog
    .ask('samConfiguration', WAKE_UP)
    .catch(() => dialog.ask('samConfiguration', WAKE_UP))
    .catch(() => {
      throw new ReaderFault({ kind: 'reader-pn532-silent', params: {} });
    });
  if (readFirmwareVersion(await dialog.ask('getFirmwareVersion')) === null)
    throw new ReaderFault({ kind: 'reader-other-chip', params: {} });
  await dialog.ask('maxRetries');
}

/** The cards in the field; null: the exchange failed. */
async function poll(dialog: Pn532Dialog): Promise<CardUid[] | null> {
  try {
    const cards = readCards(await dialog.ask('listTwoCards'));
    if (cards && cards.length > 0) await dialog.ask('fieldOff');
    return cards;
  } catch {
    return null;
  }
}
