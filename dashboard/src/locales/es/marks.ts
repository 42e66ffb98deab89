import type { Texts } from '../en.ts';

export const marks: Texts['marks'] = {
  title: 'Tus palabras',
  warmUp: 'Calentamiento',
  work: 'serie de trabajo',
  warmUpHint: 'No es una de las series del programa.',
  isWarmUp: 'La serie es ahora de calentamiento.',
  isWork: 'La serie cuenta ahora para el programa.',
  timeUncertain: 'fecha incierta',
  timeUncertainHint:
    'Grabada mientras la hora de la estación era desconocida. La fecha puede ser incorrecta; se corrige cuando se conoce la hora.',
  rpe: '¿Qué tan dura fue? (RPE)',
  noRpe: 'sin decir',
  rpeWords: (rpe, left) =>
    left === 0
      ? `${rpe}: ninguna más`
      : left === 1
        ? `${rpe}: quedaba una`
        : `${rpe}: quedaban ${String(left).replace('.', ',')}`,
  rpeSaved: 'Guardado lo dura que fue.',
  note: 'Nota',
  noteSaved: 'La nota está guardada.',
  share: 'Compartir como imagen',
  shareHint: 'La imagen se hace en este dispositivo. Solo va adonde la envíes.',
  withName: (name) => `Con mi nombre (${name})`,
  withLoad: 'Con la carga',
  withDay: 'Con el día',
  makePicture: 'Hacer la imagen',
  shared: 'La imagen está hecha.',
  print: 'Imprimir',
};
