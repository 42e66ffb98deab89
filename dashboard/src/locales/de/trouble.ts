import { alerts } from '../../../../src/contracts/alert-words/de.ts';
import type { Texts } from '../en.ts';

export const trouble: Texts['trouble'] = {
  sources: {
    simulated: ['Simuliert', 'Keine Elektronik angeschlossen: Hier hebt niemand.'],
    replay: ['Wiedergabe', 'Eine Aufnahme läuft: Das hebt jetzt niemand.'],
  },
  boardStarting: 'Elektronik startet',
  boardStartingText: 'Einen Moment.',
  channels: { height: 'Abstandssensor', force: 'Kraftsensor' },
  sensors: { load: 'Die Kraftmessdose', loadRight: 'Die rechte Kraftmessdose', distance: 'Der Abstandssensor' },
  outputs: { ledPin: 'Leuchte', buzzerPin: 'Summer', tareButtonPin: 'Null-Taste', undoButtonPin: 'Rücknahme-Taste' },
  causes: {
    powerOn: 'der Strom war weg',
    external: 'Reset-Taste oder USB',
    brownOut: 'zu niedrige Spannung',
    watchdog: 'Watchdog',
    unknown: 'Ursache unbekannt',
  },
  channelStatus: { ok: 'gut', unreliable: 'unzuverlässig', absent: 'keine Daten' },
  unreliable: (sensor) => `${sensor} unzuverlässig`,
  ...alerts,
};

export const channelReasons: Texts['channelReasons'] = {
  'no-reading-yet': () => 'noch kein brauchbarer Messwert',
  silent: ({ silentS }) => `seit ${silentS} kein Messwert`,
  'outliers-rejected': () => 'einzelne Messwerte liegen weit daneben und zählen nicht',
  'height-doubted': () => 'er zweifelt selbst an seinen Messwerten: reinigen, oder ein anderes Ziel geben',
  'height-stuck': () => 'er wiederholt eine Zahl: Er misst nicht mehr',
  'height-jumps': () => 'die Höhe springt schneller, als eine Stange sich bewegt',
  'height-noisy': ({ mostMm }) => `die Höhe rauscht (mehr als ${mostMm}): reinigen, oder ein anderes Ziel geben`,
  'force-doubted': () => 'er zweifelt selbst an seinen Messwerten: Kabel prüfen',
  'force-stuck': () => 'er wiederholt eine Zahl: Er misst nicht mehr',
  'force-jumps': () => 'die Kraft springt und kehrt gleich zurück: Kabel prüfen',
  'force-wanders': () => 'die Kraft wandert über und unter null: Eine Ader ist gebrochen',
};
