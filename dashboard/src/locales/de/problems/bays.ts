import type { BayProblemTexts } from '../../problem-texts.ts';

export const bayProblems: BayProblemTexts = {
  'no-such-bay': ({ bay }) => `Den Platz „${bay}“ gibt es nicht.`,
  'other-bay': ({ bay }) => `Dieser Bildschirm gehört zu einem anderen Platz als „${bay}“.`,
  'no-set': ({ bay }) => `Am Platz „${bay}“ läuft kein Satz.`,
  'in-set': ({ bay }) => `Am Platz „${bay}“ läuft ein Satz. Versuch es noch einmal, wenn er zu Ende ist.`,
  'set-being-stored': () => 'Der Satz ist zu Ende, aber noch nicht gespeichert. Lösch ihn gleich noch einmal.',
  'no-such-alert': () => 'Diese Meldung ist schon vorbei.',
  'bay-replaying': ({ bay }) => `Am Platz „${bay}“ läuft schon eine Aufzeichnung. Halte sie zuerst an.`,
  'bay-calibrating': ({ bay }) => `Der Platz „${bay}“ wird kalibriert. Speichere das zuerst oder brich es ab.`,
  'no-replay': ({ bay }) => `Am Platz „${bay}“ läuft keine Aufzeichnung.`,
  'no-calibration': ({ bay }) => `Am Platz „${bay}“ läuft keine Kalibrierung.`,
  'no-member-signed-in': ({ bay }) => `Am Platz „${bay}“ ist niemand angemeldet.`,
  'no-such-code': () => 'Dieser Code ist abgelaufen oder benutzt. Scanne den, der jetzt auf dem Bildschirm steht.',
  'nothing-to-undo': () =>
    'Diese Abmeldung lässt sich nicht mehr zurücknehmen: Sie ist über 30 s her, oder jemand anderes ist angemeldet. Halte die Karte noch einmal an.',
  'no-such-question': () =>
    'Nach diesem Satz wird nicht mehr gefragt: Der nächste hat begonnen, oder das Mitglied ist gegangen. Ein Trainer kann ihn noch zuordnen.',
  'consents-answered': () =>
    'Das ist schon beantwortet, oder niemand ist angemeldet. Ändere es unter Ich auf deiner Seite.',
  'switched-off': ({ setting }) => `Das ist ausgeschaltet. Ein Admin setzt ${setting} auf true.`,
};
