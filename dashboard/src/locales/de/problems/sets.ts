import type { SetProblemTexts } from '../../problem-texts.ts';

export const setProblems: SetProblemTexts = {
  'no-such-set': () => 'Diesen Satz gibt es nicht mehr: Er wurde gelöscht, oder er gehört dir nicht.',
  'no-such-rep': () => 'Diese Wiederholung hat der Satz nicht. Lade die Seite neu.',
  'no-such-correction': () => 'Diese Änderung gibt es nicht.',
  'no-such-page': () => 'Von hier aus geht die Liste nicht weiter. Beginne mit der ersten Seite.',
  'set-in-progress': () => 'Der Satz läuft noch. Beende ihn zuerst.',
  'set-deleted': () => 'Der Satz ist gelöscht. Nimm das zuerst zurück.',
  'rep-counts': () => 'Die Wiederholung zählt schon.',
  'rep-excluded': () => 'Die Wiederholung zählt schon nicht mehr.',
  'owner-unchanged': () => 'Der Satz gehört diesem Mitglied schon.',
  'no-owner-already': () => 'Der Satz gehört schon niemandem.',
  'not-undoable': () => 'Zurücknehmen lässt sich nur die Korrektur eines Satzes, der noch da ist.',
  'undone-already': () => 'Diese Änderung wurde schon zurückgenommen.',
  'no-recording': () => 'Von diesem Satz gibt es keine Rohkurven.',
  'no-such-case': () => 'Diesen Fall gibt es nicht.',
  'case-without-recording': () => 'Von diesem Satz gibt es keine Rohkurven; er kann kein Fall sein.',
  'no-consent': () =>
    'Das Mitglied dieses Satzes hat nicht zugestimmt, dass Rohkurven bleiben. Zustimmen kann es unter Ich auf seiner Seite.',
  'cases-full': ({ cases, sizeMb }) =>
    `Es gibt schon ${cases} Fälle mit ${sizeMb}, mehr bleiben nicht. Exportiere sie (lockout cases export) und entferne alte.`,
  'case-too-large': ({ mostMb }) => `Die Aufzeichnung dieses Satzes ist größer als ${mostMb} und kann kein Fall sein.`,
  'unreadable-recording': () => 'Die Aufzeichnung dieses Satzes ist nicht zu lesen.',
  'movements-unlisted': ({ movements }) =>
    `Nenne jede der ${movements} Bewegungen des Satzes einmal, oder keine von ihnen.`,
  'movements-needed': () => 'Fehlt eine Wiederholung, nenne auch die Bewegungen des Satzes.',
  'reps-differ': ({ named, countedReps }) =>
    `${named} Wiederholungen sind genannt, ${countedReps} sollen es sein. Beides muss gleich sein.`,
  'missing-outside': () => 'Eine fehlende Wiederholung liegt im Satz, oder höchstens eine Minute davor oder danach.',
  'bad-recording': () => 'Diese Aufzeichnung ist nicht zu lesen. Nimm eine Datei, die die Station geschrieben hat.',
};
