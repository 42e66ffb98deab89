import type { AccessProblemTexts } from '../../problem-texts.ts';

export const accessProblems: AccessProblemTexts = {
  'not-logged-in': () => 'Melde dich zuerst an.',
  'bad-token': () => 'Das Token ist ungültig oder widerrufen. Ein Admin macht ein neues.',
  'wrong-log-in': () => 'Name oder PIN stimmen nicht. Vergessen? Ein Trainer kann dir eine neue geben.',
  'wrong-secret': () => 'Die jetzige PIN oder das Passwort stimmt nicht.',
  'wrong-set-up-code': () =>
    'Das ist nicht der Code. Er steht im Terminal der Station; ein neuer: npx lockout member set-up-code',
  'bad-pairing-code': () =>
    'Dieser Code ist falsch, benutzt oder älter als zehn Minuten. Ein Admin macht einen neuen unter Verwaltung, Plätze.',
  'too-many-tries': ({ waitS }) => `Zu viele Fehlversuche. Versuch es in ${waitS} noch einmal.`,
  'too-many-log-ins': () => 'Zu viele Anmeldungen zugleich. Versuch es in einigen Sekunden noch einmal.',
  'set-up-done': () => 'Es gibt schon einen Admin. Melde dich an.',
  'account-gone': () => 'Dein Konto gibt es nicht mehr.',
  'not-a-person': () => 'Das ist für Menschen, die sich anmelden, nicht für Tokens.',
  'role-too-low': ({ needed, role }) => `Dafür braucht es die Rolle ${needed}; du bist als ${role} angemeldet.`,
  'not-your-bay': ({ bay }) => `Der Platz „${bay}“ gehört nicht zu dir. Melde dich dort an.`,
  'not-yours': () => 'Das gehört jemand anderem. Melde dich als dieses Mitglied an, oder frag einen Trainer.',
  'member-agrees': () => 'Der Rangliste kann nur das Mitglied selbst zustimmen.',
  'sign-in-by-card': () =>
    'Ein Mitglied meldet sich mit Karte oder QR-Code an. Ein Trainer kann es von hier aus anmelden.',
  'give-away': () => 'Nur ein Trainer kann einen Satz jemandem geben. Deinen eigenen kannst du abgeben.',
  'delete-set': () => 'Einen Satz löschen dürfen nur sein Mitglied und Trainer.',
  'consents-not-yours': () =>
    'Womit es einverstanden ist, sagt nur das Mitglied: bei der ersten Anmeldung am Platz oder unter Ich auf seiner Seite.',
  'admin-adds-role': ({ role }) => `Jemanden mit der Rolle ${role} legt nur ein Admin an.`,
  'admin-changes-role': () => 'Eine Rolle ändert nur ein Admin.',
  'admin-changes': ({ role }) => `Bei jemandem mit der Rolle ${role} darf das nur ein Admin.`,
  'prove-secret': () => 'Um PIN oder Passwort zu ändern, gib zuerst das jetzige an.',
  'name-by-trainers': () => 'Den vollen Namen pflegen die Trainer. Bitte einen von ihnen.',
  'secret-too-short': ({ role, least }) => `Das Geheimnis für die Rolle ${role} braucht mindestens ${least} Zeichen.`,
  'password-missing': ({ role }) => `Die Rolle ${role} braucht ein Passwort statt einer PIN.`,
  'pin-too-easy': () => 'Diese PIN wird zuerst probiert, wie 1234, 0000 oder ein Jahr. Wähle eine andere.',
  'password-too-easy': () =>
    'Dieses Passwort ist leicht zu erraten. Drei oder vier Wörter, die nichts miteinander zu tun haben, sind gut.',
  'login-missing': () => 'Zum Anmelden gehört auch ein Anmeldename. Gib einen an.',
  'no-demo': () => 'Diese Station ist keine Demo. Melde dich an.',
  'demo-elsewhere': () => 'Die Rolle wechselt nur ein Browser auf dem Rechner der Demo. Öffne die Demo dort.',
  'demo-starting': () => 'Die simulierten Mitglieder sind noch nicht da. Versuch es gleich noch einmal.',
};
