import { pluralOf } from '../../../../src/contracts/shown.ts';
import type { FigureTexts } from '../finding-texts.ts';
import { sendingReasons } from './sending-reasons.ts';

const plural = pluralOf('de');

/** What the doctor measured, around its numbers. */
export const figures: FigureTexts = {
  ...sendingReasons,
  value: ({ value, unit }) => `${value} ${unit}`,
  'up-to': ({ value, unit }) => `bis ${value} ${unit}`,
  'at-least': ({ value, unit }) => `mindestens ${value} ${unit}`,
  none: () => 'keine',
  'not-measured': () => 'nicht gemessen',
  readings: ({ readings }, given) => plural(given.readings, '1 Messwert', `${readings} Messwerte`),
  'per-second': ({ rateHz }) => `${rateHz} in der Sekunde`,
  restarts: ({ restarts }, given) => plural(given.restarts, '1 Neustart', `${restarts} Neustarts`),
  damaged: ({ damaged, messages }) => `${damaged} von ${messages} Nachrichten beschädigt`,
  late: ({ latePercent }) => `${latePercent} mehr als 50 ms zu spät`,
  'readings-dropped': ({ readings }, given) =>
    plural(given.readings, '1 Messwert verworfen', `${readings} Messwerte verworfen`),
  'clock-fast': ({ ppm }) => `geht ${ppm} ppm vor`,
  'clock-slow': ({ ppm }) => `geht ${ppm} ppm nach`,
  'load-noise': ({ noiseN, noiseCounts }) => `${noiseN} (${noiseCounts} Schritte)`,
  'same-value': ({ values, runS }) => `${values}, einer davon ${runS} lang`,
  'none-longer': ({ mostS }) => `keiner länger als ${mostS}`,
  'without-target': ({ sharePercent }) => `${sharePercent} ohne Ziel`,
  lost: ({ readings, sharePercent, gaps, longestS }, given) =>
    `${readings} (${sharePercent}) in ${plural(given.gaps, '1 Lücke', `${gaps} Lücken`)}, die längste ${longestS}`,
  'of-them': ({ readings }) => `${readings} davon`,
  'voltage-low': () => 'jetzt zu niedrig',
  'voltage-was-low': () => 'war seit dem Start zu niedrig',
  errors: ({ errors }) => `${errors} Fehler`,
  'undone-update': ({ to, version, reason }) => `${to} wurde zurückgenommen, ${version} läuft (${reason})`,
  'failed-update': ({ to, reason }) => `auf ${to} (${reason})`,
  paths: ({ paths }) => paths,
  'mode-700': () => 'Modus 700',
  'none-configured': () => 'keiner eingerichtet',
  'of-reader': ({ name }) => `${name}:`,
  answers: () => 'antwortet',
  'held-up': ({ bays, worstMs }, given) =>
    `${plural(given.bays, '1 Platz', `${bays} Plätze`)}, im schlimmsten Fall ${worstMs} aufgehalten`,
  'system-says': ({ reason }) => reason,
  'this-machine': () => 'nur dieser Rechner',
  'no-network': () => 'keine Adresse in einem Netz',
  'no-backup': () => 'noch keine',
  'newest-backup': ({ at }) => `die neueste von ${at}`,
  'backup-every': ({ everyH }) => `eine alle ${everyH} h`,
  'disk-free': ({ freeGb, path }) => `${freeGb} frei unter ${path}`,
  'not-synchronized': ({ source }) => `nicht gestellt (${source})`,
  synchronized: () => 'gestellt',
  setting: ({ name, value }) => `${name} ist ${value}`,
  'mqtt-version': ({ version }) => `MQTT ${version}`,
  'of-broker': ({ address, reason }) => `${address} (${reason})`,
  connected: () => 'verbunden',
  'messages-dropped': ({ messages }, given) =>
    plural(given.messages, '1 Nachricht weggefallen', `${messages} Nachrichten weggefallen`),
  'messages-waiting': ({ messages }, given) =>
    plural(given.messages, '1 Nachricht wartet', `${messages} Nachrichten warten`),
  messages: ({ messages }, given) => plural(given.messages, '1 Nachricht', `${messages} Nachrichten`),
  'no-file': () => 'keine Datei',
  written: () => 'geschrieben',
  'no-damage': () => 'kein Schaden',
  'write-takes': ({ writeMs }) => `einmal Schreiben dauert ${writeMs}`,
  'takes-too-long': () => 'dauert zu lange',
  cases: ({ cases, sizeMb }, given) => `${plural(given.cases, '1 Fall', `${cases} Fälle`)}, ${sizeMb}`,
  'fewer-cases': ({ cases, sizeMb }) => `weniger als ${cases}, und Platz für einen weiteren in ${sizeMb}`,
  'lag-expected': ({ lagMs, withinMs }) => `${lagMs} ± ${withinMs}`,
  'lag-measured': ({ lagMs, withinMs }) => `die Kraft ${lagMs} ± ${withinMs} nach der Höhe`,
  'nothing-lifted': () => 'nichts wurde gehoben',
  'lag-unclear': () => 'die Bewegung zeigte es nicht',
  'default-values': () => 'voreingestellte Werte',
  'calibrated-two-cells': () => 'Die Last wurde mit zwei Zellen kalibriert; jetzt ist es eine.',
  'calibrated-one-cell': () => 'Die Last wurde mit einer Zelle kalibriert; jetzt sind es zwei.',
  'calibrated-other-cell': (it) =>
    `Die Wägezelle wurde mit ${it.calibrated} und Verstärkung ${it.calibratedGain} kalibriert; jetzt ist es ${it.configured} mit ${it.configuredGain}.`,
  'calibrated-other-distance': (it) =>
    `Der Abstand wurde mit ${it.calibrated} kalibriert; jetzt ist der Sensor ${it.configured}.`,
  'calibrated-other-rates': (it) =>
    `Der Zeitversatz wurde bei ${it.calibratedLoadHz} und ${it.calibratedDistanceHz} Hz gemessen; jetzt laufen die Sensoren mit ${it.loadHz} und ${it.distanceHz} Hz.`,
};
