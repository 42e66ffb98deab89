import type { Texts } from '../en.ts';

export const update: Texts['update'] = {
  title: 'Aktualisierung',
  hint: (version) => `Version ${version} läuft. Hol das neuere Paket und seine Signatur von den Veröffentlichungen.`,
  obstacles: {
    'not-a-package':
      'Diese Station läuft aus einem Arbeitsverzeichnis und lässt sich hier nicht aktualisieren. Aktualisiere sie dort: git pull, npm ci, dann neu starten.',
    'no-service':
      'Diese Station läuft nicht als Dienst ihres Pakets und lässt sich hier nicht aktualisieren. Im Container: neues Image holen und neu starten.',
    'no-key':
      'Das Paket in Betrieb hat keinen Schlüssel, deshalb lässt sich hier kein anderes prüfen. Leg den Schlüssel der Veröffentlichungen in /etc/lockout/release.pub, oder aktualisiere im Terminal: sudo lockout update.',
  },
  package: 'Paket (.deb)',
  packageHint:
    'lockout_<Version>_<Rechner>.deb, höchstens 64 MB. Es wird zuerst geprüft; installiert wird erst, wenn du zustimmst.',
  signature: 'Signatur (.minisig)',
  signatureHint: 'Sie liegt in der Veröffentlichung neben dem Paket.',
  url: 'Oder seine Web-Adresse',
  urlHint: 'Die Station holt das Paket, und seine Signatur unter derselben Adresse mit .minisig.',
  fetch: 'Holen',
  offer: 'Das Paket auf der Station',
  version: 'Version',
  machine: 'Für',
  signedBy: 'Signiert mit Schlüssel',
  comment: 'Angabe des Signierenden',
  unknown: 'unbekannt: nicht signiert',
  unsigned: 'keine gültige Signatur',
  refused: 'Es lässt sich nicht installieren.',
  install: (version) => `${version} installieren`,
  installAgain: (version) => `${version} noch einmal versuchen`,
  ask: (version) => `${version} installieren?`,
  askHint:
    'Die Station wartet auf das Ende des laufenden Satzes, macht eine Sicherung und startet neu. Ist die neue Version nach zwei Minuten nicht in Ordnung, kommt die alte zurück.',
  staysUp: 'Eine Aktualisierung läuft. Du kannst diese Seite verlassen; die Station startet zwischendurch neu.',
  phases: {
    requested: 'Angefordert',
    waiting: 'Warten auf das Ende des Satzes',
    preparing: 'Sicherung',
    installing: 'Installieren',
    checking: 'Prüfen der neuen Version',
  },
};
