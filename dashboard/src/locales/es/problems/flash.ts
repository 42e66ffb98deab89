import type { FlashProblemTexts } from '../../problem-texts.ts';

const LOG = 'El registro de la estación dice por qué.';

export const flashProblems: FlashProblemTexts = {
  'flash-in-progress': ({ bay }) =>
    `Se está grabando el firmware de la placa de «${bay}». Espera a que termine y no desconectes la placa.`,
  'flash-no-board': ({ bay }) => `«${bay}» es simulada y no tiene placa. Elige un puerto con una placa.`,
  'flash-port-taken': ({ port, bay }) => `${port} lo usa ${bay}. Elige otro puerto.`,
  'flash-port-unknown': ({ port }) => `No hay ninguna placa en ${port}. Conéctala con un cable que transmita datos.`,
  'flash-no-program': ({ command }) => `En la estación falta el programa avrdude. Instálalo allí: ${command}`,
  'flash-no-firmware': () => `En la estación falta el firmware, o está dañado. ${LOG}`,
  'flash-no-answer': ({ board, port }) =>
    `En ${port} no responde ningún cargador como el de ${board}. ¿Es otra placa? Desconéctala y vuelve a conectarla; quita todo de los pines 0 y 1; prueba otro cable USB.`,
  'flash-wrong-chip': ({ board, chip, part }) =>
    `No es ${board}: su chip es ${chip} y no ${part}. No se grabó nada. Elige la placa correcta.`,
  'flash-not-the-same': () =>
    'Lo grabado no se lee igual. Prueba con un cable USB corto directo a la estación; si sigue así, la placa está averiada.',
  'flash-no-rights': ({ port }) => `La estación no puede usar ${port}: añade su usuario al grupo dialout.`,
  'flash-unplugged': ({ port }) => `La placa de ${port} se desconectó. Vuelve a conectarla.`,
  'flash-busy': ({ port }) => `Otro programa usa ${port}. Ciérralo.`,
  'flash-not-opened': () => `No se puede acceder a la placa. Desconéctala y vuelve a conectarla. ${LOG}`,
  'flash-failed': () => `No se pudo grabar. Inténtalo otra vez. ${LOG}`,
  'flash-silent': () =>
    'El firmware se grabó, pero la placa no responde. Desconéctala, vuelve a conectarla e inténtalo otra vez.',
  'flash-other-kind': () => 'Responde el firmware de otra placa. Elige la placa correcta y grábalo otra vez.',
};
