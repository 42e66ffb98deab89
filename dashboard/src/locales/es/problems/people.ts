import type { PeopleProblemTexts } from '../../problem-texts.ts';

const CHANGED = 'Recarga la página y cámbialo otra vez.';

export const peopleProblems: PeopleProblemTexts = {
  'no-such-member': () => 'Este miembro ya no existe.',
  'no-such-card': () => 'El miembro ya no tiene esta tarjeta.',
  'no-such-token': () => 'Este token ya no está en uso.',
  'no-such-log-in': () => 'Esta sesión ya está cerrada.',
  'no-such-template': () => 'Esta plantilla ya no existe.',
  'no-such-group': () => 'Este grupo ya no existe.',
  'no-such-import': () => 'Esta lista importada no existe.',
  'no-such-programme': ({ exercise }) => `Para ${exercise} ya vale el programa por defecto.`,
  'member-changed': () => `El miembro se ha cambiado entretanto. ${CHANGED}`,
  'programme-changed': () => `El programa se ha cambiado entretanto. ${CHANGED}`,
  'template-changed': () => `La plantilla se ha cambiado o borrado entretanto. ${CHANGED}`,
  'group-changed': () => `El grupo se ha cambiado o borrado entretanto. ${CHANGED}`,
  'login-taken': ({ login }) => `El nombre de usuario «${login}» está ocupado. Elige otro.`,
  'only-admin': () => 'Es el único administrador. Haz antes administrador a otra persona.',
  'card-in-use': () => 'Esta tarjeta ya es de un miembro. Quítasela antes.',
  'too-many-templates': ({ most }) => `Ya hay ${most} plantillas. Borra antes una.`,
  'too-many-groups': ({ most }) => `Ya hay ${most} grupos. Borra antes uno.`,
  'no-members-chosen': () => 'No se ha elegido ningún miembro. Elige miembros o grupos.',
  'too-many-members': ({ members, most }) => `${members} miembros son demasiados de una vez; se admiten ${most}.`,
  'bad-days': ({ from, to, days, most }) => `De ${from} a ${to} hay ${days} días; se admiten de 1 a ${most}.`,
  'exercise-twice': ({ exercise }) => `${exercise} está dos veces en la plantilla. Quita una.`,
  'not-the-exercise': ({ exercise, given }) => `Se envió ${given}, pero se trata de ${exercise}.`,
  'reps-crossed': ({ exercise, repsMin, repsMax }) =>
    `${exercise}: al menos ${repsMin} repeticiones es más que como mucho ${repsMax}.`,
  'velocity-crossed': ({ exercise, minMps, maxMps }) =>
    `${exercise}: al menos ${minMps} es más que como mucho ${maxMps}.`,
  'nothing-to-export': () => 'En este periodo no hay ninguna serie con una repetición contada.',
  'no-columns': ({ heading }) =>
    `La primera línea debe nombrar las columnas, entre ellas «alias» o «name»; también «login» y «card». Dice: ${heading}.`,
  'empty-list': () =>
    'La lista no tiene filas. Su primera línea nombra las columnas (alias, name, login, card), cada una de las demás es un miembro.',
  'long-list': ({ most }) => `La lista tiene más de ${most} filas. Divídela e importa las partes una tras otra.`,
  'quote-open': ({ line }) => `En la línea ${line} unas comillas no se cierran. Revisa las comillas de esa línea.`,
  'quote-inside': ({ line }) =>
    `En la línea ${line} hay comillas en medio de una celda. Revisa las comillas de esa línea.`,
  'row-too-long': ({ line, most }) =>
    `La línea ${line} tiene más de ${most} caracteres. Revisa las comillas de esa línea.`,
  'not-csv': ({ line }) => `La línea ${line} no se puede leer. Guarda la lista otra vez como CSV (UTF-8).`,
  'imported-card-in-use': ({ alias }) => `Una tarjeta de ${alias} ya está en uso. Revisa la lista otra vez.`,
  'import-undone': () => 'Esta lista ya se retiró.',
};
