import type { HubProblemTexts } from '../../problem-texts.ts';

export const hubProblems: HubProblemTexts = {
  'hub-database-away': () =>
    'Der Hub erreicht seine Datenbank nicht. Die Gyms arbeiten allein weiter. Prüfe PostgreSQL; die Seite versucht es von selbst wieder.',
  'no-such-gym': ({ gym }) => `Ein Gym „${gym}“, das du sehen darfst, gibt es nicht.`,
  'no-such-controller': ({ id }) => `Eine Steuerung „${id}“ gibt es nicht.`,
  'controller-not-waiting': ({ id }) =>
    `Die Steuerung „${id}“ wartet nicht darauf, angenommen zu werden. Eine gesperrte wird neu gekoppelt.`,
  'no-such-conflict': () => 'Dieser Widerspruch ist schon entschieden. Lade die Seite neu.',
  'not-settled': ({ login }) =>
    `Den Anmeldenamen „${login}“ hat inzwischen ein anderes Mitglied. Verwirf diesen Wert, oder ändere zuerst das andere Mitglied.`,
  'no-such-account': ({ id }) => `Ein Konto „${id}“ gibt es nicht.`,
  'account-exists': ({ login }) => `Ein Konto „${login}“ gibt es schon. Wähle einen anderen Namen.`,
  'last-admin': () => 'Der Hub braucht einen Admin. Lege zuerst einen anderen an.',
  'hub-set-up-code': () =>
    'Das ist nicht der Code, oder er ist älter als ein Tag. Der Hub zeigt bei jedem Start einen neuen, solange er keinen Admin hat.',
  'too-many-commands': ({ most }) =>
    `Für diese Steuerung warten schon ${most} Befehle. Warte, bis sie geantwortet hat.`,
  'no-controller-for-it': () =>
    'Die Steuerung, die das könnte, wurde gesperrt oder hat sich noch nie gemeldet. Kopple sie.',
  'no-such-recording': () => 'Der Hub hat keine Aufzeichnung dieses Satzes, oder nicht mehr. Fordere sie im Gym an.',
  'unknown-command': () => 'Die Station kennt diesen Befehl nicht oder kann ihn nicht ausführen. Aktualisiere sie.',
  'command-failed': () => 'Die Station ist gescheitert. Den Grund nennt ihr Protokoll.',
  'recording-too-large': ({ mostKb }) => `Die Aufzeichnung hat mehr als ${mostKb} kB. Hole sie an der Station.`,
  'recording-not-shared': () =>
    'Das Mitglied hat nicht zugestimmt, in allen Gyms bekannt zu sein: Die Kurven bleiben im Gym. Nur es selbst kann das ändern.',
};
