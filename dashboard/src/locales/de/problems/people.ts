import type { PeopleProblemTexts } from '../../problem-texts.ts';

const CHANGED = 'Lade die Seite neu und ändere es noch einmal.';

export const peopleProblems: PeopleProblemTexts = {
  'no-such-member': () => 'Dieses Mitglied gibt es nicht mehr.',
  'no-such-card': () => 'Diese Karte hat das Mitglied nicht mehr.',
  'no-such-token': () => 'Dieses Token ist nicht mehr in Gebrauch.',
  'no-such-log-in': () => 'Diese Anmeldung ist schon beendet.',
  'no-such-template': () => 'Diese Vorlage gibt es nicht mehr.',
  'no-such-group': () => 'Diese Gruppe gibt es nicht mehr.',
  'no-such-import': () => 'Diese eingelesene Liste gibt es nicht.',
  'no-such-programme': ({ exercise }) => `Für ${exercise} gilt schon das Standardprogramm.`,
  'member-changed': () => `Das Mitglied wurde inzwischen geändert. ${CHANGED}`,
  'programme-changed': () => `Das Programm wurde inzwischen geändert. ${CHANGED}`,
  'template-changed': () => `Die Vorlage wurde inzwischen geändert oder gelöscht. ${CHANGED}`,
  'group-changed': () => `Die Gruppe wurde inzwischen geändert oder gelöscht. ${CHANGED}`,
  'login-taken': ({ login }) => `Der Anmeldename „${login}“ ist vergeben. Wähle einen anderen.`,
  'only-admin': () => 'Das ist der einzige Admin. Mach zuerst jemand anderen zum Admin.',
  'card-in-use': () => 'Diese Karte gehört schon einem Mitglied. Entferne sie zuerst dort.',
  'too-many-templates': ({ most }) => `Es gibt schon ${most} Vorlagen. Lösche zuerst eine.`,
  'too-many-groups': ({ most }) => `Es gibt schon ${most} Gruppen. Lösche zuerst eine.`,
  'no-members-chosen': () => 'Es ist kein Mitglied gewählt. Wähle Mitglieder oder Gruppen.',
  'too-many-members': ({ members, most }) => `${members} Mitglieder sind zu viele auf einmal; erlaubt sind ${most}.`,
  'bad-days': ({ from, to, days, most }) => `Von ${from} bis ${to} sind es ${days} Tage; erlaubt sind 1 bis ${most}.`,
  'exercise-twice': ({ exercise }) => `${exercise} steht zweimal in der Vorlage. Nimm eine heraus.`,
  'not-the-exercise': ({ exercise, given }) => `Gesendet wurde ${given}, gemeint ist ${exercise}.`,
  'reps-crossed': ({ exercise, repsMin, repsMax }) =>
    `${exercise}: Mindestens ${repsMin} Wiederholungen sind mehr als höchstens ${repsMax}.`,
  'velocity-crossed': ({ exercise, minMps, maxMps }) =>
    `${exercise}: Mindestens ${minMps} ist mehr als höchstens ${maxMps}.`,
  'nothing-to-export': () => 'In dieser Zeit gibt es keinen Satz mit einer gezählten Wiederholung.',
  'no-columns': ({ heading }) =>
    `Die erste Zeile muss die Spalten nennen, darunter „alias“ oder „name“; auch „login“ und „card“. Sie lautet: ${heading}.`,
  'empty-list': () =>
    'Die Liste hat keine Zeilen. Ihre erste Zeile nennt die Spalten (alias, name, login, card), jede weitere ist ein Mitglied.',
  'long-list': ({ most }) => `Die Liste hat mehr als ${most} Zeilen. Teil sie und lies die Teile nacheinander ein.`,
  'quote-open': ({ line }) =>
    `In Zeile ${line} endet ein Anführungszeichen nicht. Prüfe die Anführungszeichen dieser Zeile.`,
  'quote-inside': ({ line }) =>
    `In Zeile ${line} steht ein Anführungszeichen mitten in einer Zelle. Prüfe die Anführungszeichen dieser Zeile.`,
  'row-too-long': ({ line, most }) =>
    `Zeile ${line} ist länger als ${most} Zeichen. Prüfe die Anführungszeichen dieser Zeile.`,
  'not-csv': ({ line }) => `Zeile ${line} ist nicht zu lesen. Speichere die Liste noch einmal als CSV (UTF-8).`,
  'imported-card-in-use': ({ alias }) => `Eine Karte von ${alias} ist schon in Gebrauch. Prüfe die Liste noch einmal.`,
  'import-undone': () => 'Diese Liste wurde schon zurückgenommen.',
};
