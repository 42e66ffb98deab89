import type { Texts } from '../en.ts';

export const update: Texts['update'] = {
  title: 'Actualización',
  hint: (version) => `Funciona la versión ${version}. Consigue el paquete más nuevo y su firma en las publicaciones.`,
  obstacles: {
    'not-a-package':
      'Esta estación funciona desde una copia de trabajo y no se puede actualizar aquí. Actualízala allí: git pull, npm ci, y vuelve a iniciarla.',
    'no-service':
      'Esta estación no funciona como servicio de su paquete y no se puede actualizar aquí. En un contenedor: descarga la nueva imagen y vuelve a iniciarla.',
    'no-key':
      'El paquete en uso no tiene clave, así que aquí no se puede comprobar otro. Pon la clave de las publicaciones en /etc/lockout/release.pub, o actualiza en un terminal: sudo lockout update.',
  },
  package: 'Paquete (.deb)',
  packageHint:
    'lockout_<versión>_<máquina>.deb, 64 MB como máximo. Primero se comprueba; no se instala nada hasta que confirmes.',
  signature: 'Firma (.minisig)',
  signatureHint: 'Está junto al paquete en la publicación.',
  url: 'O su dirección web',
  urlHint: 'La estación descarga el paquete, y su firma en la misma dirección con .minisig.',
  fetch: 'Descargar',
  offer: 'El paquete en la estación',
  version: 'Versión',
  machine: 'Para',
  signedBy: 'Firmado con la clave',
  comment: 'Dice quien firma',
  unknown: 'desconocida: sin firma',
  unsigned: 'ninguna firma válida',
  refused: 'No se puede instalar.',
  install: (version) => `Instalar ${version}`,
  installAgain: (version) => `Volver a probar ${version}`,
  ask: (version) => `¿Instalar ${version}?`,
  askHint:
    'Espera a que acabe la serie en curso y hace una copia. La estación se reinicia. Si la nueva versión no funciona bien en dos minutos, vuelve la anterior.',
  staysUp: 'Hay una actualización en curso. Puedes dejar esta página; la estación se reinicia entretanto.',
  phases: {
    requested: 'Solicitada',
    waiting: 'A la espera del fin de la serie',
    preparing: 'Copia de seguridad',
    installing: 'Instalando',
    checking: 'Comprobando la nueva versión',
  },
};
