import type { HubProblemTexts } from '../../problem-texts.ts';

export const hubProblems: HubProblemTexts = {
  'hub-database-away': () =>
    'El hub no alcanza su base de datos. Los gimnasios siguen solos. Revisa PostgreSQL; la página lo vuelve a intentar sola.',
  'no-such-gym': ({ gym }) => `No hay ningún gimnasio «${gym}» que puedas ver.`,
  'no-such-controller': ({ id }) => `No hay ningún controlador «${id}».`,
  'controller-not-waiting': ({ id }) =>
    `El controlador «${id}» no espera a ser aceptado. Uno revocado se vuelve a emparejar.`,
  'no-such-conflict': () => 'Este conflicto ya está resuelto. Recarga la página.',
  'not-settled': ({ login }) =>
    `Otro miembro ya tiene el nombre de acceso «${login}». Descarta este valor o cambia antes el del otro.`,
  'no-such-account': ({ id }) => `No hay ninguna cuenta «${id}».`,
  'account-exists': ({ login }) => `Ya hay una cuenta «${login}». Elige otro nombre.`,
  'last-admin': () => 'El hub necesita un administrador. Añade antes otro.',
  'hub-set-up-code': () =>
    'Este no es el código, o tiene más de un día. El hub muestra uno nuevo en cada inicio mientras no tenga administrador.',
  'too-many-commands': ({ most }) => `Ya esperan ${most} órdenes para este controlador. Espera a que responda.`,
  'no-controller-for-it': () =>
    'El controlador que podría hacerlo fue revocado o nunca se ha comunicado. Empareja uno.',
  'no-such-recording': () => 'El hub no tiene la grabación de esta serie, o ya no. Pídela al gimnasio.',
  'unknown-command': () => 'La estación no conoce esta orden o no puede ejecutarla. Actualízala.',
  'command-failed': () => 'La estación ha fallado. Su registro dice por qué.',
  'recording-too-large': ({ mostKb }) => `La grabación tiene más de ${mostKb} kB. Recógela en la estación.`,
  'recording-not-shared': () =>
    'El miembro no ha aceptado que lo conozcan en todos los gimnasios: las curvas se quedan en su gimnasio. Solo él puede cambiarlo.',
};
