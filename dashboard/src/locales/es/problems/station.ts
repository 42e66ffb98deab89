import type { StationProblemTexts } from '../../problem-texts.ts';

const NOTHING = 'No se ha escrito nada:';
const LEAVE = 'Sal de la demo para configurarlo.';
const LOG = 'El registro de la estación dice por qué.';

export const stationProblems: StationProblemTexts = {
  'storage-failing': () => `La base de datos no responde. Inténtalo otra vez dentro de un momento. ${LOG}`,
  'not-written': ({ file }) => `${file} no se puede escribir. ${LOG}`,
  'backup-failed': ({ folder }) => `No se pudo hacer una copia en ${folder}. ${LOG}`,
  'backup-in-progress': () => 'Se está haciendo una copia. Espera a que termine.',
  'no-such-backup': ({ file }) => `La copia ${file} ya no existe.`,
  'file-exists': ({ file }) => `${file} ya existe. Usa otro nombre, o bórralo.`,
  'no-database': () => 'Aún no hay ninguna base de datos que copiar.',
  'unusable-backup': ({ file }) => `${file} no se puede restaurar. Usa otra copia. ${LOG}`,
  'backup-exists': ({ file }) => `${file} ya está en esta estación. Restaura esa, o elige otro archivo.`,
  'backup-gone': ({ file }) => `El archivo ${file} no existe.`,
  'config-changed': ({ file }) => `${file} se ha cambiado entretanto. Recarga la página y cámbialo otra vez.`,
  'config-appeared': ({ file }) => `${file} existe ahora. Reinicia la estación para usarlo.`,
  'bad-configuration': ({ file }) => `${NOTHING} ${file} tendría fallos.`,
  'demo-undecided': ({ file }) =>
    `${NOTHING} el próximo arranque usaría otra base de datos. Conserva la demo, o sal de ella y escribe ${file}.`,
  'demo-simulated': () => `${NOTHING} la demo no tiene placa ni lector de verdad. ${LEAVE}`,
  'demo-folder': () => `${NOTHING} la demo tiene un dataDir fijo. ${LEAVE}`,
  'secret-missing': ({ name }) =>
    `${NOTHING} ${name} está oculto, pero en el archivo no hay tal contraseña. Escríbela otra vez.`,
  'secret-for-another': ({ name, receiver }) =>
    `${NOTHING} ${name} está oculto, pero ${receiver} ha cambiado, y el servidor nuevo no debe recibir la contraseña anterior. Escríbela otra vez.`,
  'secret-elsewhere': ({ variable, receiver }) =>
    `${NOTHING} ${variable} contiene la contraseña, que no debe ir a otro servidor. Cambia ${receiver} donde está la contraseña: en el entorno.`,
  'not-restarted': () =>
    'Nada vuelve a arrancar esta estación por sí solo. Reiníciala donde se arrancó: Ctrl-C y luego npm start.',
  'no-such-webhook': () => 'Este webhook ya no existe.',
  'not-http': ({ url }) => `«${url}» no es una dirección http o https.`,
  'private-address': ({ address }) => `${address} está en este equipo o en su red. Añádela antes a webhooks.networks.`,
  'forbidden-address': ({ address }) => `${address} no es una dirección a la que puedan ir los webhooks.`,
};
