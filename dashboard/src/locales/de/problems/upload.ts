import type { UploadProblemTexts } from '../../problem-texts.ts';

export const uploadProblems: UploadProblemTexts = {
  'upload-too-large': ({ fileMb, mostMb }) => `Die Datei hat ${fileMb}; höchstens ${mostMb} werden hier angenommen.`,
  'upload-empty': () => 'Die Datei ist leer. Nimm eine andere.',
  'upload-no-room': ({ neededMb, freeMb }) =>
    `${neededMb} freier Platz werden gebraucht, ${freeMb} sind frei. Lösch alte Sicherungen oder andere Dateien.`,
  'upload-out-of-step': () => 'Die Übertragung wurde unterbrochen. Schick die Datei noch einmal.',
};
