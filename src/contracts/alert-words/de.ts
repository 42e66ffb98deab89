import { pluralOf } from '../shown.ts';
import type { AlertWords } from './alert-words.ts';

const plural = pluralOf('de');

export const alerts: AlertWords = {
  titles: {
    'board-lost': 'Elektronik weg',
    'board-degraded': 'Ein Sensor schweigt',
    'height-unreliable': 'Abstandssensor unzuverlässig',
    'force-unreliable': 'Kraftsensor unzuverlässig',
    'samples-lost': 'Messwerte verloren',
    'storage-failing': 'Sätze werden nicht gespeichert',
    'computer-slow': 'Rechner zu langsam',
    'log-ins-failing': 'Viele Anmeldungen gescheitert',
    calibrating: 'Wird kalibriert',
    'calibration-unused': 'Neu kalibrieren',
    'load-shift': 'Kraftsensor verschoben',
    'height-shift': 'Abstandssensor verschoben',
    'lag-shift': 'Sensoren nicht im Takt',
    'load-disagrees': 'Last passt nicht',
    stalled: 'Steckengeblieben',
    uneven: 'Ungleich',
    overshoot: 'Immer wieder zu hoch',
    'hold-missed': 'Immer wieder zu kurz gehalten',
  },
  remedies: {
    'board-lost': () => 'USB-Kabel wieder einstecken: Sie wird von selbst erkannt.',
    'board-degraded': () => 'Kabel des Sensors prüfen.',
    'height-unreliable': () => 'Den Sensor und was er sieht reinigen.',
    'force-unreliable': () => 'Kabel und Befestigung des Kraftsensors prüfen.',
    'samples-lost': () => 'USB-Kabel prüfen; es können Wiederholungen fehlen.',
    'storage-failing': () => 'Platz auf dem Datenträger schaffen. Bis dahin bleiben die Sätze im Speicher.',
    'computer-slow': ({ bays }, given) =>
      `Dieser Rechner ist zu langsam für ${plural(given.bays, '1 Platz', `${bays} Plätze`)}: Wiederholungen können fehlen. Beende andere Programme darauf, oder nimm einen zweiten dazu.`,
    'log-ins-failing': () =>
      'Vielleicht probiert jemand Passwörter aus. Welche Konten es trifft, steht unter den Änderungen.',
    calibrating: () => 'Bis dahin wird nichts gezählt.',
    'calibration-unused': () => 'Es sind nicht die Sensoren, die kalibriert wurden.',
    'load-shift': ({ offsetKg }) =>
      `${offsetKg} auf dem Kraftsensor, obwohl die Stange abgelegt ist. Nimm weg, was darauf liegt, oder nulle den Platz.`,
    'height-shift': ({ offsetMm }) =>
      `Die abgelegte Stange liegt ${offsetMm} neben der kalibrierten Höhe. Sind Haken und Scheiben dieselben, kalibriere die Höhe neu.`,
    'lag-shift': ({ lateMs }) =>
      `Die Kraft kommt ${lateMs} später als die Höhe. Den Zeitversatz der Sensoren neu kalibrieren.`,
    'load-disagrees': ({ measuredKg, enteredKg }) =>
      `Die Waage zeigt etwa ${measuredKg}, eingegeben sind ${enteredKg}. Scheiben prüfen oder die Last neu eingeben.`,
    stalled: () => 'Die Stange steht auf dem Weg nach oben. Jemand sollte hinsehen.',
    uneven: () => 'Eine Seite trägt deutlich mehr als die andere.',
    overshoot: () => 'Die Stange geht über die Linie. Auf den unteren Rücken achten.',
    'hold-missed': () => 'Zuletzt wurde zu kurz gehalten.',
  },
};
