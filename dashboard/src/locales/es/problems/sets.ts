import type { SetProblemTexts } from '../../problem-texts.ts';

export const setProblems: SetProblemTexts = {
  'no-such-set': () => 'Esta serie ya no está: alguien la ha borrado, o no es tuya.',
  'no-such-rep': () => 'La serie no tiene esa repetición. Recarga la página.',
  'no-such-correction': () => 'Este cambio no existe.',
  'no-such-page': () => 'La lista no sigue desde aquí. Empieza por la primera página.',
  'set-in-progress': () => 'La serie sigue en curso. Termínala antes.',
  'set-deleted': () => 'La serie está borrada. Deshaz eso antes.',
  'rep-counts': () => 'La repetición ya cuenta.',
  'rep-excluded': () => 'La repetición ya no cuenta.',
  'owner-unchanged': () => 'La serie ya es de este miembro.',
  'no-owner-already': () => 'La serie ya no es de nadie.',
  'not-undoable': () => 'Solo se puede deshacer la corrección de una serie que sigue guardada.',
  'undone-already': () => 'Este cambio ya se deshizo.',
  'no-recording': () => 'De esta serie no hay curvas en bruto.',
  'no-such-case': () => 'Este caso no existe.',
  'case-without-recording': () => 'De esta serie no hay curvas en bruto; no puede ser un caso.',
  'no-consent': () =>
    'El miembro de esta serie no ha aceptado que se guarden curvas en bruto. Puede hacerlo en Yo, en su página.',
  'cases-full': ({ cases, sizeMb }) =>
    `Ya hay ${cases} casos con ${sizeMb}; no se guardan más. Expórtalos (lockout cases export) y quita los viejos.`,
  'case-too-large': ({ mostMb }) => `La grabación de esta serie supera ${mostMb} y no puede ser un caso.`,
  'unreadable-recording': () => 'La grabación de esta serie no se puede leer.',
  'movements-unlisted': ({ movements }) =>
    `Indica cada uno de los ${movements} movimientos de la serie una vez, o ninguno.`,
  'movements-needed': () => 'Si falta una repetición, indica también los movimientos de la serie.',
  'reps-differ': ({ named, countedReps }) =>
    `Se indican ${named} repeticiones, pero deben ser ${countedReps}. Ambos números deben coincidir.`,
  'missing-outside': () => 'Una repetición que falta está dentro de la serie, o como mucho un minuto antes o después.',
  'bad-recording': () => 'Esta grabación no se puede leer. Usa un archivo que haya escrito la estación.',
};
