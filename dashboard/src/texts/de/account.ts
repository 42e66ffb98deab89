import type { Texts } from '../en.ts';

export const account: Texts['account'] = {
  logIn: 'Anmelden',
  logInHint: 'Sieh deine Sätze, deinen Plan und deine Bestwerte.',
  login: 'Anmeldename',
  secret: 'PIN oder Passwort',
  logOut: 'Abmelden',
  forgotten: 'Vergessen? Ein Trainer kann dir eine neue PIN geben.',
  wait: (age) => `Nächster Versuch in ${age}`,
  noAdmin: 'Diese Station hat noch keinen Verwalter.',
  setUpCodeLink: 'Richte sie mit dem Code aus ihrem Terminal ein',
  setUp: 'Erster Verwalter',
  setUpHint:
    'Die Station hat beim Start einen Einmal-Code ausgegeben. Wer ihn hat, legt das erste Konto an, das alles darf.',
  code: 'Einmal-Code',
  codeHint: 'Verloren? Auf der Station: npx lockout member set-up-code',
  alias: 'Dein Name auf Bildschirmen',
  password: 'Passwort',
  passwordHint: 'mindestens 12 Zeichen',
  makeAdmin: 'Konto anlegen',
  roles: {
    nobody: 'niemand',
    screen: 'Bildschirm',
    member: 'Mitglied',
    trainer: 'Trainer',
    admin: 'Verwalter',
    'undo button': 'Rückgängig-Taste',
  },
  mine: 'Meine Seite',
  notAllowed: 'Nicht für dieses Konto',
  notAllowedWhy: (role) => `Dafür braucht es die Rechte: ${role}. Melde dich ab und als jemand anderes wieder an.`,
  pair: {
    title: 'Diesen Bildschirm verbinden',
    link: 'Ist das der Bildschirm eines Platzes? Verbinden',
    hint: 'Dieser Browser wird zum Bildschirm eines Platzes: Er zeigt diesen Platz und sonst nichts. Den Code bekommt ein Verwalter unter Verwalten, Plätze.',
    code: 'Code',
    submit: 'Verbinden',
  },
  claim: 'Einchecken',
  claimAsk: (alias) => `Als ${alias} einchecken?`,
  claimHint: 'Der Platz, dessen Code du gescannt hast, zeigt deinen Namen und zählt für dich.',
  claimNow: 'Hier einchecken',
  claimed: (bay) => `Du bist auf ${bay}`,
  claimedText: 'Ab jetzt werden deine Sätze für dich behalten. Melde dich am Bildschirm ab, oder geh einfach.',
  claimNoCode: 'Scanne mit diesem Telefon den Code auf dem Bildschirm eines Platzes.',
  toHistory: 'Zu meinen Sätzen',
};

export const problems: Texts['problems'] = {
  'wrong-log-in': 'Name oder PIN ist falsch.',
  'bad-pairing-code':
    'Der Code ist falsch, schon benutzt oder älter als zehn Minuten. Einen neuen macht ein Verwalter unter Verwalten, Plätze.',
  'wrong-secret': 'Die jetzige PIN oder das jetzige Passwort ist falsch.',
  'wrong-set-up-code': 'Das ist nicht der Code. Er steht im Terminal der Station.',
  'set-up-done': 'Es gibt schon einen Verwalter. Melde dich an.',
  'too-many-tries': 'Zu viele falsche Versuche.',
  'changed-meanwhile': 'Jemand anderes hat das inzwischen geändert. Lade es neu.',
  'not-logged-in': 'Melde dich zuerst an.',
  'secret-too-short': 'Mitglieder brauchen eine PIN ab 4 Ziffern, Trainer und Verwalter ein Passwort ab 12 Zeichen.',
  'secret-too-easy':
    'Das würde als Erstes probiert: Nimm etwas anderes. Drei oder vier Wörter, die nichts miteinander zu tun haben, sind ein gutes Passwort.',
  'private-address':
    'Diese Adresse liegt auf der Station selbst oder in ihrem eigenen Netz. Trag sie zuerst in den Einstellungen unter webhooks.networks ein.',
  'login-missing': 'Zum Anmelden braucht es auch einen Anmeldenamen.',
  'no-such-set': 'Diesen Satz gibt es nicht mehr: Jemand hat ihn gelöscht, oder es ist nicht deiner.',
  'not-yours': 'Das ist von jemand anderem: Melde dich als diese Person an, oder frag einen Trainer.',
};
