import Type from 'typebox';
import { count } from '../common.ts';
import { problem } from './problem.ts';

const mb = (description: string) => Type.Number({ description });

/** Files that an admin sends to the station: a backup, a package. */
export const uploadProblems = {
  'upload-too-large': problem(
    413,
    'File too large',
    { fileMb: mb('size of the file'), mostMb: mb('largest file') },
    (it) => `The file has ${it.fileMb} MB; at most ${it.mostMb} MB are accepted here.`,
  ),
  'upload-empty': problem(422, 'Empty file', {}, () => 'The file is empty.', 'Choose another one.'),
  'upload-no-room': problem(
    503,
    'Too little room',
    { neededMb: mb('free room that is needed'), freeMb: mb('free room') },
    (it) => `${it.neededMb} MB of free room are needed, and ${it.freeMb} MB are free.`,
    'Delete old backups or other files.',
  ),
  'upload-out-of-step': problem(
    409,
    'Wrong piece',
    { receivedBytes: count('bytes that are here') },
    (it) => `This piece does not follow: ${it.receivedBytes} bytes of the file are here.`,
    'Send the file again from its beginning.',
  ),
};
