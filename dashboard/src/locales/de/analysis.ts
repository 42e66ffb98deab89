import { pluralOf } from '../../../../src/contracts/shown.ts';
import type { AnalysisTexts } from '../en/analysis.ts';

const plural = pluralOf('de');

const keineAufzeichnung = 'das ist keine Aufzeichnung von Lockout; die erste Zeile muss „# lockout-recording: 1“ sein';
const kanal = { height: 'Höhe', force: 'Kraft' } as const;

/** Die Seite, die eine Aufzeichnung im Browser auswertet. */
export const analysis: AnalysisTexts = {
  title: 'Eine Aufzeichnung auswerten',
  lead: 'Zähle und miss die Wiederholungen einer Aufzeichnung, und probiere andere Einstellungen daran aus.',
  stays: 'Die Datei bleibt auf diesem Rechner: Dieser Browser wertet sie aus und schickt sie nirgendwohin.',
  choose: 'Aufzeichnung wählen (CSV)',
  drop: 'oder hier ablegen',
  another: 'Andere Aufzeichnung',
  formats:
    'Die Aufzeichnungen dieser Station: die Rohdaten eines Satzes, „lockout record“, ein Fall. Andere als CSV derselben Form: die erste Zeile „# lockout-recording: 1“, dann die Spalten t_s,height_mm,force_n.',
  reading: (share) => `Auswertung: ${share}`,
  cancel: 'Abbrechen',
  ofSet: 'die Aufzeichnung eines Satzes',
  tooLarge: (size, most) =>
    `Diese Datei hat ${size} MB; hier werden höchstens ${most} MB ausgewertet. Auf der Station oder einem Rechner: npx lockout analyze DATEI.`,
  notOne: 'Lege nur eine Datei auf einmal ab.',
  failed: (why) => `Die Datei lässt sich nicht auswerten: ${why}`,
  faultyTitle: (count) => plural(count, 'Die Datei hat einen Fehler', `Die Datei hat ${count} Fehler`),
  faultyHint: 'In einer Datei mit Fehlern wird nichts gezählt. Berichtige die Zeilen, oder zeichne neu auf.',
  line: (line) => `Zeile ${line}`,
  wholeFile: 'Die Datei',
  moreFaults: (count) => `und ${count} weitere`,
  faults: {
    'not-a-recording': () => keineAufzeichnung,
    'unknown-version': ({ found, known }) =>
      `Version ${found} der Aufzeichnung ist hier unbekannt, nur ${known}; nimm ein neueres Lockout`,
    'wrong-columns': ({ found, wanted }) => `die Spalten müssen mit ${wanted} beginnen, nicht „${found}“`,
    'wrong-cell-count': ({ cells, columns, names }) =>
      `${cells} Zellen, aber ${columns} Spalten (${names}); ist die Zeile abgeschnitten?`,
    'not-a-number': ({ column, found }) =>
      `Spalte ${column}: „${found}“ ist keine Zahl; lass die Zelle leer, wo es keinen Messwert gibt`,
    'too-large': ({ column, found }) => `Spalte ${column}: ${found} ist zu groß`,
    'no-time': () => 'Spalte t_s: leer; jede Zeile braucht ihre Zeit in Sekunden',
    'time-out-of-range': ({ found }) => `Spalte t_s: ${found} liegt außerhalb; Zeiten sind Sekunden`,
    'bad-flags': ({ found }) => `Spalte flags: ${found} ist keine ganze Zahl ab 0`,
    'time-goes-back': ({ channel, lastS, atS }) =>
      `Spalte t_s: die Zeit (${kanal[channel]}) springt zurück von ${lastS} s auf ${atS} s; die Zeilen müssen zeitlich geordnet sein`,
    'not-text': () => 'das ist keine Textdatei, also keine Aufzeichnung von Lockout',
    'unknown-exercise': ({ found, known }) =>
      `unbekannte Übung „${found}“; bekannt sind ${known}. Wähle eine in den Einstellungen, um die Datei trotzdem auszuwerten`,
    'unknown-mount': ({ found, known }) => `unbekannte force_mount „${found}“; bekannt sind ${known}`,
    'no-columns-yet': () => 'die Zeile mit den Namen der Spalten fehlt noch',
    'no-columns': ({ wanted }) => `die Datei endet vor den Namen der Spalten (${wanted})`,
    'no-readings': () => 'die Aufzeichnung enthält keine Messwerte',
    empty: () => 'die Datei ist leer; zeichne zuerst einen Satz auf (npx lockout record)',
  },

  counted: (reps, sets) => `${reps} gezählt in ${sets}`,
  sets: (count) => plural(count, '1 Satz', `${count} Sätzen`),
  asRecorded: (reps) => `Wie aufgezeichnet: ${reps}`,
  facts: {
    exercise: 'Übung',
    mount: 'Kraftsensor',
    length: 'Länge',
    readings: 'Messwerte',
    height: 'Höhe',
    force: 'Kraft',
  },
  channel: { ok: 'gut', unreliable: 'unzuverlässig', absent: 'keine' },
  leftOut: (count) => `${count} Ausreißer verworfen`,
  mounts: {
    bar: 'zwischen Stange und Mensch',
    platform: 'unter Stange und Mensch',
    hooks: 'in den Haken',
    none: 'keiner',
  },
  thinned:
    'Eine lange Aufzeichnung: Die Kurve zeigt von jedem Stück den niedrigsten und den höchsten Messwert. Gezählt wird mit allen.',
  noMovements: 'Keine Bewegung gefunden.',

  settings: 'Einstellungen zum Ausprobieren',
  settingsHint: 'Was leer bleibt, gilt, wie die Aufzeichnung es sagt.',
  asItSays: (what) => `wie aufgezeichnet (${what})`,
  useForce: 'Kraft',
  noForce: 'Kraft nicht verwenden',
  targetHold: 'Ziel des Haltens',
  heightLag: 'Verzug der Höhe',
  forceLag: 'Verzug der Kraft',
  top: 'Erwartete Höhe oben',
  range: 'Erwarteter Bewegungsumfang',
  expectedHint: 'Beides oder keines: wie bei einem Mitglied über mehrere Sätze gelernt.',
  again: 'Mit diesen Einstellungen auswerten',
  reset: 'Wie aufgezeichnet',
  notANumber: (from, to) => `Gib eine Zahl von ${from} bis ${to} an, etwa 12,5.`,
  both: 'Gib Höhe und Umfang an, oder keines von beiden.',

  movements: 'Bewegungen',
  columns: {
    n: 'Wdh.',
    start: 'Beginn',
    lockout: 'Oben',
    up: 'Hoch',
    hold: 'Halten',
    down: 'Ab',
    top: 'Höhe oben',
    range: 'Umfang',
    mean: 'Mittel',
    propulsive: 'Antriebsphase',
    peak: 'Spitze',
    load: 'Last',
    force: 'Mittlere Kraft',
    power: 'Mittlere Leistung',
    work: 'Arbeit',
    verdict: 'Urteil und Gründe',
  },
  show: (index) => `Bewegung ${index} auf der Kurve zeigen`,
  more: 'Mehr zeigen',
  json: 'Alle Werte (JSON)',
  csv: 'Bewegungen (CSV)',
  jsonHint: 'Das JSON-Dokument ist das von npx lockout analyze --json.',
};
