import type { UploadProblemTexts } from '../../problem-texts.ts';

export const uploadProblems: UploadProblemTexts = {
  'upload-too-large': ({ fileMb, mostMb }) => `El archivo tiene ${fileMb}; aquí se admiten ${mostMb} como máximo.`,
  'upload-empty': () => 'El archivo está vacío. Elige otro.',
  'upload-no-room': ({ neededMb, freeMb }) =>
    `Se necesitan ${neededMb} libres y hay ${freeMb}. Borra copias antiguas u otros archivos.`,
  'upload-out-of-step': () => 'El envío se interrumpió. Envía el archivo otra vez.',
};
