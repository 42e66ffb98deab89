import type { PackageProblemTexts } from '../../problem-texts.ts';

export const packageProblems: PackageProblemTexts = {
  'no-update-here': () => 'Diese Station lässt sich nicht von ihrer Seite aktualisieren.',
  'update-in-progress': () => 'Eine Aktualisierung läuft. Warte, bis sie fertig ist.',
  'no-package-here': () => 'Es liegt kein Paket bereit. Lade zuerst eines hoch.',
  'not-fetched': ({ url, reason }) => `${url} lässt sich nicht holen (${reason}). Prüf die Adresse.`,
  'package-no-key': ({ file }) =>
    `Hier gilt kein Schlüssel: das Paket in Betrieb wurde ohne gebaut. Leg den Schlüssel der Veröffentlichungen in ${file}.`,
  'package-unsigned': () => 'Die Signatur fehlt. Lade auch die Datei .minisig hoch.',
  'package-signature-damaged': () =>
    'Die Signatur ist beschädigt: sie hat nicht das Format von minisign. Hol sie noch einmal.',
  'package-signature-old': () => 'Die Signatur ist von der älteren Art von minisign. Signiere ohne -l.',
  'package-other-key': ({ signer, trusted }) =>
    `Es ist mit dem Schlüssel ${signer} signiert; diese Station nimmt nur den Schlüssel ${trusted} an.`,
  'package-forged': () =>
    'Die Signatur gehört nicht zu dieser Datei: sie wurde nach dem Signieren verändert oder beschädigt. Hol beide noch einmal.',
  'package-comment-forged': () => 'Die Angabe in der Signatur wurde verändert. Hol sie noch einmal.',
  'package-damaged': ({ file }) => `${file} ist kein Debian-Paket oder beschädigt. Hol es noch einmal.`,
  'package-foreign': ({ name }) => `Das ist das Paket „${name}“ und nicht lockout.`,
  'package-other-machine': ({ architecture, machine, version }) =>
    `Es ist für ${architecture}, und dieser Rechner ist ${machine}. Nimm lockout_${version}_${machine}.deb.`,
  'package-same': ({ version }) => `Version ${version} läuft schon.`,
  'package-older': ({ version, used }) =>
    `Es ist Version ${version} und älter als ${used}, die läuft. Ein älteres Programm kann die neuere Datenbank vielleicht nicht lesen.`,
  'package-undone': ({ version, reason }) => `Version ${version} wurde schon einmal zurückgenommen: ${reason}.`,
  'package-no-room': ({ freeMb, neededMb }) =>
    `Der Platz reicht nicht: ${freeMb} sind frei, ${neededMb} werden gebraucht. Lösch alte Sicherungen (/var/backups/lockout) oder andere Dateien.`,
};
