import type { Texts } from '../en.ts';

export const demo: Texts['demo'] = {
  title: 'Demo',
  hint: 'Simulierte Trainierende, erfundener Verlauf.',
  as: 'Ansehen als',
  roles: { lifter: 'Mitglied', trainer: 'Trainer', admin: 'Admin' },
  decide: 'Demo behalten oder verlassen?',
  keep: 'Demo behalten',
  keepHint: (file) =>
    `Die simulierten Mitglieder und ihre Sätze bleiben. Die Änderungen werden in ${file} gespeichert und gelten ab dem nächsten Start.`,
  leave: 'Demo verlassen',
  leaveHint: (file, dataDir, demoDir) =>
    `Die Änderungen werden als ${file} gespeichert. Ab dem nächsten Start verwendet die Station eine andere Datenbank, in ${dataDir}, in der noch niemand ein Konto hat. Die Daten der Demo bleiben in ${demoDir}.`,
  left: (file) =>
    `Gespeichert als ${file}. Bis zum nächsten Start ist dies die Demo; dann zeigt das Terminal einen neuen Code für den ersten Admin.`,
};
