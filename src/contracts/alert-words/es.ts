import { pluralOf } from '../shown.ts';
import type { AlertWords } from './alert-words.ts';

const plural = pluralOf('es');

export const alerts: AlertWords = {
  titles: {
    'board-lost': 'Placa perdida',
    'board-degraded': 'Un sensor calla',
    'height-unreliable': 'Sensor de distancia poco fiable',
    'force-unreliable': 'Célula de carga poco fiable',
    'samples-lost': 'Muestras perdidas',
    'storage-failing': 'No se pueden guardar series',
    'computer-slow': 'Ordenador demasiado lento',
    'log-ins-failing': 'Muchos accesos fallidos',
    calibrating: 'En calibración',
    'calibration-unused': 'Calibrar de nuevo',
    'load-shift': 'Célula de carga desplazada',
    'height-shift': 'Sensor de distancia desplazado',
    'lag-shift': 'Sensores desacompasados',
    'load-disagrees': 'La carga no cuadra',
    stalled: 'Atascada',
    uneven: 'Desigual',
    overshoot: 'Demasiado alto una y otra vez',
    'hold-missed': 'Pausa corta una y otra vez',
  },
  remedies: {
    'board-lost': () => 'Vuelve a enchufar su cable USB: se reconoce sola.',
    'board-degraded': () => 'Revisa el cable del sensor.',
    'height-unreliable': () => 'Limpia el sensor y lo que mira.',
    'force-unreliable': () => 'Revisa el cable y el montaje de la célula.',
    'samples-lost': () => 'Revisa el cable USB; pueden faltar repeticiones.',
    'storage-failing': () => 'Libera espacio en el disco. Hasta entonces las series quedan en memoria.',
    'computer-slow': ({ bays }, given) =>
      `Este ordenador es demasiado lento para ${plural(given.bays, '1 puesto', `${bays} puestos`)}: pueden faltar repeticiones. Cierra otros programas en él o añade un segundo.`,
    'log-ins-failing': () => 'Puede que alguien esté probando contraseñas. El registro dice de qué cuentas.',
    calibrating: () => 'No se cuenta nada hasta que acabe.',
    'calibration-unused': () => 'Los sensores no son los que se calibraron.',
    'load-shift': ({ offsetKg }) =>
      `${offsetKg} en la célula de carga con la barra colgada. Quita lo que haya encima o tara el puesto.`,
    'height-shift': ({ offsetMm }) =>
      `La barra colgada está a ${offsetMm} de donde se calibró. Si los ganchos y discos son los mismos, calibra la altura de nuevo.`,
    'lag-shift': ({ lateMs }) =>
      `La fuerza llega ${lateMs} más tarde que la altura. Calibra de nuevo el retardo de los sensores.`,
    'load-disagrees': ({ measuredKg, enteredKg }) =>
      `La báscula marca unos ${measuredKg}, pero se indicaron ${enteredKg}. Revisa los discos o indica la carga de nuevo.`,
    stalled: () => 'La barra se ha parado al subir. Que alguien mire.',
    uneven: () => 'Un lado carga claramente más que el otro.',
    overshoot: () => 'La barra pasa de la línea de bloqueo. Cuida la zona lumbar.',
    'hold-missed': () => 'Las últimas pausas fueron muy cortas.',
  },
};
