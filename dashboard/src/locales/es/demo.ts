import type { Texts } from '../en.ts';

export const demo: Texts['demo'] = {
  title: 'Demo',
  hint: 'Levantadores simulados, historial inventado.',
  as: 'Ver como',
  roles: { lifter: 'Socio', trainer: 'Entrenador', admin: 'Admin' },
  decide: '¿Conservar la demo o salir de ella?',
  keep: 'Conservar la demo',
  keepHint: (file) =>
    `Los socios simulados y sus series se conservan. Los cambios se guardan en ${file} y se aplican desde el próximo inicio.`,
  leave: 'Salir de la demo',
  leaveHint: (file, dataDir, demoDir) =>
    `Los cambios se guardan como ${file}. Desde el próximo inicio la estación usa otra base de datos, en ${dataDir}, donde aún nadie tiene cuenta. Los datos de la demo quedan en ${demoDir}.`,
  left: (file) =>
    `Guardado como ${file}. Hasta el próximo inicio esto es la demo; después el terminal muestra un código nuevo para el primer administrador.`,
};
