import type { CalibrationProblemTexts } from '../../problem-texts.ts';

const DOCTOR = 'Prüfe die Verdrahtung; `npx lockout doctor` sagt mehr.';

/** Warum eine Kalibrierung nicht weiterging, und was zu tun ist. */
export const calibrationProblems: CalibrationProblemTexts = {
  'calibration-busy': () => 'Ein Schritt wird gerade gemessen. Warte ihn ab, oder brich die Kalibrierung ab.',
  'calibration-open': () => 'An diesem Platz läuft eine Kalibrierung. Speichere sie oder brich sie ab.',
  'calibration-replaying': () => 'An diesem Platz wird eine Aufzeichnung abgespielt. Halte sie zuerst an.',
  'calibration-aborted': () => 'Die Kalibrierung wurde abgebrochen; nichts wurde geändert.',
  'calibration-no-load-cell': () => 'Dieser Platz hat keine Kraftmessdose (load.sensor ist none).',
  'calibration-no-distance-sensor': () => 'Dieser Platz hat keinen Abstandssensor (distance.sensor ist none).',
  'calibration-cell-in-hooks': () =>
    'Eine Kraftmessdose in den Haken spürt nichts, während sich die Stange bewegt; ihr Verzug ist nicht zu messen. Überspring diesen Schritt.',
  'calibration-mass-missing': () => 'Gib an, wie schwer sie ist: mehr als 0.',
  'calibration-known-missing': ({ leastMm, mostMm }) =>
    `Gib an, wie weit die Stange von ihrer Höhe in den Haken entfernt ist: ${leastMm} bis ${mostMm}.`,
  'calibration-tare-first': () => 'Miss zuerst die Null: Die leere Dose ist das andere Ende der Linie.',
  'calibration-racked-first': () => 'Miss zuerst die Höhe in den Haken: Die anderen Höhen zählen von dort.',
  'calibration-nothing-to-save': () => 'Noch ist nichts gemessen, also nichts zu speichern. Beginne mit der Null.',
  'calibration-silent': () => `Fünf Sekunden lang kam kein Messwert. Ist die Platine angeschlossen? ${DOCTOR}`,
  'calibration-saturated': () =>
    'Die Kraftmessdose ist am Anschlag. Nimm die Last weg; bleibt es so, sind ihre Drähte vertauscht oder gebrochen, oder die Verstärkung ist zu hoch.',
  'calibration-failing': ({ sensor, failed, readings }) =>
    `${sensor} lieferte ${failed} von ${readings} Messungen nicht. ${DOCTOR}`,
  'calibration-too-few-readings': ({ sensor, readings }) =>
    `${sensor} gab in drei Sekunden nur ${readings} Messwerte. ${DOCTOR}`,
  'calibration-erratic': ({ sensor, outliers, readings }) =>
    `${sensor} lag bei ${outliers} von ${readings} Messwerten weit daneben. ${DOCTOR}`,
  'calibration-load-moved': ({ driftCounts }) =>
    `Es hat sich bewegt, während gemessen wurde: die Kraftmessdose um ${driftCounts} Schritte. Lass es zur Ruhe kommen und miss noch einmal.`,
  'calibration-bar-moved': ({ driftMm }) =>
    `Es hat sich bewegt, während gemessen wurde: die Stange um ${driftMm}. Lass es zur Ruhe kommen und miss noch einmal.`,
  'calibration-shaking': ({ sdCounts }) =>
    `Es wackelt: Die Messwerte streuen um ${sdCounts} Schritte. Lass es zur Ruhe kommen. Ist es in Ruhe: ${DOCTOR}`,
  'calibration-distance-noisy': ({ sdMm }) =>
    `Die Abstände streuen um ${sdMm}. Bewegt sich etwas im Strahl, oder ist das Ziel dunkel? Weißes Plastik von 10 × 10 cm hilft.`,
  'calibration-no-difference': ({ massKg, changeCounts }) =>
    `${massKg} sind nicht zu spüren (${changeCounts} Schritte mehr als die Null). Drückt die Masse auf die Dose? Lag sie schon bei der Null darauf? Stimmt alles, prüfe die Drähte der Dose.`,
  'calibration-not-monotonic': ({ massKg, lighterKg }) =>
    `${massKg} lasen sich kleiner als ${lighterKg}. Eine der beiden Massen ist nicht, was sie sagt, oder lag auf etwas anderem: Miss sie noch einmal.`,
  'calibration-not-linear': ({ massKg, residualN, residualPercent }) =>
    `Die Massen liegen nicht auf einer Linie: ${massKg} weicht um ${residualN} (${residualPercent}) ab. Eine Scheibe wiegt anders, oder die Dose reibt. Miss noch einmal, oder überspring die Massen und beginne sie neu.`,
  'calibration-scale-out-of-range': ({ measuredMm, knownMm }) =>
    `Der Sensor maß ${measuredMm} statt ${knownMm}, mehr als 10 % daneben. Miss die Höhe nach; prüfe dann, ob er nur die Platte der Stange sieht und parallel zum Weg steht.`,
  'calibration-travel-too-short': ({ travelMm }) =>
    `Die Stange ist nur ${travelMm} über ihren Haken. Heb sie zur Streckung und halte sie dort.`,
  'calibration-travel-too-far': ({ travelMm }) =>
    `Die Stange wäre ${travelMm} von ihren Haken entfernt. Sieht der Sensor die Stange, und nichts anderes?`,
  'calibration-too-few-reps': ({ reps }) =>
    `Von drei Wiederholungen wurden ${reps} gesehen. Mach drei schnelle von mindestens 10 cm, ohne Pause dazwischen.`,
  'calibration-reps-too-short': () =>
    'Die Wiederholungen waren zu kurz zum Vergleichen. Heb die Stange aus, mach drei von je einer Sekunde und ruhe mit ihr zwei Sekunden.',
  'calibration-gaps': () => `Dazwischen fehlten Messwerte. ${DOCTOR}`,
  'calibration-backwards': () =>
    'Die Kraft fällt, wenn die Stange schneller wird. Die Richtung des Abstandssensors oder das Vorzeichen der Spanne ist falsch: Miss zuerst die Höhe der Streckung und eine Masse.',
  'calibration-too-far-apart': () =>
    'Die beiden Sensoren liegen mehr als eine drittel Sekunde auseinander; etwas anderes stimmt nicht. `npx lockout doctor` sagt mehr.',
  'calibration-poor-fit': ({ explainedPercent, errorMs }) =>
    `Kraft und Bewegung passen nicht gut genug zusammen (${explainedPercent} erklärt, Verzug nur auf ${errorMs} bekannt). Mach die Wiederholungen schneller und ohne aufzusetzen; eine Dose mit 10 Messungen in der Sekunde ist dafür zu langsam, dann überspring es.`,
  'calibration-not-stored': () =>
    'Die Kalibrierung ließ sich nicht speichern und gilt nicht: Die Datenbank antwortet nicht. Versuch es noch einmal.',
  'calibrations-unreadable': () =>
    'Die Kalibrierungen sind nicht zu lesen: Die Datenbank antwortet nicht. Versuch es noch einmal.',
  'no-such-calibration': () => 'Diese Kalibrierung gibt es an diesem Platz nicht.',
};
