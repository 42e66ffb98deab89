import type { FlashProblemTexts } from '../../problem-texts.ts';

const LOG = 'Das Protokoll der Station nennt den Grund.';

export const flashProblems: FlashProblemTexts = {
  'flash-in-progress': ({ bay }) =>
    `Die Firmware der Platine von „${bay}“ wird gerade geschrieben. Warte das Ende ab und zieh die Platine nicht ab.`,
  'flash-no-board': ({ bay }) =>
    `„${bay}“ ist simuliert und hat keine Platine. Wähl einen Anschluss mit einer Platine.`,
  'flash-port-taken': ({ port, bay }) => `${port} wird von ${bay} benutzt. Wähl einen anderen Anschluss.`,
  'flash-port-unknown': ({ port }) =>
    `An ${port} ist keine Platine. Steck sie mit einem Kabel an, das Daten überträgt.`,
  'flash-no-program': ({ command }) => `Auf der Station fehlt das Programm avrdude. Installier es dort: ${command}`,
  'flash-no-firmware': () => `Auf der Station fehlt die Firmware, oder sie ist beschädigt. ${LOG}`,
  'flash-no-answer': ({ board, port }) =>
    `An ${port} antwortet kein Bootloader wie der von ${board}. Ist es eine andere Platine? Zieh sie ab und steck sie wieder an; nimm alles von den Pins 0 und 1; versuch ein anderes USB-Kabel.`,
  'flash-wrong-chip': ({ board, chip, part }) =>
    `Das ist kein ${board}: der Chip ist ${chip} und nicht ${part}. Nichts wurde geschrieben. Wähl die richtige Platine.`,
  'flash-not-the-same': () =>
    'Was geschrieben wurde, liest sich anders zurück. Versuch es mit einem kurzen USB-Kabel direkt an der Station; bleibt es so, ist die Platine defekt.',
  'flash-no-rights': ({ port }) =>
    `Die Station darf ${port} nicht benutzen: nimm ihren Benutzer in die Gruppe dialout auf.`,
  'flash-unplugged': ({ port }) => `Die Platine an ${port} wurde abgezogen. Steck sie wieder an.`,
  'flash-busy': ({ port }) => `${port} wird von einem anderen Programm benutzt. Schließ es.`,
  'flash-not-opened': () => `Die Platine ist nicht erreichbar. Steck sie ab und wieder an. ${LOG}`,
  'flash-failed': () => `Das Schreiben ist fehlgeschlagen. Versuch es noch einmal. ${LOG}`,
  'flash-silent': () =>
    'Die Firmware wurde geschrieben, aber die Platine antwortet nicht. Steck sie ab und wieder an, und versuch es noch einmal.',
  'flash-other-kind': () =>
    'Es antwortet die Firmware einer anderen Platine. Wähl die richtige Platine und schreib noch einmal.',
};
