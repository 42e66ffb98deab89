import type { BoardReasonTexts } from '../reason-texts.ts';

interface Sensor {
  readonly sensor: string;
  readonly part: string;
  readonly pins: string;
}

const of =
  (words: string) =>
  ({ sensor, part, pins }: Sensor): string =>
    `${sensor} (${part}, ${pins === '' ? 'I²C' : `${PINS} ${pins}`}) ${words}.`;
const PINS = 'Pins';

export const boardReasons: BoardReasonTexts = {
  opening: ({ port }) => `Die Platine wird geöffnet (${port}).`,
  flashing: () => 'Die Firmware wird geschrieben. Danach zählt der Platz weiter.',
  queued: () => 'Wartet, bis sie dran ist: Platinen starten nacheinander.',
  'port-open': () => 'Der Anschluss ist offen; die Antwort der Platine steht noch aus.',
  'awaiting-samples': () => 'Wartet auf die ersten Messwerte.',
  'no-response': () => 'Der Prozess der Platine antwortet nicht.',
  hangs: () => 'Der Prozess der Platine hängt; er wird neu gestartet.',
  'process-ended': ({ how }) => `Der Prozess der Platine endete (${how}); er wird neu gestartet.`,
  'port-missing': ({ port, found }) =>
    `An ${port} ist keine Platine. ${found === '' ? 'Es gibt keinen seriellen USB-Anschluss: Ist sie eingesteckt?' : `Vorhandene Anschlüsse: ${found}.`}`,
  'port-forbidden': ({ port }) =>
    `Für ${port} fehlen die Rechte: Nimm den Benutzer in die Gruppe dialout auf (sudo usermod -aG dialout $USER) und melde ihn neu an.`,
  'port-in-use': ({ port }) =>
    `Ein anderes Programm nutzt ${port}: Schließ den seriellen Monitor der Arduino IDE oder das andere Lockout.`,
  'port-failing': ({ reason }) => `Der Anschluss lässt sich nicht öffnen (${reason}).`,
  unplugged: ({ reason }) =>
    `Die Platine wurde ausgesteckt${reason === '' ? '' : ` (${reason})`}. Steck sie wieder ein.`,
  'port-silent': ({ port }) =>
    `${port} ist offen, aber nichts antwortet: Ist es der richtige Anschluss, und ist die Lockout-Firmware aufgespielt (npx lockout flash)?`,
  'port-garbled': ({ port, baudHz }) =>
    `${port} sendet bei ${baudHz} Baud nur Unlesbares: Die Firmware spricht vielleicht eine andere Geschwindigkeit (board.baud), oder es ist nicht die von Lockout (npx lockout flash).`,
  'stopped-answering': ({ port }) => `Die Platine an ${port} antwortete mitten in der Begrüßung nicht mehr.`,
  'other-firmware': ({ name }) =>
    `Die Platine führt „${name}“ aus, nicht die Lockout-Firmware: Spiel sie auf (\`npx lockout flash\`), oder nimm einen anderen Anschluss.`,
  'other-protocol': ({ theirs, ours }) =>
    `Die Firmware spricht Protokoll ${theirs}, dieses Lockout ${ours}: Führe \`npx lockout flash\` aus.`,
  restarted: ({ causes }) =>
    `Die Platine hat von selbst neu gestartet (${causes}): Prüfe ihre Stromversorgung und ihr USB-Kabel.`,
  garbage: () => 'Die Platine sendet nur Unlesbares: Prüfe das USB-Kabel und die Baudrate.',
  'fell-silent': () => 'Die Platine ist eingesteckt, aber verstummt.',
  'wire-bad': ({ badPercent }) =>
    `${badPercent} von dem, was die Platine sendet, geht verloren oder kommt beschädigt an: Prüfe das USB-Kabel.`,
  'pin-unusable': ({ output, pin }) => `${output}: Pin ${pin} kann diese Platine dafür nicht nutzen.`,
  'sensor-failed': of('ist ausgefallen'),
  'sensor-no-answer': of('antwortet nicht: Prüfe Drähte und Strom'),
  'sensor-wrong-id': of('ist nicht, was eingestellt ist: Unter der Adresse antwortet ein anderer Baustein'),
  'sensor-timeout': of('misst nicht mehr: Prüfe Drähte und Strom'),
  'sensor-i2c-nack': of('nimmt Befehle nicht an: Prüfe SDA und SCL und ihre Pull-ups'),
  'sensor-i2c-stuck': of('hängt, der I²C-Bus ist blockiert: Schalte den Strom aus und ein, such einen Kurzschluss'),
  'sensor-full-scale': of('ist am Anschlag: Sie ist überlastet, oder ein Draht der Brücke ist offen'),
  'sensor-garbled': of('gibt verstümmelte Messwerte: Halte die Drähte kurz und weg von Netz und Motoren'),
  'sensor-bad-pins': of('ist auf Pins eingestellt, die diese Platine dafür nicht nutzen kann'),
  'sensor-unconfirmed': of('ließ sich nicht einrichten: Die Platine bestätigt den Befehl nicht'),
  'sensor-damaged': of('ließ sich nicht einrichten: Der Befehl kommt beschädigt an'),
  'sensor-other-command': of(
    'ließ sich nicht einrichten: Die Firmware erwartet einen anderen Befehl, führe `npx lockout flash` aus',
  ),
  'sensor-no-slot': of('ließ sich nicht einrichten: Die Platine hat keinen solchen Steckplatz'),
  'sensor-unsupported': of('wird von dieser Firmware nicht unterstützt: Führe `npx lockout flash` aus'),
  'sensor-bad-gain': of('kann mit der eingestellten Verstärkung nicht arbeiten: Ändere `gain`'),
  'sensor-bad-rate': of('kann nicht so oft messen wie eingestellt: Ändere `rateHz`'),
  'sensor-busy': of('ließ sich nicht einrichten: Die Platine ist beschäftigt'),
  'sensor-sends-nothing': of('sendet nichts: Prüfe Drähte und Strom'),
  'sensor-stopped-sending': of('sendet nicht mehr: Prüfe Drähte und Strom'),
  'sensor-load-frozen': of('wiederholt einen Wert: Prüfe den Datendraht und die vier Drähte der Brücke'),
  'sensor-distance-frozen': of('wiederholt einen Wert: Schalte den Strom aus und ein'),
  'sensor-sees-nothing': of('sieht nichts in seinem Bereich: Prüfe, wohin er zeigt, und reinige sein Fenster'),
};
