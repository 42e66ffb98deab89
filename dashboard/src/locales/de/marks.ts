import type { Texts } from '../en.ts';

export const marks: Texts['marks'] = {
  title: 'Deine Worte dazu',
  warmUp: 'Aufwärmsatz',
  work: 'Arbeitssatz',
  warmUpHint: 'Er gehört nicht zu den Sätzen des Programms.',
  isWarmUp: 'Der Satz ist jetzt ein Aufwärmsatz.',
  isWork: 'Der Satz zählt jetzt zum Programm.',
  timeUncertain: 'Datum unsicher',
  timeUncertainHint:
    'Aufgezeichnet, während die Uhrzeit der Station unbekannt war. Das Datum kann falsch sein; es wird berichtigt, sobald die Uhrzeit bekannt ist.',
  rpe: 'Wie schwer war es? (RPE)',
  noRpe: 'nicht gesagt',
  rpeWords: (rpe, left) =>
    left === 0
      ? `${rpe}: keine mehr`
      : left === 1
        ? `${rpe}: eine mehr möglich`
        : `${rpe}: ${String(left).replace('.', ',')} mehr möglich`,
  rpeSaved: 'Gespeichert, wie schwer es war.',
  note: 'Notiz',
  noteSaved: 'Die Notiz ist gespeichert.',
  share: 'Als Bild teilen',
  shareHint: 'Das Bild entsteht auf diesem Gerät. Es geht nur dorthin, wohin du es schickst.',
  withName: (name) => `Mit meinem Namen (${name})`,
  withLoad: 'Mit der Last',
  withDay: 'Mit dem Tag',
  makePicture: 'Bild machen',
  shared: 'Das Bild ist fertig.',
  print: 'Drucken',
};
