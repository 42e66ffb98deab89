import type { StationProblemTexts } from '../../problem-texts.ts';

const NOTHING = 'Nichts wurde geschrieben:';
const LEAVE = 'Verlass die Demo, um das einzurichten.';
const LOG = 'Das Protokoll der Station nennt den Grund.';

export const stationProblems: StationProblemTexts = {
  'storage-failing': () => `Die Datenbank antwortet nicht. Versuch es gleich noch einmal. ${LOG}`,
  'not-written': ({ file }) => `${file} lässt sich nicht schreiben. ${LOG}`,
  'backup-failed': ({ folder }) => `In ${folder} ließ sich keine Sicherung anlegen. ${LOG}`,
  'backup-in-progress': () => 'Eine Sicherung wird gerade gemacht. Warte sie ab.',
  'no-such-backup': ({ file }) => `Die Sicherung ${file} gibt es nicht mehr.`,
  'file-exists': ({ file }) => `${file} gibt es schon. Nimm einen anderen Namen, oder entferne sie.`,
  'no-database': () => 'Es gibt noch keine Datenbank, die zu sichern wäre.',
  'unusable-backup': ({ file }) => `${file} lässt sich nicht zurückspielen. Nimm eine andere Sicherung. ${LOG}`,
  'backup-exists': ({ file }) =>
    `${file} gibt es auf dieser Station schon. Stell diese wieder her, oder nimm eine andere Datei.`,
  'backup-gone': ({ file }) => `Die Datei ${file} gibt es nicht.`,
  'config-changed': ({ file }) => `${file} wurde inzwischen geändert. Lade die Seite neu und ändere es noch einmal.`,
  'config-appeared': ({ file }) => `${file} gibt es inzwischen. Starte die Station neu, um sie zu nutzen.`,
  'bad-configuration': ({ file }) => `${NOTHING} ${file} hätte Fehler.`,
  'demo-undecided': ({ file }) =>
    `${NOTHING} Der nächste Start nähme eine andere Datenbank. Behalte die Demo, oder verlass sie und schreib ${file}.`,
  'demo-simulated': () => `${NOTHING} Die Demo hat keine echte Platine und keinen Leser. ${LEAVE}`,
  'demo-folder': () => `${NOTHING} Die Demo hat einen festen dataDir. ${LEAVE}`,
  'secret-missing': ({ name }) =>
    `${NOTHING} ${name} ist verborgen, aber in der Datei steht kein solches Passwort. Schreib es noch einmal.`,
  'secret-for-another': ({ name, receiver }) =>
    `${NOTHING} ${name} ist verborgen, aber ${receiver} wurde geändert, und der neue Server darf das alte Passwort nicht bekommen. Schreib es noch einmal.`,
  'secret-elsewhere': ({ variable, receiver }) =>
    `${NOTHING} ${variable} enthält das Passwort, das an keinen anderen Server gehen darf. Ändere ${receiver} dort, wo das Passwort steht: in der Umgebung.`,
  'not-restarted': () =>
    'Nichts startet diese Station von selbst neu. Starte sie dort, wo sie gestartet wurde: Strg-C, dann npm start.',
  'no-such-webhook': () => 'Diesen Webhook gibt es nicht mehr.',
  'not-http': ({ url }) => `„${url}“ ist keine Adresse mit http oder https.`,
  'private-address': ({ address }) =>
    `${address} ist auf diesem Rechner oder in seinem Netz. Trag die Adresse zuerst unter webhooks.networks ein.`,
  'forbidden-address': ({ address }) => `${address} ist keine Adresse, an die Webhooks gehen dürfen.`,
};
