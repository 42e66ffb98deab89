import type { RefusalTexts } from '../refusal-texts.ts';

/** Por qué una calibración no siguió, y qué hacer. */
export const refusals: RefusalTexts = {
  aborted: 'La calibración se abandonó; no se cambió nada.',
  backwards:
    'La fuerza baja cuando la barra acelera. El sentido del sensor de distancia o el signo de la escala está mal: mide antes la altura del bloqueo y una masa.',
  busy: 'Se está midiendo un paso. Espera, o abandona la calibración.',
  'cell-in-hooks':
    'Una célula en los ganchos no siente nada mientras la barra se mueve; su retraso no se puede medir. Salta este paso.',
  'distance-noisy':
    'Las distancias oscilan. ¿Se mueve algo en el haz, o el blanco es oscuro? Ayuda un plástico blanco de 10 × 10 cm.',
  erratic: 'Demasiadas lecturas muy desviadas: revisa los cables; `npx lockout doctor` dice más.',
  failing: 'Fallaron demasiadas lecturas: revisa los cables; `npx lockout doctor` dice más.',
  gaps: 'Faltaron lecturas entremedias: revisa los cables; `npx lockout doctor` dice más.',
  'known-missing': 'Indica a qué distancia está la barra de su altura en los ganchos: de 200 a 2500 mm.',
  'mass-missing': 'Di cuánto pesa: más de 0.',
  moving: 'Se movió mientras se medía. Deja que se quede quieto y mide otra vez.',
  'no-difference':
    'Esta masa no se nota. ¿Aprieta la célula? ¿Estaba ya al medir el cero? Si todo está bien, revisa los cables de la célula.',
  'no-distance-sensor': 'Este puesto no tiene sensor de distancia (distance.sensor es none).',
  'no-load-cell': 'Este puesto no tiene célula de carga (load.sensor es none).',
  'not-linear':
    'Las masas no están en una línea: un disco no pesa lo que dice, o la célula roza. Mide otra vez, o salta las masas y empiézalas de nuevo.',
  'not-monotonic':
    'Una masa mayor se leyó menor que otra más ligera. Una de las dos no es lo que dice, o se apoyaba en otra cosa: mídela otra vez.',
  'not-stored': 'La base de datos no responde; no se cambió nada. Inténtalo otra vez.',
  'nothing-to-save': 'Aún no se ha medido nada, así que no hay nada que guardar. Empieza por el cero.',
  open: 'En este puesto hay una calibración en curso. Guárdala o abandónala.',
  'poor-fit':
    'Fuerza y movimiento no encajan lo bastante. Haz las repeticiones más rápidas y sin apoyar; una célula de 10 lecturas por segundo es demasiado lenta para esto: entonces sáltalo.',
  'racked-first': 'Mide antes la altura en los ganchos: las demás alturas se cuentan desde ahí.',
  replaying: 'En este puesto se reproduce una grabación. Detenla antes.',
  'reps-too-short':
    'Las repeticiones fueron demasiado cortas para comparar. Saca la barra, haz tres de un segundo cada una y descansa con ella dos segundos.',
  saturated:
    'La célula de carga está a tope. Quita la carga; si sigue así, sus cables están cambiados o rotos, o la ganancia es muy alta.',
  'scale-out-of-range':
    'El sensor se desvía más del 10 % de la altura conocida. Mide la altura otra vez; luego comprueba que vea solo la placa de la barra y esté paralelo al recorrido.',
  shaking: 'Vibra. Deja que se quede quieto; si ya lo está, revisa los cables.',
  silent: 'No llegó ninguna lectura en cinco segundos. ¿Está conectada la placa? Si lo está, revisa los cables.',
  'tare-first': 'Mide antes el cero: la célula vacía es el otro extremo de la línea.',
  'too-far-apart':
    'Los dos sensores están separados más de un tercio de segundo; hay otro problema. `npx lockout doctor` dice más.',
  'too-few-readings': 'Llegaron muy pocas lecturas: revisa los cables; `npx lockout doctor` dice más.',
  'too-few-reps': 'No se vieron las tres repeticiones. Haz tres rápidas de al menos 10 cm, sin pausa entre ellas.',
  'travel-too-far': 'La barra estaría demasiado lejos de sus ganchos. ¿Ve el sensor la barra, y nada más?',
  'travel-too-short': 'La barra apenas está por encima de sus ganchos. Súbela al bloqueo y aguanta ahí.',
  unknown: 'En este puesto no existe esa calibración.',
};
