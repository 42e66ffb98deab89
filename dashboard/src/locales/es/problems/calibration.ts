import type { CalibrationProblemTexts } from '../../problem-texts.ts';

const DOCTOR = 'Revisa los cables; `npx lockout doctor` dice más.';

/** Por qué una calibración no siguió, y qué hacer. */
export const calibrationProblems: CalibrationProblemTexts = {
  'calibration-busy': () => 'Se está midiendo un paso. Espera, o abandona la calibración.',
  'calibration-open': () => 'En este puesto hay una calibración en curso. Guárdala o abandónala.',
  'calibration-replaying': () => 'En este puesto se reproduce una grabación. Detenla antes.',
  'calibration-aborted': () => 'La calibración se abandonó; no se cambió nada.',
  'calibration-no-load-cell': () => 'Este puesto no tiene célula de carga (load.sensor es none).',
  'calibration-no-distance-sensor': () => 'Este puesto no tiene sensor de distancia (distance.sensor es none).',
  'calibration-cell-in-hooks': () =>
    'Una célula en los ganchos no siente nada mientras la barra se mueve; su retraso no se puede medir. Salta este paso.',
  'calibration-mass-missing': () => 'Di cuánto pesa: más de 0.',
  'calibration-known-missing': ({ leastMm, mostMm }) =>
    `Indica a qué distancia está la barra de su altura en los ganchos: de ${leastMm} a ${mostMm}.`,
  'calibration-tare-first': () => 'Mide antes el cero: la célula vacía es el otro extremo de la línea.',
  'calibration-racked-first': () => 'Mide antes la altura en los ganchos: las demás alturas se cuentan desde ahí.',
  'calibration-nothing-to-save': () =>
    'Aún no se ha medido nada, así que no hay nada que guardar. Empieza por el cero.',
  'calibration-silent': () => `No llegó ninguna lectura en cinco segundos. ¿Está conectada la placa? ${DOCTOR}`,
  'calibration-saturated': () =>
    'La célula de carga está a tope. Quita la carga; si sigue así, sus cables están cambiados o rotos, o la ganancia es muy alta.',
  'calibration-failing': ({ sensor, failed, readings }) =>
    `${sensor} falló en ${failed} de ${readings} lecturas. ${DOCTOR}`,
  'calibration-too-few-readings': ({ sensor, readings }) =>
    `${sensor} solo dio ${readings} lecturas en tres segundos. ${DOCTOR}`,
  'calibration-erratic': ({ sensor, outliers, readings }) =>
    `${sensor} dio ${outliers} de ${readings} lecturas muy desviadas. ${DOCTOR}`,
  'calibration-load-moved': ({ driftCounts }) =>
    `Se movió mientras se medía: la célula de carga, ${driftCounts} pasos. Deja que se quede quieto y mide otra vez.`,
  'calibration-bar-moved': ({ driftMm }) =>
    `Se movió mientras se medía: la barra, ${driftMm}. Deja que se quede quieto y mide otra vez.`,
  'calibration-shaking': ({ sdCounts }) =>
    `Vibra: las lecturas varían ${sdCounts} pasos. Deja que se quede quieto. Si ya lo está: ${DOCTOR}`,
  'calibration-distance-noisy': ({ sdMm }) =>
    `Las distancias varían ${sdMm}. ¿Se mueve algo en el haz, o el blanco es oscuro? Ayuda un plástico blanco de 10 × 10 cm.`,
  'calibration-no-difference': ({ massKg, changeCounts }) =>
    `${massKg} no se notan (${changeCounts} pasos más que el cero). ¿Aprieta la masa la célula? ¿Estaba ya al medir el cero? Si todo está bien, revisa los cables de la célula.`,
  'calibration-not-monotonic': ({ massKg, lighterKg }) =>
    `${massKg} se leyeron menos que ${lighterKg}. Una de las dos masas no es lo que dice, o se apoyaba en otra cosa: mídela otra vez.`,
  'calibration-not-linear': ({ massKg, residualN, residualPercent }) =>
    `Las masas no están en una línea: ${massKg} se desvía ${residualN} (${residualPercent}). Un disco no pesa lo que dice, o la célula roza. Mide otra vez, o salta las masas y empiézalas de nuevo.`,
  'calibration-scale-out-of-range': ({ measuredMm, knownMm }) =>
    `El sensor midió ${measuredMm} en vez de ${knownMm}, más del 10 % de desvío. Mide la altura otra vez; luego comprueba que vea solo la placa de la barra y esté paralelo al recorrido.`,
  'calibration-travel-too-short': ({ travelMm }) =>
    `La barra está solo ${travelMm} por encima de sus ganchos. Súbela al bloqueo y aguanta ahí.`,
  'calibration-travel-too-far': ({ travelMm }) =>
    `La barra estaría a ${travelMm} de sus ganchos. ¿Ve el sensor la barra, y nada más?`,
  'calibration-too-few-reps': ({ reps }) =>
    `De tres repeticiones se vieron ${reps}. Haz tres rápidas de al menos 10 cm, sin pausa entre ellas.`,
  'calibration-reps-too-short': () =>
    'Las repeticiones fueron demasiado cortas para comparar. Saca la barra, haz tres de un segundo cada una y descansa con ella dos segundos.',
  'calibration-gaps': () => `Faltaron lecturas entremedias. ${DOCTOR}`,
  'calibration-backwards': () =>
    'La fuerza baja cuando la barra acelera. El sentido del sensor de distancia o el signo de la escala está mal: mide antes la altura del bloqueo y una masa.',
  'calibration-too-far-apart': () =>
    'Los dos sensores están separados más de un tercio de segundo; hay otro problema. `npx lockout doctor` dice más.',
  'calibration-poor-fit': ({ explainedPercent, errorMs }) =>
    `Fuerza y movimiento no encajan lo bastante (se explica ${explainedPercent}, el retraso solo se conoce con ${errorMs}). Haz las repeticiones más rápidas y sin apoyar; una célula de 10 lecturas por segundo es demasiado lenta para esto: entonces sáltalo.`,
  'calibration-not-stored': () =>
    'La calibración no se pudo guardar y no vale: la base de datos no responde. Inténtalo otra vez.',
  'calibrations-unreadable': () =>
    'Las calibraciones no se pueden leer: la base de datos no responde. Inténtalo otra vez.',
  'no-such-calibration': () => 'En este puesto no existe esa calibración.',
};
