import { alerts } from '../../../../src/contracts/alert-words/es.ts';
import type { Texts } from '../en.ts';

export const trouble: Texts['trouble'] = {
  sources: {
    simulated: ['Simulación', 'No hay placa conectada: nadie levanta esto.'],
    replay: ['Repetición', 'Se reproduce una grabación: nadie levanta esto ahora.'],
  },
  boardStarting: 'La placa arranca',
  boardStartingText: 'Un momento.',
  channels: { height: 'Sensor de distancia', force: 'Célula de carga' },
  sensors: { load: 'La célula de carga', loadRight: 'La célula de carga derecha', distance: 'El sensor de distancia' },
  outputs: { ledPin: 'luz', buzzerPin: 'zumbador', tareButtonPin: 'botón de cero', undoButtonPin: 'botón de deshacer' },
  causes: {
    powerOn: 'se fue la corriente',
    external: 'botón de reinicio o USB',
    brownOut: 'tensión demasiado baja',
    watchdog: 'watchdog',
    unknown: 'causa desconocida',
  },
  channelStatus: { ok: 'bien', unreliable: 'poco fiable', absent: 'sin datos' },
  unreliable: (sensor) => `${sensor}: poco fiable`,
  ...alerts,
};

export const channelReasons: Texts['channelReasons'] = {
  'no-reading-yet': () => 'aún sin lectura utilizable',
  silent: ({ silentS }) => `sin lecturas desde hace ${silentS}`,
  'outliers-rejected': () => 'algunas lecturas sueltas son erróneas y se descartan',
  'height-doubted': () => 'duda de sus propias lecturas: límpialo o cambia su blanco',
  'height-stuck': () => 'repite un número: ha dejado de medir',
  'height-jumps': () => 'la altura salta más rápido de lo que se mueve una barra',
  'height-noisy': ({ mostMm }) => `la altura tiene ruido (más de ${mostMm}): límpialo o cambia su blanco`,
  'force-doubted': () => 'duda de sus propias lecturas: revisa su cable',
  'force-stuck': () => 'repite un número: ha dejado de medir',
  'force-jumps': () => 'la fuerza salta y vuelve enseguida: revisa su cable',
  'force-wanders': () => 'la fuerza vaga por encima y por debajo de cero: tiene un hilo roto',
};
