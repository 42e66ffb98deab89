import type { ReaderReasonTexts } from '../reason-texts.ts';

export const readerReasons: ReaderReasonTexts = {
  'reader-opening': () => 'Wird geöffnet.',
  'reader-missing': ({ port, found }) =>
    `An ${port} ist kein Kartenleser. ${found === '' ? 'Es gibt keinen seriellen USB-Anschluss: Ist er eingesteckt?' : `Vorhandene Anschlüsse: ${found}.`}`,
  'reader-input-missing': ({ port }) =>
    `An ${port} ist kein Kartenleser: Steck ihn ein (ls /dev/input/by-id zeigt, was da ist).`,
  'reader-forbidden': ({ port, group }) =>
    `Für ${port} fehlen die Rechte: Nimm den Benutzer in die Gruppe ${group} auf (sudo usermod -aG ${group} $USER) und melde ihn neu an.`,
  'reader-in-use': ({ port }) => `Ein anderes Programm nutzt ${port}. Beende es.`,
  'reader-port-of-board': ({ port, board }) =>
    `${port} ist der Anschluss einer Platine (${board}): Gib dem Leser seinen eigenen, mit seinem Namen unter /dev/serial/by-id/.`,
  'reader-unplugged': ({ reason }) => `Er wurde ausgesteckt${reason === '' ? '' : ` (${reason})`}.`,
  'reader-pn532-silent': () =>
    'Der Anschluss ist offen, aber kein PN532 antwortet: Tausche TX und RX, prüfe GND und Strom, und stell seine Schalter auf HSU (beide aus).',
  'reader-pn532-lost': () => 'Der PN532 antwortet nicht mehr. Prüfe seine Drähte und seinen Strom.',
  'reader-other-chip': () =>
    'Der Baustein, der antwortet, ist kein PN532. Nimm ein PN532-Modul, oder stell die richtige Art von Leser ein.',
  'reader-failing': ({ reason }) => `Er lässt sich nicht benutzen (${reason}).`,
  'reader-flapping': ({ times }) => `Er war innerhalb einer Minute ${times}-mal getrennt: Prüfe Stecker und Kabel.`,
  'reader-shared': ({ reason }) =>
    `Seine Tasten erreichen auch den Desktop (${reason}): Halte sie mit der udev-Regel aus hardware.md fern.`,
};
