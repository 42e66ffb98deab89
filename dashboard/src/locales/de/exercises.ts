import type { Texts } from '../en.ts';

export const exercises: Texts['exercises'] = {
  'hip-thrust': {
    label: 'Hip Thrust',
    cues: ['Durch den Boden drücken', 'Hüfte hoch', 'Halten', 'Ablassen'],
    setUpSteps: [
      'Stange polstern',
      'Oberer Rücken auf die Bank, Stange über die Hüfte',
      'Füße nah am Gesäß aufstellen',
    ],
  },
  'single-leg-deadlift': {
    label: 'Einbeiniges Kreuzheben',
    cues: ['Hüfte gerade', 'Freies Bein nach hinten', 'Aufrichten', 'Ablassen'],
    setUpSteps: ['Auf einem Bein nah an die Stange', 'Knie weich, Hüfte gerade zur Stange', 'Schulterbreit greifen'],
  },
  'bulgarian-split-squat': {
    label: 'Bulgarian Split Squat',
    cues: ['Gerade nach unten', 'Vorderer Fuß flach', 'Hochdrücken'],
    setUpSteps: [
      'Hinterer Fuß auf die Bank',
      'Vorderer Fuß einen langen Schritt voraus',
      'Stange auf den oberen Rücken',
    ],
  },
  squat: {
    label: 'Kniebeuge',
    cues: ['Spannung', 'Zwischen die Hüften sinken', 'Hochdrücken', 'Aufrichten'],
    setUpSteps: ['Stange auf den oberen Rücken', 'Mit beiden Füßen zurücktreten', 'Füße schulterbreit'],
  },
  deadlift: {
    label: 'Kreuzheben',
    cues: ['Spannung', 'Den Boden wegdrücken', 'Strecken', 'Ablassen'],
    setUpSteps: ['Stange über die Fußmitte', 'Außerhalb der Knie greifen', 'Brust hoch, Arme lang'],
  },
  'bench-press': {
    label: 'Bankdrücken',
    cues: ['Schultern tief und zurück', 'Stange zur Brust', 'Drücken', 'Arme lang'],
    setUpSteps: ['Augen unter der Stange', 'Füße auf dem Boden', 'Ablagen unter Brusthöhe'],
  },
  'shoulder-press': {
    label: 'Schulterdrücken',
    cues: ['Spannung', 'Drücken', 'Kopf durch', 'Ablassen'],
    setUpSteps: ['Stange vorn auf die Schultern', 'Knapp außerhalb der Schultern greifen', 'Rippen tief'],
  },
  generic: { label: 'Andere Übung', cues: ['Hoch', 'Ab'], setUpSteps: ['Stange einrichten', 'Last prüfen'] },
};
