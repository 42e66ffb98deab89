import type { RefusalTexts } from '../refusal-texts.ts';

/** Warum eine Kalibrierung nicht weiterging, und was zu tun ist. */
export const refusals: RefusalTexts = {
  aborted: 'Die Kalibrierung wurde aufgegeben; nichts wurde geändert.',
  backwards:
    'Die Kraft fällt, wenn die Stange schneller wird. Die Richtung des Abstandssensors oder das Vorzeichen der Spanne ist falsch: Miss zuerst die Höhe der Streckung und eine Masse.',
  busy: 'Ein Schritt wird gerade gemessen. Warte ihn ab, oder gib die Kalibrierung auf.',
  'cell-in-hooks':
    'Eine Kraftmessdose in den Haken spürt nichts, während sich die Stange bewegt; ihr Verzug ist nicht zu messen. Überspring diesen Schritt.',
  'distance-noisy':
    'Die Abstände schwanken. Bewegt sich etwas im Strahl, oder ist das Ziel dunkel? Weißes Plastik von 10 × 10 cm hilft.',
  erratic: 'Zu viele Messwerte lagen weit daneben: Prüfe die Verdrahtung; `npx lockout doctor` sagt mehr.',
  failing: 'Zu viele Messungen sind misslungen: Prüfe die Verdrahtung; `npx lockout doctor` sagt mehr.',
  gaps: 'Dazwischen fehlten Messwerte: Prüfe die Verdrahtung; `npx lockout doctor` sagt mehr.',
  'known-missing': 'Gib an, wie weit die Stange von ihrer Höhe in den Haken entfernt ist: 200 bis 2500 mm.',
  'mass-missing': 'Gib an, wie schwer sie ist: mehr als 0.',
  moving: 'Es hat sich bewegt, während gemessen wurde. Lass es zur Ruhe kommen und miss noch einmal.',
  'no-difference':
    'Diese Masse ist nicht zu spüren. Drückt sie auf die Dose? Lag sie schon bei der Null darauf? Wenn alles stimmt, prüfe die Drähte der Dose.',
  'no-distance-sensor': 'Dieser Platz hat keinen Abstandssensor (distance.sensor ist none).',
  'no-load-cell': 'Dieser Platz hat keine Kraftmessdose (load.sensor ist none).',
  'not-linear':
    'Die Massen liegen nicht auf einer Linie: Eine Scheibe wiegt anders als gedacht, oder die Dose reibt. Miss noch einmal, oder überspring die Massen und beginne sie neu.',
  'not-monotonic':
    'Eine größere Masse las sich kleiner als eine leichtere. Eine der beiden ist nicht, was sie sagt, oder lag auf etwas anderem: Miss sie noch einmal.',
  'not-stored': 'Die Datenbank antwortet nicht; nichts wurde geändert. Versuch es noch einmal.',
  'nothing-to-save': 'Noch ist nichts gemessen, also nichts zu speichern. Beginne mit der Null.',
  open: 'An diesem Platz läuft eine Kalibrierung. Speichere sie oder gib sie auf.',
  'poor-fit':
    'Kraft und Bewegung passen nicht gut genug zusammen. Mach die Wiederholungen schneller und ohne aufzusetzen; eine Dose mit 10 Messungen in der Sekunde ist dafür zu langsam, dann überspring es.',
  'racked-first': 'Miss zuerst die Höhe in den Haken: Die anderen Höhen zählen von dort.',
  replaying: 'An diesem Platz wird eine Aufzeichnung abgespielt. Halte sie zuerst an.',
  'reps-too-short':
    'Die Wiederholungen waren zu kurz zum Vergleichen. Heb die Stange aus, mach drei von je einer Sekunde und ruhe mit ihr zwei Sekunden.',
  saturated:
    'Die Kraftmessdose ist am Anschlag. Nimm die Last weg; bleibt es so, sind ihre Drähte vertauscht oder gebrochen, oder die Verstärkung ist zu hoch.',
  'scale-out-of-range':
    'Der Sensor weicht um mehr als 10 % von der bekannten Höhe ab. Miss die Höhe nach; prüfe dann, ob er nur die Platte der Stange sieht und parallel zum Weg steht.',
  shaking: 'Es wackelt. Lass es zur Ruhe kommen; ist es in Ruhe, prüfe die Verdrahtung.',
  silent: 'Fünf Sekunden lang kam kein Messwert. Ist die Platine angeschlossen? Wenn ja, prüfe die Verdrahtung.',
  'tare-first': 'Miss zuerst die Null: Die leere Dose ist das andere Ende der Linie.',
  'too-far-apart':
    'Die beiden Sensoren liegen mehr als eine drittel Sekunde auseinander; etwas anderes stimmt nicht. `npx lockout doctor` sagt mehr.',
  'too-few-readings': 'Zu wenige Messwerte kamen an: Prüfe die Verdrahtung; `npx lockout doctor` sagt mehr.',
  'too-few-reps':
    'Nicht alle drei Wiederholungen wurden gesehen. Mach drei schnelle von mindestens 10 cm, ohne Pause dazwischen.',
  'travel-too-far': 'Die Stange wäre zu weit von ihren Haken. Sieht der Sensor die Stange, und nichts anderes?',
  'travel-too-short': 'Die Stange ist kaum über ihren Haken. Heb sie zur Streckung und halte sie dort.',
  unknown: 'Diese Kalibrierung gibt es an diesem Platz nicht.',
};
